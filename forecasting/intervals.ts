import type { Distribution } from './models/model.ts';

export interface Interval {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** One rolling-origin forecast of the combination and what came. */
export interface Outcome {
  readonly actual: Float64Array;
  readonly forecast: Distribution;
}

/** Multiples of the combined standard deviation that make an 80 % and a 95 % interval. */
export interface Multipliers {
  readonly at80: number;
  readonly at95: number;
}

/**
 * What a typical series needs. Standard normal quantiles would cover too little, because parameters are
 * estimated and the future drifts. Both, and the mean score, were set on 1,900 forecasts from origins inside the
 * training parts of two public sets and of simulated business series, each of which they cover right within one
 * point.
 */
const TYPICAL: Multipliers = { at80: 1.41, at95: 2.53 };
const TYPICAL_SCORE = 0.9;
/**
 * How far a series' own scores move its ranges: as a power of their mean over the typical one, reached at this
 * many steps of trials. The mean says as much as a quantile and is steadier.
 */
const MOST_TRUST = 0.3;
const STEPS_TO_TRUST = 50;
/**
 * Scores count up to this multiple of the typical one: where a product was not yet sold at the first origin, the
 * models' deviation there is next to nothing and the scores are without bound.
 */
const FARTHEST = 4;

/**
 * Scaled split-conformal calibration (Lei et al. 2018), pooled: scores are absolute errors of the rolling origins
 * over the standard deviation the models gave. One series has too few independent origins for a quantile of its
 * own, so the quantiles are those of typical series, moved by how the series' mean score compares with theirs
 * (shrinkage on the log scale).
 */
export function calibrate(outcomes: readonly Outcome[]): Multipliers {
  let sum = 0;
  let steps = 0;
  for (const { actual, forecast } of outcomes) {
    for (let h = 0; h < actual.length; h++) {
      const score = Math.abs(actual[h]! - forecast.mean[h]!) / forecast.sd[h]!;
      if (!Number.isFinite(score)) continue;
      sum += score;
      steps++;
    }
  }
  if (steps === 0) return TYPICAL;
  const ratio = Math.max(1 / FARTHEST, Math.min(FARTHEST, sum / steps / TYPICAL_SCORE));
  const factor = ratio ** (MOST_TRUST * Math.min(1, steps / STEPS_TO_TRUST));
  return { at80: TYPICAL.at80 * factor, at95: TYPICAL.at95 * factor };
}

/**
 * The interval that many standard deviations around the mean; cut at 0 when the series cannot be negative.
 */
export function intervalOf(forecast: Distribution, multiplier: number, nonNegative: boolean): Interval {
  const reach = (h: number): number => multiplier * forecast.sd[h]!;
  const floor = (v: number): number => (nonNegative ? Math.max(0, v) : v);
  return {
    low: forecast.mean.map((m, h) => floor(m - reach(h))),
    high: forecast.mean.map((m, h) => floor(m + reach(h))),
  };
}
