import { type Connection, type Model, Schema } from 'mongoose';
import { DEMAND_SCOPES, type DemandScope } from './forecast.ts';

/** The fitted demand model of a product, a category or all: a restarted server rolls it forward instead of fitting. */
export interface DemandModelRecord {
  readonly scope: DemandScope;
  /** Stock code, category, or `total`. */
  readonly sku: string;
  /** The model as JSON that names its format. */
  readonly text: string;
  readonly fittedAt: Date;
}

const schema = new Schema<DemandModelRecord>({
  scope: { type: String, enum: DEMAND_SCOPES, required: true },
  sku: { type: String, required: true },
  text: { type: String, required: true },
  fittedAt: { type: Date, required: true },
});
schema.index({ scope: 1, sku: 1 }, { unique: true });

export const demandModelModel = (connection: Connection): Model<DemandModelRecord> =>
  connection.model<DemandModelRecord>('DemandModel', schema);
