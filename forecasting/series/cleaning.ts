import { median, robustSpread } from '../numeric/statistics.ts';
import { centredAverage } from './decomposition.ts';
import { difference } from './stationarity.ts';

/** What cleaning did to one value, or to a run of values. Indices count from the series' first value. */
export type Change =
  | { readonly kind: 'missing'; readonly index: number; readonly replacement: number }
  | { readonly kind: 'stock-out'; readonly index: number; readonly replacement: number }
  | { readonly kind: 'outlier'; readonly index: number; readonly value: number; readonly replacement: number }
  /** Zeros before the first sale: the product was not on sale yet. */
  | { readonly kind: 'not-yet-sold'; readonly index: number; readonly length: number }
  /** An unusually long run of zeros inside the series, kept as it is: perhaps a stock-out nobody recorded. */
  | { readonly kind: 'zero-run'; readonly index: number; readonly length: number }
  | {
      readonly kind: 'negative';
      readonly index: number;
      readonly value: number;
      readonly replacement: number;
    }
  /** The level moved for good at this index; what lies before was moved to the new level. */
  | {
      readonly kind: 'level-shift';
      readonly index: number;
      /** On the scale of the cleaning: logs for a positive series. */
      readonly by: number;
    };

export interface Cleaned {
  /** Values without gaps, of the same length as the input. */
  readonly values: Float64Array;
  readonly changes: readonly Change[];
}

/**
 * Fills missing values: linear between the neighbours after the season (median of the same place in the
 * period) is taken off; at the ends the nearest value. A series with no value at all becomes zeros.
 */
export function fillMissing(input: readonly (number | null)[], period: number): Cleaned {
  const values = Float64Array.from(input, (v) => (v === null || !Number.isFinite(v) ? Number.NaN : v));
  const known = [...values.keys()].filter((i) => !Number.isNaN(values[i]!));
  if (known.length === values.length) return { values, changes: [] };
  const changes: Change[] = [];
  const season = seasonalMedians(values, known, period);
  let next = 0;
  for (let i = 0; i < values.length; i++) {
    while (next < known.length && known[next]! < i) next++;
    if (known[next] === i) continue;
    const before = known[next - 1];
    const after = known[next];
    const base = (k: number): number => values[k]! - season[k % season.length]!;
    let level = 0;
    if (before !== undefined && after !== undefined) {
      level = base(before) + ((base(after) - base(before)) * (i - before)) / (after - before);
    } else if (before !== undefined) level = base(before);
    else if (after !== undefined) level = base(after);
    changes.push({ kind: 'missing', index: i, replacement: level + season[i % season.length]! });
  }
  for (const change of changes) if (change.kind === 'missing') values[change.index] = change.replacement;
  return { values, changes };
}

/**
 * Median of each place in the period less the median of all, of what the trend leaves; zeros where there are not two periods.
 * The trend is the average of what is known of a period around: left in, growth within a period would be taken for season, and the next
 * period for a step.
 */
function seasonalMedians(values: Float64Array, known: readonly number[], period: number): Float64Array {
  if (period < 2 || known.length < 2 * period) return new Float64Array(1);
  const trend = centredAverage(values, period);
  const detrended = known
    .filter((i) => !Number.isNaN(trend[i]!))
    .map((i) => [i, values[i]! - trend[i]!] as const);
  const places = Array.from({ length: period }, (): number[] => []);
  for (const [i, v] of detrended) places[i % period]!.push(v);
  const all = median(detrended.map(([, v]) => v));
  return Float64Array.from(places, (here) => (here.length > 0 ? median(here) - all : 0));
}

/**
 * Robust standard deviations from which a value is an error of the data, and a step of the level no trend.
 * Lower ones made forecasts worse on the training parts of the public monthly sets: real shocks carry
 * information.
 */
const OUTLIER = 40;
const SHIFT = 50;
/** A level counts as moved when this many values on either side stay apart. */
const SHOULDER = 6;
/** An error stands apart from so many values before and after it, by more than these span. */
const NEIGHBOURS = 12;

/**
 * Takes single outliers to the level of their neighbours and moves what lies before an abrupt, lasting shift
 * to the new level. Both are judged on the scale where the season is additive (logs for positive series),
 * against a running median of seven, and only what no ordinary series shows is touched. Series shorter than
 * 24 values stay as they are.
 */
export function treatOutliers(y: Float64Array, period: number): Cleaned {
  if (y.length < 24) return { values: y, changes: [] };
  const positive = y.every((v) => v > 0);
  const z = positive ? y.map(Math.log) : Float64Array.from(y);
  const season = seasonalMedians(z, [...z.keys()], period);
  const x = z.map((v, i) => v - season[i % season.length]!);
  const back = (v: number, i: number): number => {
    const value = v + season[i % season.length]!;
    return positive ? Math.exp(value) : value;
  };
  const changes: Change[] = [];

  const smooth = x.map((_, i) => median(x.subarray(Math.max(0, i - 3), i + 4)));
  // The running median follows a smooth series everywhere: how much its steps differ says how much it varies.
  const steps = robustSpread(difference(x, 1)) / Math.SQRT2;
  const spread = Math.max(steps, robustSpread(x.map((v, i) => v - smooth[i]!)));
  if (!(spread > 0)) return { values: y, changes: [] };
  // The newest value may be the first of a new level: it is left alone.
  for (let i = 1; i < x.length - 1; i++) {
    if (Math.abs(x[i]! - smooth[i]!) < OUTLIER * spread || !standsApart(x, i)) continue;
    changes.push({ kind: 'outlier', index: i, value: y[i]!, replacement: back(smooth[i]!, i) });
    x[i] = smooth[i]!;
  }
  const step = levelStep(x, spread);
  if (step) {
    changes.push({ kind: 'level-shift', index: step.index, by: step.by });
    for (let i = 0; i < step.index; i++) x[i]! += step.by;
  }
  if (changes.length === 0) return { values: y, changes };
  const touched = new Set(changes.flatMap((change) => (change.kind === 'outlier' ? [change.index] : [])));
  const values = y.map((v, i) => (touched.has(i) || (step && i < step.index) ? back(x[i]!, i) : v));
  return { values, changes };
}

/** Whether a value is further from its neighbours than the span of these. */
function standsApart(x: Float64Array, at: number): boolean {
  const neighbours = x.slice(Math.max(0, at - NEIGHBOURS), at + NEIGHBOURS + 1).filter((v) => v !== x[at]);
  return Math.max(Math.min(...neighbours) - x[at]!, x[at]! - Math.max(...neighbours)) > span(neighbours);
}

const span = (values: Float64Array): number => Math.max(...values) - Math.min(...values);

/**
 * The largest lasting step, if medians on both sides of it stand apart by more than either side spans, and no value of one
 * side reaches the other.
 */
function levelStep(x: Float64Array, spread: number): { index: number; by: number } | undefined {
  let best: { index: number; by: number } | undefined;
  for (let i = SHOULDER; i <= x.length - SHOULDER; i++) {
    const before = x.subarray(i - SHOULDER, i);
    const after = x.subarray(i, i + SHOULDER);
    const by = median(after) - median(before);
    const apart =
      (by > 0 ? Math.min(...after) > Math.max(...before) : Math.max(...after) < Math.min(...before)) &&
      Math.abs(by) > Math.max(span(before), span(after));
    const abrupt = Math.abs(x[i]! - x[i - 1]!) > 0.6 * Math.abs(by);
    if (apart && abrupt && Math.abs(by) > SHIFT * spread && Math.abs(by) > Math.abs(best?.by ?? 0))
      best = { index: i, by };
  }
  return best;
}

/**
 * Daily unit sales: negative days (returns) become 0, missing and known stock-out days the median of their
 * weekday, single bulk orders are capped at four robust standard deviations above the median on the log scale
 * of the days with sales, and zeros before the first sale are reported so that training can start after them.
 */
export function cleanDemand(input: readonly (number | null)[], outOfStock: readonly number[] = []): Cleaned {
  const changes: Change[] = [];
  const hidden = new Set(outOfStock);
  const values = Float64Array.from(input, (v, i) => {
    if (hidden.has(i) || v === null || !Number.isFinite(v)) return Number.NaN;
    if (v < 0) changes.push({ kind: 'negative', index: i, value: v, replacement: 0 });
    return Math.max(0, v);
  });
  const cap = bulkOrderCap(values);
  for (let i = 0; i < values.length; i++) {
    if (values[i]! > cap) {
      changes.push({ kind: 'outlier', index: i, value: values[i]!, replacement: cap });
      values[i] = cap;
    }
  }
  const byWeekday = Array.from({ length: 7 }, (_, place) =>
    median(values.filter((v, i) => i % 7 === place && !Number.isNaN(v))),
  );
  for (let i = 0; i < values.length; i++) {
    if (!Number.isNaN(values[i]!)) continue;
    const replacement = byWeekday[i % 7]! || 0;
    changes.push({ kind: hidden.has(i) ? 'stock-out' : 'missing', index: i, replacement });
    values[i] = replacement;
  }
  changes.push(...zeroRuns(values));
  return { values, changes };
}

function bulkOrderCap(values: Float64Array): number {
  const logs = values.filter((v) => v > 0).map(Math.log);
  if (logs.length < 10) return Number.POSITIVE_INFINITY;
  return Math.exp(median(logs) + 4 * Math.max(robustSpread(logs), 0.25));
}

/**
 * Runs of zeros that chance alone would make less than once in 10,000 series, given the share of zero days.
 */
function zeroRuns(values: Float64Array): Change[] {
  const first = values.findIndex((v) => v > 0);
  if (first < 0) return [];
  const found: Change[] = first > 0 ? [{ kind: 'not-yet-sold', index: 0, length: first }] : [];
  const share = values.subarray(first).filter((v) => v === 0).length / (values.length - first);
  const longest = share > 0 ? Math.log(1e-4 / values.length) / Math.log(share) : 1;
  let start = -1;
  for (let i = first; i <= values.length; i++) {
    if (i < values.length && values[i] === 0) {
      if (start < 0) start = i;
    } else if (start >= 0) {
      if (i - start > longest) found.push({ kind: 'zero-run', index: start, length: i - start });
      start = -1;
    }
  }
  return found;
}
