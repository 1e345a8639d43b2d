import { Schema } from 'mongoose';
import type { Money } from '../money.ts';

/** Sub-schemas that several models share. */

export const moneySchema = new Schema<Money>(
  {
    amount: { type: Number, required: true, validate: Number.isInteger },
    currency: { type: String, required: true, match: /^[A-Z]{3}$/ },
  },
  { _id: false },
);

/** One line of a quote or an order. */
export interface Line {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice: Money;
  readonly total: Money;
}

export const lineSchema = new Schema<Line>(
  {
    sku: { type: String, required: true },
    name: { type: String, required: true },
    quantity: { type: Number, required: true, min: 1, validate: Number.isInteger },
    unitPrice: { type: moneySchema, required: true },
    total: { type: moneySchema, required: true },
  },
  { _id: false },
);

/** Who is on the other side of a channel: the pair is unique. */
export interface Identity {
  readonly channel: string;
  readonly id: string;
}

export const identitySchema = new Schema<Identity>(
  { channel: { type: String, required: true }, id: { type: String, required: true } },
  { _id: false },
);

/**
 * Keys of the effects already applied to a document, newest last. An effect whose key is here is not
 * applied again, so that a crash between doing and noting repeats nothing.
 */
export const appliedEffects = { type: [String], default: [] };
export const APPLIED_EFFECTS_KEPT = 50;
