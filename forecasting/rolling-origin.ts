import type { Distribution, Fitted } from './models/model.ts';

/** What every model said at one origin, and what came. Arrays are as long as the series allows. */
export interface Trial {
  readonly origin: number;
  readonly actual: Float64Array;
  /** One per model, in the models' order. */
  readonly forecasts: readonly Distribution[];
}

/**
 * Forecasts from several origins inside a series (Tashman 2000). Parameters are estimated on what comes
 * before the first origin, so no trial has seen its future; later origins only roll the model forward. The
 * form (orders, components) stays the one chosen on the whole series: choosing again would cost most of the
 * time and matters little for the size of the errors.
 */
export function rollingOrigin(
  fitted: readonly Fitted[],
  y: Float64Array,
  options: { readonly horizon: number; readonly origins: readonly number[] },
): Trial[] {
  return trialsOf(refitBefore(fitted, y, options.origins), y, options);
}

/** The models with parameters estimated on what comes before the first origin; none without origins. */
export function refitBefore(
  fitted: readonly Fitted[],
  y: Float64Array,
  origins: readonly number[],
): readonly Fitted[] {
  const first = origins[0];
  return first === undefined ? [] : fitted.map((model) => model.refit(y.slice(0, first)));
}

/** What models that have not seen the origins' futures say at each. */
export function trialsOf(
  refitted: readonly Fitted[],
  y: Float64Array,
  { horizon, origins }: { readonly horizon: number; readonly origins: readonly number[] },
): Trial[] {
  return origins.map((origin) => {
    const actual = y.subarray(origin, origin + horizon);
    const history = y.slice(0, origin);
    return { origin, actual, forecasts: refitted.map((model) => model.predict(history, actual.length)) };
  });
}

/**
 * How much each of so many origins counts, the newest 1: half at a quarter of them, at least four, before it. What a model is
 * good at changes, and so does how much a series varies.
 */
export function recency(origins: number): Float64Array {
  const halfLife = Math.max(4, origins / 4);
  return Float64Array.from({ length: origins }, (_, i) => 0.5 ** ((origins - 1 - i) / halfLife));
}
