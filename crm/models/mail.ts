import { type Connection, type Model, Schema } from 'mongoose';
import { type Identity, identitySchema } from './schemas.ts';

/** A quote on its way by e-mail. The address goes when the mail has left, or is given up. */
export interface Mail {
  /** Key of the effect that wants it; unique, so that no effect sends two. */
  readonly effectKey: string;
  readonly status: 'pending' | 'sent' | 'failed';
  readonly identity: Identity;
  readonly to?: string;
  readonly language: string;
  readonly quoteNumber: string;
  /** Nobody asked for it: it leaves only while the quote is open. */
  readonly isReminder?: boolean;
  readonly attempts: number;
  /** Not tried before this instant. */
  readonly nextAttemptAt: Date;
  readonly madeAt: Date;
}

const schema = new Schema<Mail>({
  effectKey: { type: String, required: true, unique: true },
  status: { type: String, enum: ['pending', 'sent', 'failed'], required: true },
  identity: { type: identitySchema, required: true },
  to: String,
  language: { type: String, required: true },
  quoteNumber: { type: String, required: true },
  isReminder: Boolean,
  attempts: { type: Number, required: true },
  nextAttemptAt: { type: Date, required: true },
  madeAt: { type: Date, required: true },
});
schema.index({ status: 1, nextAttemptAt: 1 });
schema.index({ 'identity.id': 1, madeAt: -1 });

export const mailModel = (connection: Connection): Model<Mail> => connection.model<Mail>('Mail', schema);
