import { type Connection, type Model, Schema } from 'mongoose';
import type { Money } from '../money.ts';
import { appliedEffects, moneySchema } from './schemas.ts';

/** From `minQuantity` units on, each unit costs `unitPrice`. */
export interface PriceBreak {
  readonly minQuantity: number;
  readonly unitPrice: Money;
}

export interface Product {
  readonly sku: string;
  /** Display name by language; English is always there. */
  readonly names: { readonly en: string; readonly zh?: string };
  readonly category: string;
  /** Price of one unit without any break. */
  readonly price: Money;
  /** Ascending by quantity, prices descending. */
  readonly priceBreaks: readonly PriceBreak[];
  /** What one unit costs the shop; absent where it is not known. Never shown to visitors. */
  readonly cost?: Money;
  /** Units on the shelf that are not sold yet; below 0 they are owed to customers. */
  readonly stock: number;
  /** Calendar days from reordering to the shelf: median and 90 % quantile. */
  readonly leadTimeDays: number;
  readonly leadTimeP90Days: number;
  readonly active: boolean;
}

const schema = new Schema<Product & { appliedEffects: string[] }>(
  {
    sku: { type: String, required: true, unique: true },
    names: { en: { type: String, required: true }, zh: String },
    category: { type: String, required: true, index: true },
    price: { type: moneySchema, required: true },
    priceBreaks: {
      type: [
        new Schema<PriceBreak>(
          {
            minQuantity: { type: Number, required: true, min: 1 },
            unitPrice: { type: moneySchema, required: true },
          },
          { _id: false },
        ),
      ],
      default: [],
    },
    cost: moneySchema,
    stock: { type: Number, required: true },
    leadTimeDays: { type: Number, required: true, min: 0 },
    leadTimeP90Days: { type: Number, required: true, min: 0 },
    active: { type: Boolean, default: true },
    appliedEffects,
  },
  { timestamps: true },
);
// What changed since a moment.
schema.index({ updatedAt: 1 });

export const productModel = (connection: Connection) =>
  connection.model('Product', schema) as unknown as Model<Product>;
