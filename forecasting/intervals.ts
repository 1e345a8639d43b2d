import type { Distribution } from './models/model.ts';
import { quantileOfSorted } from './statistics.ts';

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
 * estimated and the future drifts; the numbers were set on six origins inside the training parts of two
 * public sets.
 */
const TYPICAL: Multipliers = { at80: 1.36, at95: 2.45 };
/** How much the series' own scores are widened: the few, overlapping trials look back on a fitted past. */
const WIDENING: Multipliers = { at80: 1.1, at95: 1.2 };
/** Largest weight of the series' own scores, reached at this many steps of trials. */
const MOST_TRUST = 0.3;
const STEPS_TO_TRUST = 50;
/**
 * A series' own quantile counts up to this multiple of the typical one: where a product was not yet sold at
 * the first origin, the models' deviation there is next to nothing and the scores are without bound.
 */
const FARTHEST = 4;

/**
 * Scaled split-conformal calibration (Lei et al. 2018): scores are absolute errors of the rolling origins
 * over the standard deviation the models gave, and the interval reaches as far as the score's quantile.
 * Origins overlap, so the quantile is drawn towards that of a typical series, the more the fewer the steps.
 */
export function calibrate(outcomes: readonly Outcome[]): Multipliers {
  const scores: number[] = [];
  for (const { actual, forecast } of outcomes) {
    for (let h = 0; h < actual.length; h++) {
      const score = Math.abs(actual[h]! - forecast.mean[h]!) / forecast.sd[h]!;
      if (Number.isFinite(score)) scores.push(score);
    }
  }
  const sorted = Float64Array.from(scores).sort();
  const trust = MOST_TRUST * Math.min(1, sorted.length / STEPS_TO_TRUST);
  const blend = (probability: number, key: keyof Multipliers): number => {
    if (trust === 0) return TYPICAL[key];
    const own = WIDENING[key] * quantileOfSorted(sorted, probability);
    const bounded = Math.max(TYPICAL[key] / FARTHEST, Math.min(FARTHEST * TYPICAL[key], own));
    return trust * bounded + (1 - trust) * TYPICAL[key];
  };
  const at80 = blend(0.8, 'at80');
  return { at80, at95: Math.max(at80, blend(0.95, 'at95')) };
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
