import { type Connection, type Model, Schema } from 'mongoose';
import { type Identity, identitySchema } from './schemas.ts';

/** A one-time code that was asked for. It is not here: it is worked out from this and the installation's secret. */
export interface CodeRequest {
  readonly number: string;
  /** Lower case. */
  readonly address: string;
  /** Where alone it is good. */
  readonly conversationId: string;
  readonly expiresAt: Date;
}

/**
 * A quote or a one-time code on its way by e-mail. The address goes when the mail has left, or is given up. `withheld`: a
 * code for an address of which nothing is stored; it counts, and is not sent.
 */
export interface Mail {
  /** Key of the effect that wants it; unique, so that no effect sends two. */
  readonly effectKey: string;
  readonly status: 'pending' | 'sent' | 'failed' | 'withheld';
  readonly identity: Identity;
  readonly to?: string;
  readonly language: string;
  readonly quoteNumber?: string;
  /** Nobody asked for it: it leaves only while the quote is open. */
  readonly isReminder?: boolean;
  /** Deleted a day after it expired. */
  readonly code?: CodeRequest;
  /** One of the few places that a day has for codes to an address. */
  readonly place?: string;
  readonly attempts: number;
  /** Not tried before this instant. */
  readonly nextAttemptAt: Date;
  readonly madeAt: Date;
}

const DAY_SECONDS = 86_400;

const schema = new Schema<Mail>({
  effectKey: { type: String, required: true, unique: true },
  status: { type: String, enum: ['pending', 'sent', 'failed', 'withheld'], required: true },
  identity: { type: identitySchema, required: true },
  to: String,
  language: { type: String, required: true },
  quoteNumber: String,
  isReminder: Boolean,
  code: {
    type: new Schema<CodeRequest>(
      {
        number: { type: String, required: true },
        address: { type: String, required: true },
        conversationId: { type: String, required: true },
        expiresAt: { type: Date, required: true },
      },
      { _id: false },
    ),
  },
  place: String,
  attempts: { type: Number, required: true },
  nextAttemptAt: { type: Date, required: true },
  madeAt: { type: Date, required: true },
});
schema.index({ status: 1, nextAttemptAt: 1 });
schema.index({ 'identity.id': 1, madeAt: -1 });
schema.index({ 'code.expiresAt': 1 }, { expireAfterSeconds: DAY_SECONDS });
schema.index({ 'code.address': 1 }, { sparse: true });
schema.index({ place: 1 }, { unique: true, sparse: true });

export const mailModel = (connection: Connection): Model<Mail> => connection.model<Mail>('Mail', schema);
