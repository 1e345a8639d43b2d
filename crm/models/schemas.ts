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
  /** Quantity times unit price, less the discount of the document. */
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

/** Taken off the total of every line. */
export interface Discount {
  /** Above 0, at most 100. */
  readonly percent: number;
  readonly by: 'bot' | 'rep';
  /** Total without it, in minor units, when it was given: it was given for at least that much. */
  readonly listTotal: number;
}

export const discountSchema = new Schema<Discount>(
  {
    percent: { type: Number, required: true, min: 0, max: 100 },
    by: { type: String, enum: ['bot', 'rep'], required: true },
    listTotal: { type: Number, required: true },
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
