import { type Connection, type Model, Schema } from 'mongoose';

/** The newest demand forecast of one product; arrays hold one value a day, from the day after `trainedTo`. */
export interface ForecastRecord {
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
  /** 90 % quantile of the demand summed over the first h days. */
  readonly cumulativeQ90: readonly number[];
  /** Measured by rolling origin on the product's own history; null where that is too short. */
  readonly backtest: object | null;
  readonly madeAt: Date;
}

const numbers = { type: [Number], required: true };
const schema = new Schema<ForecastRecord>({
  sku: { type: String, required: true, unique: true },
  model: { type: String, required: true },
  trainedFrom: { type: String, required: true },
  trainedTo: { type: String, required: true },
  horizon: { type: Number, required: true },
  mean: numbers,
  lo80: numbers,
  hi80: numbers,
  lo95: numbers,
  hi95: numbers,
  cumulativeQ90: numbers,
  backtest: { type: Schema.Types.Mixed, default: null },
  madeAt: { type: Date, required: true },
});

export const forecastModel = (connection: Connection): Model<ForecastRecord> =>
  connection.model<ForecastRecord>('Forecast', schema);
