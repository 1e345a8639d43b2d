import { type Connection, type Model, Schema } from 'mongoose';

export const DEMAND_SCOPES = ['product', 'category', 'total'] as const;
export type DemandScope = (typeof DEMAND_SCOPES)[number];

/** Something about the data behind a forecast that its reader should know. */
export interface QualityNote {
  /** Such as `missing`, `stock-out`, `outlier`, `zero-run`, `not-yet-sold`. */
  readonly kind: string;
  /** First day of it, YYYY-MM-DD, and how many days there were. */
  readonly since: string;
  readonly days: number;
}

/** The newest demand forecast of one product, one category or all; arrays hold one value a day, from the day after `trainedTo`. */
export interface ForecastRecord {
  readonly scope: DemandScope;
  /** Stock code, category, or `total`. */
  readonly sku: string;
  readonly model: string;
  /** Local days, YYYY-MM-DD. */
  readonly trainedFrom: string;
  readonly trainedTo: string;
  readonly horizon: number;
  readonly mean: readonly number[];
  readonly lo80: readonly number[];
  readonly hi80: readonly number[];
  readonly lo95: readonly number[];
  readonly hi95: readonly number[];
  /** 10 and 90 % quantiles of the demand summed over the first h days. */
  readonly cumulativeQ10: readonly number[];
  readonly cumulativeQ90: readonly number[];
  /** Measured by rolling origin on the product's own history; null where that is too short. */
  readonly backtest: object | null;
  readonly quality: readonly QualityNote[];
  readonly madeAt: Date;
}

const numbers = { type: [Number], required: true };
const schema = new Schema<ForecastRecord>({
  scope: { type: String, enum: DEMAND_SCOPES, required: true },
  sku: { type: String, required: true },
  model: { type: String, required: true },
  trainedFrom: { type: String, required: true },
  trainedTo: { type: String, required: true },
  horizon: { type: Number, required: true },
  mean: numbers,
  lo80: numbers,
  hi80: numbers,
  lo95: numbers,
  hi95: numbers,
  cumulativeQ10: numbers,
  cumulativeQ90: numbers,
  backtest: { type: Schema.Types.Mixed, default: null },
  quality: {
    type: [new Schema({ kind: String, since: String, days: Number }, { _id: false })],
    default: [],
  },
  madeAt: { type: Date, required: true },
});
schema.index({ scope: 1, sku: 1 }, { unique: true });

export const forecastModel = (connection: Connection): Model<ForecastRecord> =>
  connection.model<ForecastRecord>('Forecast', schema);
