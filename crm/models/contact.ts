import { type Connection, type Model, Schema } from 'mongoose';
import { appliedEffects, type Identity, identitySchema } from './schemas.ts';

export interface Contact {
  /** Stable key of our own, e.g. that of a sample customer or of the effect that made the contact. */
  readonly key: string;
  readonly name?: string;
  /** Lower case. */
  readonly emails: readonly string[];
  /** E.164. */
  readonly phones: readonly string[];
  readonly companyKey?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  readonly language?: string;
  readonly identities: readonly Identity[];
  /** Key of an older contact with the same e-mail address. Nobody has verified it, so it gives no access. */
  readonly duplicateOf?: string;
  /** Which text said what is kept and why, and when the person agreed to it. */
  readonly consent?: { readonly version: string; readonly at: Date };
  /** Marked where the sample shop made it up. */
  readonly sample: boolean;
}

const schema = new Schema<Contact & { appliedEffects: string[] }>(
  {
    key: { type: String, required: true, unique: true },
    name: String,
    emails: { type: [String], default: [] },
    phones: { type: [String], default: [] },
    companyKey: { type: String, index: true },
    country: String,
    language: String,
    identities: { type: [identitySchema], default: [] },
    duplicateOf: String,
    consent: new Schema(
      { version: { type: String, required: true }, at: { type: Date, required: true } },
      { _id: false },
    ),
    sample: { type: Boolean, default: false },
    appliedEffects,
  },
  { timestamps: true },
);
schema.index({ emails: 1 });
schema.index({ 'identities.id': 1 });

export const contactModel = (connection: Connection) =>
  connection.model('Contact', schema) as unknown as Model<Contact>;
