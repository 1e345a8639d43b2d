/**
 * Small statistics used by every part of the room. All return NaN for an empty input unless said otherwise.
 */

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** Root mean square, without subtracting the mean. */
export function rootMeanSquare(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! ** 2;
  return Math.sqrt(sum / values.length);
}

export function standardDeviation(values: ArrayLike<number>): number {
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - centre) ** 2;
  return Math.sqrt(sum / Math.max(1, values.length - 1));
}

/**
 * What a mean square of residuals is multiplied by to allow for `parameters` having been estimated from `n` values;
 * at most 4, where there is hardly a value left to judge by.
 */
export function degreesOfFreedom(n: number, parameters: number): number {
  return Math.min(4, n / Math.max(1, n - parameters));
}

/** Sample quantile, linear between order statistics (Hyndman & Fan 1996, definition 7). */
export function quantile(values: ArrayLike<number>, probability: number): number {
  return quantileOfSorted(Float64Array.from(values).sort(), probability);
}

export function quantileOfSorted(sorted: ArrayLike<number>, probability: number): number {
  const position = (sorted.length - 1) * Math.min(1, Math.max(0, probability));
  const below = Math.floor(position);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[below + 1] ?? low;
  return low + (high - low) * (position - below);
}

export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}

/** Median absolute deviation scaled to estimate the standard deviation of a normal sample. */
export function robustSpread(values: ArrayLike<number>): number {
  const centre = median(values);
  return 1.4826 * median(Float64Array.from(values, (v) => Math.abs(v - centre)));
}

/** Autocorrelation at one lag; 0 where the series is constant. */
export function autocorrelation(values: ArrayLike<number>, lag: number): number {
  const centre = mean(values);
  let top = 0;
  let bottom = 0;
  for (let i = 0; i < values.length; i++) {
    bottom += (values[i]! - centre) ** 2;
    if (i >= lag) top += (values[i]! - centre) * (values[i - lag]! - centre);
  }
  return bottom > 0 ? top / bottom : 0;
}

/** Intercept and slope of the least-squares line through (0, y0), (1, y1), ... */
export function line(values: ArrayLike<number>): { intercept: number; slope: number } {
  const n = values.length;
  const centre = (n - 1) / 2;
  const average = mean(values);
  let top = 0;
  for (let i = 0; i < n; i++) top += (i - centre) * (values[i]! - average);
  const slope = n > 1 ? (12 * top) / (n * (n * n - 1)) : 0;
  return { intercept: average - slope * centre, slope };
}
