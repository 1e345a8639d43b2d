/**
 * Forecast errors as the M competitions define them (Makridakis, Spiliotis & Assimakopoulos 2020; RMSSE:
 * Makridakis et al. 2022) and the interval score of Gneiting & Raftery (2007). Pairs are by position.
 */
import { isSeasonal, removeSeason, seasonalIndices } from './series/decomposition.ts';

/** Symmetric mean absolute percentage error, 0 to 200; a step where both are 0 counts 0. */
export function smape(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  return average(actual, (a, i) => {
    const size = Math.abs(a) + Math.abs(forecast[i]!);
    return size === 0 ? 0 : (200 * Math.abs(a - forecast[i]!)) / size;
  });
}

/** Mean absolute error over that of the seasonal naive method inside the training series. */
export function mase(
  actual: ArrayLike<number>,
  forecast: ArrayLike<number>,
  training: ArrayLike<number>,
  period: number,
): number {
  return ratio(
    average(actual, (a, i) => Math.abs(a - forecast[i]!)),
    seasonalScale(training, period),
  );
}

/** Root mean squared error over that of the seasonal naive method inside the training series. */
export function rmsse(
  actual: ArrayLike<number>,
  forecast: ArrayLike<number>,
  training: ArrayLike<number>,
  period: number,
): number {
  return Math.sqrt(
    ratio(
      average(actual, (a, i) => (a - forecast[i]!) ** 2),
      seasonalStep(training, period, (d) => d * d),
    ),
  );
}

/** Mean error, forecast less actual: positive when the forecast is too high. */
export function bias(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  return average(actual, (a, i) => forecast[i]! - a);
}

/** Share of the actual values inside the interval, 0 to 1. */
export function coverage(actual: ArrayLike<number>, low: ArrayLike<number>, high: ArrayLike<number>): number {
  return average(actual, (a, i) => (a >= low[i]! && a <= high[i]! ? 1 : 0));
}

/** Interval score at level 1 - alpha, in the series' units: width plus 2/alpha times what falls outside. */
export function intervalScore(
  actual: ArrayLike<number>,
  low: ArrayLike<number>,
  high: ArrayLike<number>,
  alpha: number,
): number {
  return average(actual, (a, i) => {
    const outside = Math.max(0, low[i]! - a) + Math.max(0, a - high[i]!);
    return high[i]! - low[i]! + (2 / alpha) * outside;
  });
}

/** The M4 benchmark "Naive 2": the last value, seasonally adjusted where the season is significant. */
export function naive2(y: Float64Array, period: number, horizon: number): Float64Array {
  const seasonal = isSeasonal(y, period);
  const kind = y.every((v) => v > 0) ? 'multiplicative' : 'additive';
  const indices = seasonal
    ? seasonalIndices(y, period, kind)
    : new Float64Array([kind === 'additive' ? 0 : 1]);
  const last = removeSeason(y, indices, kind)[y.length - 1]!;
  return Float64Array.from({ length: horizon }, (_, h) => {
    const index = indices[(y.length + h) % indices.length]!;
    return kind === 'additive' ? last + index : last * index;
  });
}

/** Overall weighted average of a set: the mean of sMAPE and MASE, each relative to Naive 2's over the set. */
export function owa(
  own: { readonly smape: number; readonly mase: number },
  benchmark: { readonly smape: number; readonly mase: number },
): number {
  return (ratio(own.smape, benchmark.smape) + ratio(own.mase, benchmark.mase)) / 2;
}

function average(actual: ArrayLike<number>, loss: (value: number, index: number) => number): number {
  let sum = 0;
  for (let i = 0; i < actual.length; i++) sum += loss(actual[i]!, i);
  return sum / actual.length;
}

/** Mean absolute seasonal naive step inside the training series: the unit of scaled errors. */
export function seasonalScale(training: ArrayLike<number>, period: number): number {
  return seasonalStep(training, period, Math.abs);
}

function seasonalStep(y: ArrayLike<number>, period: number, loss: (difference: number) => number): number {
  const lag = y.length > period ? period : 1;
  let sum = 0;
  for (let i = lag; i < y.length; i++) sum += loss(y[i]! - y[i - lag]!);
  return sum / Math.max(1, y.length - lag);
}

/** 0 / 0 is 1 (as good as the benchmark); a positive error over a perfect benchmark is infinite. */
function ratio(top: number, bottom: number): number {
  return top === 0 && bottom === 0 ? 1 : top / bottom;
}
