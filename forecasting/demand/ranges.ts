import { mean, quantileOfSorted, rootMeanSquare } from '../numeric/statistics.ts';

/** One rolling-origin forecast of daily demand and the sales that came, bulk orders included. */
export interface DemandOutcome {
  readonly actual: Float64Array;
  readonly forecast: Float64Array;
}

/** Expected daily demand with its ranges, all of the horizon's length. */
export interface DemandRanges {
  readonly mean: readonly number[];
  readonly lo80: readonly number[];
  readonly hi80: readonly number[];
  readonly lo95: readonly number[];
  readonly hi95: readonly number[];
  readonly cumulativeQ10: readonly number[];
  readonly cumulativeQ90: readonly number[];
}

/**
 * Ranges around the expected demand from the errors that were made at the rolling origins of the history `y`.
 */
export function demandRanges(
  expected: Float64Array,
  outcomes: readonly DemandOutcome[],
  y: Float64Array,
): DemandRanges {
  const level = recentLevel(y);
  const errors = relativeErrors(outcomes, level, y);
  return {
    mean: [...expected],
    lo80: bound(expected, level, errors, 0.1),
    hi80: bound(expected, level, errors, 0.9),
    lo95: bound(expected, level, errors, 0.025),
    hi95: bound(expected, level, errors, 0.975),
    ...cumulativeQuantiles(expected, outcomes, { level, errors, drift: levelDrift(y) }),
  };
}

/** Mean daily sales of the last eight weeks. */
export function recentLevel(y: Float64Array): number {
  return mean(y.subarray(Math.max(0, y.length - 56)));
}

/**
 * Errors grow with the expected sales of the day: they are kept relative to it, with a floor from the level.
 */
const unit = (expected: number, level: number): number => expected + 0.25 * level + 1e-9;

/**
 * Sorted relative errors of single days, all origins and steps together. Falls back on the fit's own spread.
 */
export function relativeErrors(runs: readonly DemandOutcome[], level: number, y: Float64Array): Float64Array {
  const found: number[] = [];
  for (const { actual, forecast } of runs) {
    for (let h = 0; h < actual.length; h++) {
      found.push((actual[h]! - forecast[h]!) / unit(forecast[h]!, level));
    }
  }
  if (found.length < 7) {
    const centre = mean(y);
    return y.map((v) => (v - centre) / unit(centre, level)).sort();
  }
  return Float64Array.from(found).sort();
}

/**
 * Shares of the tails that are kept for the 80 and the 95 % range: demand drifts after the tested days, so
 * ranges that just covered those would cover too little of the next. Set on the
 * sample shop's sales.
 */
const TAIL_80 = 0.7;
const TAIL_95 = 0.45;

export function bound(
  expected: Float64Array,
  level: number,
  errors: Float64Array,
  probability: number,
): number[] {
  const outside = Math.min(probability, 1 - probability);
  const tail = outside * (outside < 0.05 ? TAIL_95 : TAIL_80);
  const shift = quantileOfSorted(errors, probability < 0.5 ? tail : 1 - tail);
  return Array.from(expected, (m) => {
    const value = Math.max(0, m + shift * unit(m, level));
    return probability < 0.5 ? Math.min(m, value) : Math.max(m, value);
  });
}

/**
 * 10 and 90 % quantiles of demand summed over the first h days: of two estimates the one further out, since origins
 * overlap and few are independent: the quantile of the relative errors of the sums, and that of a sum of independent
 * days whose common level drifts (normal above; log-normal below, where a sum cannot reach 0). Never falling in h.
 */
function cumulativeQuantiles(
  expected: Float64Array,
  runs: readonly DemandOutcome[],
  { level, errors, drift }: { level: number; errors: Float64Array; drift: number },
): Pick<DemandRanges, 'cumulativeQ10' | 'cumulativeQ90'> {
  const daily = rootMeanSquare(errors);
  const cumulativeQ10: number[] = [];
  const cumulativeQ90: number[] = [];
  let total = 0;
  let days = 0;
  let lowest = 0;
  let highest = 0;
  expected.forEach((m, h) => {
    total += m;
    days += (daily * unit(m, level)) ** 2;
    const drifted = drift * total * ((h + 1) / MONTH) ** 0.75;
    const variance = days + drifted ** 2;
    const floor = (h + 1) * level;
    const shares = runs
      .filter(({ actual }) => actual.length > h)
      .map(({ actual, forecast }) => {
        const foretold = sum(forecast, h + 1);
        return (sum(actual, h + 1) - foretold) / unit(foretold, floor);
      })
      .sort((a, b) => a - b);
    const observed = (probability: number): number =>
      total + quantileOfSorted(shares, probability) * unit(total, floor);
    const above = total + NORMAL_90 * Math.sqrt(variance);
    const below = total > 0 ? total * Math.exp(-NORMAL_90 * Math.sqrt(Math.log1p(variance / total ** 2))) : 0;
    const isObserved = shares.length >= 5;
    highest = Math.max(highest, above, isObserved ? observed(0.9) : 0);
    lowest = Math.max(lowest, Math.min(total, below, isObserved ? observed(0.1) : below));
    cumulativeQ10.push(lowest);
    cumulativeQ90.push(highest);
  });
  return { cumulativeQ10, cumulativeQ90 };
}

/** 90 % quantile of the standard normal distribution. */
const NORMAL_90 = 1.2816;

/** Days over which the level's drift is measured. */
const MONTH = 28;

/** Relative change of the level from one four weeks to the next: root mean square of the logs, at most 1. */
function levelDrift(y: Float64Array): number {
  const blocks = Math.floor(y.length / MONTH);
  if (blocks < 3) return 0.4;
  const sums = Array.from({ length: blocks }, (_, k) => {
    const from = y.length - (blocks - k) * MONTH;
    return sum(y.subarray(from), MONTH);
  });
  const floor = 0.1 * mean(sums) + 1e-9;
  const changes = sums.slice(1).map((v, k) => Math.log((v + floor) / (sums[k]! + floor)));
  return Math.min(1, rootMeanSquare(changes));
}

function sum(values: Float64Array, count: number): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += values[i]!;
  return total;
}
