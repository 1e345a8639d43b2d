import { type Connection, type Model, Schema } from 'mongoose';
import type { Money } from '../money.ts';
import {
  appliedEffects,
  type Discount,
  discountSchema,
  type Identity,
  identitySchema,
  type Line,
  lineSchema,
  moneySchema,
} from './schemas.ts';

export const QUOTE_STATUSES = ['open', 'accepted', 'cancelled', 'expired'] as const;
export type QuoteStatus = (typeof QUOTE_STATUSES)[number];

export interface Quote {
  /** `Q-YYMMDD-XXXXXX`. */
  readonly number: string;
  readonly status: QuoteStatus;
  readonly identity: Identity;
  readonly conversationId: string;
  readonly contactKey?: string;
  readonly language: string;
  readonly lines: readonly Line[];
  readonly discount?: Discount;
  readonly total: Money;
  /** Local days, YYYY-MM-DD: the last day on which it can be accepted, and the promised delivery. */
  readonly validUntil: string;
  readonly promisedFor: string;
  readonly madeAt: Date;
  /** When the conversation came back to it by itself. */
  readonly followedUpAt?: Date;
  readonly orderNumber?: string;
  readonly effectKey: string;
}

const schema = new Schema<Quote & { appliedEffects: string[] }>(
  {
    number: { type: String, required: true, unique: true },
    status: { type: String, enum: QUOTE_STATUSES, required: true },
    identity: { type: identitySchema, required: true },
    conversationId: { type: String, required: true, index: true },
    contactKey: { type: String, index: true },
    language: { type: String, required: true },
    lines: { type: [lineSchema], required: true },
    discount: discountSchema,
    total: { type: moneySchema, required: true },
    validUntil: { type: String, required: true },
    promisedFor: { type: String, required: true },
    madeAt: { type: Date, required: true },
    followedUpAt: Date,
    orderNumber: String,
    effectKey: { type: String, required: true, unique: true },
    appliedEffects,
  },
  { timestamps: true },
);
schema.index({ status: 1, madeAt: 1 });
schema.index({ 'identity.channel': 1, 'identity.id': 1, madeAt: -1 });

export const quoteModel = (connection: Connection) =>
  connection.model('Quote', schema) as unknown as Model<Quote>;
