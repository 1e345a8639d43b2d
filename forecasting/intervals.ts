import type { Distribution } from './models/model.ts';
import { recency } from './rolling-origin.ts';

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
 * estimated and the future drifts. Both, and the mean score, were set on some 2,900 forecasts from origins inside the
 * training parts of two public sets, of economic series, of a shop's daily and weekly sales and of generated series, each
 * kind counting the same, not on any hold-out; `npm run bench:coverage` shows what they cover.
 */
const TYPICAL: Multipliers = { at80: 1.21, at95: 2.18 };
const TYPICAL_SCORE = 0.68;
/**
 * How far a series' own scores move its ranges: as a power of their mean over the typical one, reached at this
 * many steps of trials. The mean says as much as a quantile and is steadier. The errors of a long history's trials foretell
 * the next ones' size (slope .5 on the log scale in tourism series of twenty years, .15 in those of four and a half).
 */
const MOST_TRUST = 0.5;
const STEPS_TO_TRUST = 400;
/**
 * Where a product was not yet sold at the first origin, the models' deviation there is next to nothing: a score
 * counts up to this, and the mean up to this multiple of the typical one.
 */
const HIGHEST_SCORE = 8;
const FARTHEST = 4;

/**
 * Scaled split-conformal calibration (Lei et al. 2018), pooled: scores are absolute errors of the rolling origins
 * over the standard deviation the models gave, on the scale of `intervalOf`. One series has too few independent
 * origins for a quantile of its own, so the quantiles are those of typical series, moved by how the series' mean
 * score compares with theirs (shrinkage on the log scale).
 */
export function calibrate(outcomes: readonly Outcome[], nonNegative: boolean): Multipliers {
  const shares = recency(outcomes.length);
  let sum = 0;
  let whole = 0;
  let steps = 0;
  for (const [i, { actual, forecast }] of outcomes.entries()) {
    for (let h = 0; h < actual.length; h++) {
      const { centre, deviation } = scaled(forecast.mean[h]!, forecast.sd[h]!, nonNegative);
      const score =
        Math.abs((nonNegative ? Math.sqrt(Math.max(0, actual[h]!)) : actual[h]!) - centre) / deviation;
      if (!Number.isFinite(score)) continue;
      sum += shares[i]! * Math.min(HIGHEST_SCORE, score);
      whole += shares[i]!;
      steps++;
    }
  }
  if (steps === 0) return TYPICAL;
  const ratio = Math.max(1 / FARTHEST, Math.min(FARTHEST, sum / whole / TYPICAL_SCORE));
  const factor = ratio ** (MOST_TRUST * Math.min(1, steps / STEPS_TO_TRUST));
  return { at80: TYPICAL.at80 * factor, at95: TYPICAL.at95 * factor };
}

/**
 * What a step changes by in a series of which little is known, as a share of its level, and how much more its square is at each
 * step further on. Set inside the training parts of the public sets and on economic series, of which one to ten values
 * were shown.
 */
const UNKNOWN_STEP = 0.3;
const UNKNOWN_GROWTH = 0.3;

/**
 * The forecast of a series of which only `known` values are not missing, too few for trials, as unsure as it should be:
 * the spread that its steps showed counts as they are many, that of a typical series as one step more. Otherwise one value,
 * or two that happen to be alike, would pass for certainty. Where all values are 0 the level is taken for 1, the least of
 * counts.
 */
export function ofShortSeries({ mean, sd }: Distribution, y: Float64Array, known: number): Distribution {
  const level = y.reduce((sum, v) => sum + Math.abs(v), 0) / y.length || 1;
  const steps = known - 1;
  const unknown = (h: number): number => (UNKNOWN_STEP * level) ** 2 * (1 + UNKNOWN_GROWTH * h);
  return { mean, sd: sd.map((v, h) => Math.sqrt((steps * v * v + unknown(h)) / (steps + 1))) };
}

/**
 * The interval that many standard deviations around the mean; of a series that cannot be negative on the scale of
 * square roots, which steadies the variance of counts (Bartlett 1936): the interval is skewed as sales are, the
 * more the less is sold, and never below 0.
 */
export function intervalOf(forecast: Distribution, multiplier: number, nonNegative: boolean): Interval {
  const edge =
    (side: 1 | -1) =>
    (mean: number, h: number): number => {
      const { centre, deviation } = scaled(mean, forecast.sd[h]!, nonNegative);
      const value = centre + side * multiplier * deviation;
      const back = nonNegative ? Math.max(0, value) ** 2 : value;
      // The root squared may miss the mean by a rounding.
      return side < 0 ? Math.min(mean, back) : Math.max(mean, back);
    };
  return { low: forecast.mean.map(edge(-1)), high: forecast.mean.map(edge(1)) };
}

/**
 * On the scale of square roots: if the root is normal with centre c and variance v, the value's variance is
 * 4 c^2 v + 2 v^2; solved for v with c^2 = mean, in the form that cancels no digits.
 */
function scaled(mean: number, sd: number, nonNegative: boolean): { centre: number; deviation: number } {
  if (!nonNegative) return { centre: mean, deviation: sd };
  const level = Math.max(0, mean);
  const half = (sd * sd) / 2;
  const variance = half === 0 ? 0 : half / (level + Math.sqrt(level * level + half));
  return { centre: Math.sqrt(level), deviation: Math.sqrt(variance) };
}
