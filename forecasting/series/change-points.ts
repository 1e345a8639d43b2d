import { autocorrelation, mean, median, robustSpread } from '../numeric/statistics.ts';

/** A lasting change of the level: from this index on the mean is another. */
export interface ChangePoint {
  readonly index: number;
  readonly before: number;
  readonly after: number;
}

/**
 * Changes of the mean by PELT (Killick, Fearnhead & Eckley 2012), the exact minimum of the squared error
 * within segments plus a penalty for each change: 3 log n times the noise variance, which is estimated
 * robustly from differences and enlarged for autocorrelation, since runs would else pass for changes. `y`
 * must be free of season and gaps. Segments have at least `shortest` values. Ascending; empty for a series
 * too short or without noise.
 */
export function changePoints(y: Float64Array, shortest = 6): ChangePoint[] {
  const n = y.length;
  if (n < 2 * shortest) return [];
  const steps = Float64Array.from({ length: n - 1 }, (_, i) => y[i + 1]! - y[i]!);
  const sigma = robustSpread(steps) / Math.SQRT2 || robustSpread(y);
  if (!(sigma > 0)) return [];
  // Single outliers are no change of level: they are drawn in to three deviations from their neighbourhood.
  const x = y.map((v, i) => {
    const near = median(y.subarray(Math.max(0, i - shortest), i + shortest + 1));
    return Math.max(near - 3 * sigma, Math.min(near + 3 * sigma, v));
  });
  const boundaries = pelt(x, penaltyFor(x, sigma, shortest), shortest);
  return boundaries.slice(1, -1).map((index, k) => ({
    index,
    before: mean(y.subarray(boundaries[k], index)),
    after: mean(y.subarray(index, boundaries[k + 2])),
  }));
}

function penaltyFor(x: Float64Array, sigma: number, shortest: number): number {
  const detrended = x.map(
    (v, i) => v - median(x.subarray(Math.max(0, i - 2 * shortest), i + 2 * shortest + 1)),
  );
  const rho = Math.max(0, Math.min(0.8, autocorrelation(detrended, 1)));
  return 3 * Math.log(x.length) * sigma * sigma * ((1 + rho) / (1 - rho));
}

/** Segment boundaries, 0 and n included. */
function pelt(x: Float64Array, penalty: number, shortest: number): number[] {
  const n = x.length;
  const sums = new Float64Array(n + 1);
  const squares = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) {
    sums[i + 1] = sums[i]! + x[i]!;
    squares[i + 1] = squares[i]! + x[i]! ** 2;
  }
  const cost = (from: number, to: number): number => {
    const sum = sums[to]! - sums[from]!;
    return squares[to]! - squares[from]! - (sum * sum) / (to - from);
  };
  const best = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
  const last = new Int32Array(n + 1);
  best[0] = -penalty;
  let starts = [0];
  for (let to = shortest; to <= n; to++) {
    for (const from of starts) {
      const total = best[from]! + cost(from, to) + penalty;
      if (total < best[to]!) {
        best[to] = total;
        last[to] = from;
      }
    }
    starts = starts.filter((from) => best[from]! + cost(from, to) <= best[to]!);
    if (to - shortest + 1 >= shortest) starts.push(to - shortest + 1);
  }
  const boundaries = [n];
  while (boundaries[0]! > 0) boundaries.unshift(last[boundaries[0]!]!);
  return boundaries;
}
