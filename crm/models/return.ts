import { type Connection, type Model, Schema } from 'mongoose';
import { appliedEffects, type Identity, identitySchema } from './schemas.ts';

export const RETURN_REASONS = ['damaged', 'wrongItem', 'missing', 'unwanted'] as const;
export type ReturnReason = (typeof RETURN_REASONS)[number];

/** Goods that a customer wants to send back, or was not sent as ordered. */
export interface Return {
  /** `R-YYMMDD-XXXXXX`. */
  readonly number: string;
  /** A person sends the label, then takes the goods in. */
  readonly status: 'labelWanted' | 'labelSent' | 'received' | 'refused';
  readonly orderNumber: string;
  readonly reason: ReturnReason;
  /** Address or file name of a photo, as the customer gave it: shown to people, never fetched. */
  readonly photo?: string;
  readonly note: string;
  readonly identity: Identity;
  readonly conversationId: string;
  readonly madeAt: Date;
  readonly effectKey: string;
}

const schema = new Schema<Return & { appliedEffects: string[] }>(
  {
    number: { type: String, required: true, unique: true },
    status: { type: String, enum: ['labelWanted', 'labelSent', 'received', 'refused'], required: true },
    orderNumber: { type: String, required: true, index: true },
    reason: { type: String, enum: RETURN_REASONS, required: true },
    photo: String,
    note: { type: String, default: '' },
    identity: { type: identitySchema, required: true },
    conversationId: { type: String, required: true, index: true },
    madeAt: { type: Date, required: true },
    effectKey: { type: String, required: true, unique: true },
    appliedEffects,
  },
  { timestamps: true },
);
schema.index({ status: 1, madeAt: 1 });

export const returnModel = (connection: Connection) =>
  connection.model('Return', schema) as unknown as Model<Return>;
