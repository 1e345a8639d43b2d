import { type Connection, type Model, Schema } from 'mongoose';
import { DEMAND_SCOPES, type DemandScope } from './forecast.ts';

/** Something unusual in the sales of a product, a category or the shop, found by a nightly run. */
export interface DemandAlert {
  readonly scope: DemandScope;
  /** Stock code, category, or `total`. */
  readonly sku: string;
  readonly kind: 'spike' | 'drop' | 'level-shift' | 'silence';
  /** First day of it, YYYY-MM-DD. */
  readonly since: string;
  /** How long it went on; absent for a change that stayed. */
  readonly days?: number;
  /** Units a day: what was sold, and what was to be expected. Both absent for a silence. */
  readonly value?: number;
  readonly expected?: number;
  readonly foundAt: Date;
}

const schema = new Schema<DemandAlert>({
  scope: { type: String, enum: DEMAND_SCOPES, required: true },
  sku: { type: String, required: true },
  kind: { type: String, enum: ['spike', 'drop', 'level-shift', 'silence'], required: true },
  since: { type: String, required: true },
  days: Number,
  value: Number,
  expected: Number,
  foundAt: { type: Date, required: true },
});
schema.index({ scope: 1, sku: 1, kind: 1, since: 1 }, { unique: true });
schema.index({ since: -1 });

export const demandAlertModel = (connection: Connection): Model<DemandAlert> =>
  connection.model<DemandAlert>('DemandAlert', schema);
