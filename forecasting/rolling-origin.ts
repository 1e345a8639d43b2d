import type { Distribution, Fitted, Model } from './models/model.ts';

/** What every model said at one origin, and what came. Arrays are as long as the series allows. */
export interface Trial {
  readonly origin: number;
  readonly actual: Float64Array;
  /** One per model, in the models' order. */
  readonly forecasts: readonly Distribution[];
}

/**
 * Forecasts from several origins inside a series (Tashman 2000). Models are fitted once, before the first
 * origin, so no trial has seen its future; later origins only roll the fitted model forward.
 */
export function rollingOrigin(
  models: readonly Model[],
  y: Float64Array,
  options: { readonly period: number; readonly horizon: number; readonly origins: readonly number[] },
): Trial[] {
  const { period, horizon, origins } = options;
  const first = origins[0];
  if (first === undefined) return [];
  const fitted: Fitted[] = models.map((model) => model.fit(y.slice(0, first), period));
  return origins.map((origin) => {
    const actual = y.subarray(origin, origin + horizon);
    const history = y.slice(0, origin);
    return { origin, actual, forecasts: fitted.map((model) => model.predict(history, actual.length)) };
  });
}
