import { type Connection, type Model, Schema } from 'mongoose';
import type { Money } from '../money.ts';
import { appliedEffects, moneySchema } from './schemas.ts';

export const DEAL_STAGES = ['lead', 'qualified', 'proposal', 'negotiation', 'won', 'lost'] as const;
export type DealStage = (typeof DEAL_STAGES)[number];

/** Need, budget, authority and time of somebody who may buy, as far as they were said in conversation. */
export interface Qualification {
  /** Product numbers talked about, the last first. */
  readonly need?: readonly string[];
  readonly budget?: Money;
  /** Whether the visitor decides alone. */
  readonly authority?: 'decides' | 'asks';
  /** Local day by which it is needed, YYYY-MM-DD. */
  readonly neededBy?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  /** Value of the open quote. */
  readonly value?: Money;
}

export interface Deal {
  readonly key: string;
  readonly name: string;
  readonly companyKey?: string;
  readonly contactKey?: string;
  readonly stage: DealStage;
  readonly amount: Money;
  /** Local day, YYYY-MM-DD. */
  readonly closeDate: string;
  /** Local day on which it came to its stage; absent on deals that were imported. */
  readonly stageSince?: string;
  /** Key of the rep who owns it. */
  readonly owner: string;
  /** `chat` where a conversation made it; absent on those of reps. */
  readonly source?: 'chat';
  readonly qualification?: Qualification;
  readonly sample: boolean;
}

const schema = new Schema<Deal & { appliedEffects: string[] }>(
  {
    key: { type: String, required: true, unique: true },
    name: { type: String, required: true },
    companyKey: { type: String, index: true },
    contactKey: { type: String, index: true },
    stage: { type: String, enum: DEAL_STAGES, required: true },
    amount: { type: moneySchema, required: true },
    closeDate: { type: String, required: true },
    stageSince: String,
    owner: { type: String, required: true },
    source: { type: String, enum: ['chat'] },
    qualification: {
      type: new Schema(
        {
          need: { type: [String], default: undefined },
          budget: moneySchema,
          authority: { type: String, enum: ['decides', 'asks'] },
          neededBy: String,
          country: String,
          value: moneySchema,
        },
        { _id: false },
      ),
    },
    sample: { type: Boolean, default: false },
    appliedEffects,
  },
  { timestamps: true },
);
schema.index({ owner: 1, stage: 1, closeDate: 1 });

export const dealModel = (connection: Connection) =>
  connection.model('Deal', schema) as unknown as Model<Deal>;
