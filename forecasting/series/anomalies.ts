import { median, robustSpread } from '../numeric/statistics.ts';
import { changePoints } from './change-points.ts';
import { fillMissing } from './cleaning.ts';
import { addDays } from './series.ts';

/** What is unusual in a live series, and since when. Days are YYYY-MM-DD. */
export type Alert =
  /** Days far outside what the weeks around them say; `score` is in robust standard deviations. */
  | {
      readonly kind: 'spike' | 'drop';
      readonly since: string;
      readonly days: number;
      readonly value: number;
      readonly expected: number;
      readonly score: number;
    }
  /** The level changed and stayed; `percent` is the change of the mean. */
  | {
      readonly kind: 'level-shift';
      readonly since: string;
      readonly before: number;
      readonly after: number;
      readonly percent: number;
    }
  /** No sale up to the last day, though so long a run would come once in a thousand such series. */
  | { readonly kind: 'silence'; readonly since: string; readonly days: number };

export interface AlertOptions {
  /** Observations per season; 7 for days. */
  readonly period: number;
  /** Only what happened in the last so many days is news. */
  readonly newest: number;
}

const THRESHOLD = 5;

/**
 * Alerts for a daily series, newest first. The season is taken off by medians and the scale is square root,
 * which evens out the variance of counts; what remains is compared with its local median (spikes and drops)
 * and searched for changes of level.
 */
export function alerts(
  series: { readonly start: string; readonly values: readonly (number | null)[] },
  options: AlertOptions,
): Alert[] {
  const { period, newest } = options;
  const { values } = fillMissing(series.values, period);
  const n = values.length;
  if (n < Math.max(4 * period, 28)) return [];
  const day = (index: number): string => addDays(series.start, index);
  const scaled = values.map((v) => Math.sign(v) * Math.sqrt(Math.abs(v)));
  const season = seasonOf(scaled, period);
  const x = scaled.map((v, i) => v - season[i % period]!);
  const shifts = changePoints(x, 2 * period);
  const found: (Alert & { readonly index: number })[] = [];

  for (const { index } of shifts) {
    const before = average(values, lastShiftBefore(shifts, index), index);
    const after = average(values, index, nextShiftAfter(shifts, index, n));
    if (index < n - newest || before === after) continue;
    const percent = before > 0 ? Math.round((after / before - 1) * 100) : Number.POSITIVE_INFINITY;
    found.push({ kind: 'level-shift', index, since: day(index), before, after, percent });
  }

  const local = x.map((_, i) => {
    const from = Math.max(lastShiftBefore(shifts, i + 1), i - 2 * period);
    return median(x.subarray(from, Math.min(nextShiftAfter(shifts, i, n), i + 2 * period + 1)));
  });
  const remainder = x.map((v, i) => v - local[i]!);
  const spread = robustSpread(remainder) || robustSpread(x);
  if (spread > 0) {
    for (let i = Math.max(0, n - newest); i < n; i++) {
      const score = remainder[i]! / spread;
      if (Math.abs(score) < THRESHOLD) continue;
      const expected = Math.max(0, local[i]! + season[i % period]!) ** 2;
      const previous = found.at(-1);
      const kind = score > 0 ? 'spike' : 'drop';
      if (previous?.kind === kind && previous.index + previous.days === i) {
        found[found.length - 1] = { ...previous, days: previous.days + 1 };
      } else found.push({ kind, index: i, since: day(i), days: 1, value: values[i]!, expected, score });
    }
  }

  const silent = silenceAtEnd(values);
  if (silent > 0) found.push({ kind: 'silence', index: n - silent, since: day(n - silent), days: silent });
  return found.sort((a, b) => b.index - a.index).map(({ index: _, ...alert }) => alert);
}

function seasonOf(x: Float64Array, period: number): Float64Array {
  const all = median(x);
  return Float64Array.from(
    { length: period },
    (_, place) => median(x.filter((_, i) => i % period === place)) - all,
  );
}

function lastShiftBefore(shifts: readonly { index: number }[], index: number): number {
  return shifts.filter((shift) => shift.index < index).at(-1)?.index ?? 0;
}

function nextShiftAfter(shifts: readonly { index: number }[], index: number, end: number): number {
  return shifts.find((shift) => shift.index > index)?.index ?? end;
}

function average(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i]!;
  return sum / (to - from);
}

/**
 * Length of the run of zeros at the end if the share of zero days before makes it a 1 in 1,000 event, else 0.
 */
function silenceAtEnd(values: Float64Array): number {
  let run = 0;
  while (run < values.length && values[values.length - 1 - run] === 0) run++;
  const before = values.subarray(0, values.length - run);
  if (run < 2 || before.length < 28) return 0;
  const share = Math.max(0.5, before.filter((v) => v === 0).length) / before.length;
  return share ** run * before.length < 1e-3 ? run : 0;
}
