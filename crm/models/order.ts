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

export const ORDER_STATUSES = ['placed', 'shipped', 'delivered', 'cancelled', 'returned'] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export interface Order {
  /** `O-YYMMDD-XXXXXX`, or the invoice number of an imported order. */
  readonly number: string;
  readonly status: OrderStatus;
  /** Who ordered on a channel; absent on imported orders. */
  readonly identity?: Identity;
  readonly contactKey?: string;
  readonly country?: string;
  readonly quoteNumber?: string;
  readonly lines: readonly Line[];
  readonly discount?: Discount;
  readonly total: Money;
  readonly placedAt: Date;
  /** Local day (YYYY-MM-DD) promised for delivery. */
  readonly promisedFor?: string;
  readonly shippedAt?: Date;
  readonly deliveredAt?: Date;
  /** What the lines were before the last change, and the effect that changed them. */
  readonly amendedFrom?: { readonly key: string; readonly lines: readonly Line[] };
  /** `chat` for orders placed here, `import` for history, `day-total` for the anonymous rest of a day's sales. */
  readonly source: 'chat' | 'import' | 'day-total';
  /** Key of the effect that made it; unique, so that no effect makes two orders. */
  readonly effectKey?: string;
}

const schema = new Schema<Order & { appliedEffects: string[] }>(
  {
    number: { type: String, required: true, unique: true },
    status: { type: String, enum: ORDER_STATUSES, required: true },
    identity: identitySchema,
    contactKey: String,
    country: String,
    quoteNumber: String,
    lines: { type: [lineSchema], required: true },
    discount: discountSchema,
    total: { type: moneySchema, required: true },
    placedAt: { type: Date, required: true },
    promisedFor: String,
    shippedAt: Date,
    deliveredAt: Date,
    source: { type: String, enum: ['chat', 'import', 'day-total'], required: true },
    effectKey: String,
    amendedFrom: { type: new Schema({ key: String, lines: [lineSchema] }, { _id: false }) },
    appliedEffects,
  },
  { timestamps: true },
);
schema.index({ effectKey: 1 }, { unique: true, sparse: true });
schema.index({ 'identity.channel': 1, 'identity.id': 1, placedAt: -1 });
schema.index({ contactKey: 1, placedAt: -1 });
schema.index({ placedAt: 1 });
schema.index({ updatedAt: 1 });

export const orderModel = (connection: Connection) =>
  connection.model('Order', schema) as unknown as Model<Order>;
