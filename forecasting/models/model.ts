import { mean as average } from '../numeric/statistics.ts';
import type { FittedState } from './state.ts';

/**
 * The shape every forecasting model has. A model is fitted once and can then predict from any history of
 * the same series, parameters kept: that is what makes a rolling origin cheap.
 */
export interface Model {
  readonly name: string;
  /** The fewest observations the model can be fitted to. */
  minimum(period: number): number;
  /** Pure. `y` has no missing values; `period` is the season's length in observations, 1 for none. */
  fit(y: Float64Array, period: number): Fitted;
}

export interface Fitted {
  /** The chosen form in the notation of the field, such as `ETS(M,Ad,M)`. */
  readonly form: string;
  /** The same form with parameters estimated anew: cheap, because nothing is searched. */
  refit(y: Float64Array): Fitted;
  /** Forecasts the `horizon` steps that follow `history`, which starts where the fitted series did. */
  predict(history: Float64Array, horizon: number): Distribution;
  /** What was learnt as plain data, from which `revive` makes the same again: of models of daily demand. */
  state?(): FittedState;
}

/** Mean and standard deviation of the value at each step ahead. */
export interface Distribution {
  readonly mean: Float64Array;
  readonly sd: Float64Array;
}

/** Fit and forecast in one: the plain use of a model. */
export function forecastWith(
  model: Model,
  y: Float64Array,
  options: { readonly period: number; readonly horizon: number },
): Distribution {
  return model.fit(y, options.period).predict(y, options.horizon);
}

/**
 * Whether a forecast is finite and within five ranges of what the series has ever been: of one that grew, times what it
 * grew by on the whole.
 */
export function isPlausible({ mean, sd }: Distribution, y: Float64Array): boolean {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const v of y) {
    low = Math.min(low, v);
    high = Math.max(high, v);
  }
  const reach = 5 * Math.max(high - low, Math.abs(high), Math.abs(low)) + 1e-9;
  const top = (high + reach) * (low > 0 ? growth(y, mean.length) : 1);
  return mean.every((m) => m >= low - reach && m <= top) && sd.every(Number.isFinite);
}

/** What positive values grew by from their first quarter to their last, carried on for as many steps at most; 1 or more. */
function growth(y: Float64Array, steps: number): number {
  const quarter = Math.max(1, Math.floor(y.length / 4));
  const apart = y.length - quarter;
  if (apart === 0) return 1;
  const ratio = average(y.subarray(-quarter)) / average(y.subarray(0, quarter));
  return Math.max(1, ratio ** Math.min(1, steps / apart));
}
