import { type Connection, type Model, Schema } from 'mongoose';
import type { Money } from '../money.ts';
import { appliedEffects, type Identity, identitySchema, moneySchema } from './schemas.ts';

export const APPROVAL_STATUSES = ['open', 'approved', 'countered', 'declined', 'expired'] as const;
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];

/** A discount beyond the bot's authority that a rep has to decide. */
export interface Approval {
  readonly quoteNumber: string;
  readonly conversationId: string;
  readonly identity: Identity;
  readonly language: string;
  readonly status: ApprovalStatus;
  /** Per cent off the list that was asked for; absent when no figure was named. */
  readonly percent?: number;
  /** Total of the quote without any discount when it was asked. */
  readonly listTotal: Money;
  /** Last local day, YYYY-MM-DD, on which it can be decided: that of the quote. */
  readonly expiresOn: string;
  readonly requestedAt: Date;
  readonly decidedBy?: string;
  readonly decidedAt?: Date;
  /** Per cent that was given. */
  readonly granted?: number;
  readonly effectKey: string;
}

const schema = new Schema<Approval & { appliedEffects: string[] }>(
  {
    quoteNumber: { type: String, required: true, unique: true },
    conversationId: { type: String, required: true },
    identity: { type: identitySchema, required: true },
    language: { type: String, required: true },
    status: { type: String, enum: APPROVAL_STATUSES, required: true },
    percent: Number,
    listTotal: { type: moneySchema, required: true },
    expiresOn: { type: String, required: true },
    requestedAt: { type: Date, required: true },
    decidedBy: String,
    decidedAt: Date,
    granted: Number,
    effectKey: { type: String, required: true, unique: true },
    appliedEffects,
  },
  { timestamps: true },
);
schema.index({ status: 1, requestedAt: 1 });

export const approvalModel = (connection: Connection) =>
  connection.model('Approval', schema) as unknown as Model<Approval>;
