import { solve } from '../numeric/linear-system.ts';
import { addDays, weekday } from './series.ts';

/** Effects of the calendar that a fixed season cannot hold, because they move from year to year. */
export type CalendarFeature =
  /** Monthly: working days (Monday to Friday) of the month. */
  | 'working-days'
  /**
   * Monthly: share of the Easter week (Monday before to Easter Monday) in the month. Daily: Good Friday to
   * Easter Monday.
   */
  | 'easter'
  /** Daily: 11 November. */
  | 'singles-day'
  /** Daily: the fourth Friday of November (the day after Thanksgiving) to the Monday after it. */
  | 'black-friday'
  /** Monthly: share of the week of the festival in the month. Daily: the eve and the six days after. */
  | 'chinese-new-year'
  /** Daily: 24 December to 1 January. */
  | 'christmas';

const MONTHLY: readonly CalendarFeature[] = ['working-days', 'easter', 'chinese-new-year'];
const DAILY: readonly CalendarFeature[] = [
  'easter',
  'singles-day',
  'black-friday',
  'chinese-new-year',
  'christmas',
];

/** Easter Sunday of the Gregorian calendar (the anonymous algorithm in Meeus 1991), YYYY-MM-DD. */
export function easterSunday(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return isoDay(year, Math.floor(f / 31), (f % 31) + 1);
}

const CHINESE = new Intl.DateTimeFormat('en-u-ca-chinese', {
  month: 'numeric',
  day: 'numeric',
  timeZone: 'UTC',
});

/** Asking the calendar for a month of days takes longer than all else here. */
const newYears = new Map<number, string>();

/** First day of the Chinese year that begins in `year`, YYYY-MM-DD. */
export function chineseNewYear(year: number): string {
  const known = newYears.get(year) ?? findNewYear(year);
  newYears.set(year, known);
  return known;
}

function findNewYear(year: number): string {
  for (let day = isoDay(year, 1, 20); ; day = addDays(day, 1)) {
    const parts = CHINESE.formatToParts(new Date(`${day}T00:00:00Z`));
    const part = (type: string): string | undefined => parts.find((p) => p.type === type)?.value;
    if (part('month') === '1' && part('day') === '1') return day;
    if (day > isoDay(year, 2, 25)) throw new RangeError(`no Chinese New Year found in ${year}`);
  }
}

/** Friday after the fourth Thursday of November, YYYY-MM-DD. */
export function blackFriday(year: number): string {
  const first = isoDay(year, 11, 1);
  return addDays(first, ((4 - weekday(first) + 7) % 7) + 22);
}

/**
 * Values of the features over `count` months (`step` month) or days from `start`, one row per feature.
 * Monthly features are taken as deviations from their usual value in that month, so that only what moves is
 * left.
 */
export function calendarFeatures(
  start: string,
  count: number,
  step: 'month' | 'day',
): { readonly names: readonly CalendarFeature[]; readonly rows: readonly Float64Array[] } {
  const names = step === 'month' ? MONTHLY : DAILY;
  const first = Number(start.slice(0, 4));
  const years = Math.ceil(count / (step === 'month' ? 12 : 365)) + 2;
  const special = new Map(names.map((name) => [name, new Set<string>()]));
  for (let year = first - 1; year < first + years; year++) {
    for (const name of names) for (const day of daysOf(name, year)) special.get(name)!.add(day);
  }
  if (step === 'day') {
    const days = Array.from({ length: count }, (_, t) => addDays(start, t));
    return {
      names,
      rows: names.map((name) => Float64Array.from(days, (day) => (special.get(name)!.has(day) ? 1 : 0))),
    };
  }
  const rows = names.map((name) =>
    name === 'working-days'
      ? Float64Array.from({ length: count }, (_, t) => workingDays(start, t))
      : daysInMonths(start, count, special.get(name)!).map((days) => days / 4),
  );
  return { names, rows: rows.map(deviations) };
}

function daysOf(name: CalendarFeature, year: number): string[] {
  const span = (from: string, days: number): string[] =>
    Array.from({ length: days }, (_, i) => addDays(from, i));
  if (name === 'easter') return span(addDays(easterSunday(year), -2), 4);
  if (name === 'singles-day') return [isoDay(year, 11, 11)];
  if (name === 'black-friday') return span(blackFriday(year), 4);
  if (name === 'chinese-new-year') return span(addDays(chineseNewYear(year), -1), 8);
  if (name === 'christmas') return span(isoDay(year, 12, 24), 9);
  return [];
}

/** Mondays to Fridays of the month `offset` months after that of `start`. */
function workingDays(start: string, offset: number): number {
  const year = Number(start.slice(0, 4));
  const month = Number(start.slice(5, 7)) - 1 + offset;
  const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const first = new Date(Date.UTC(year, month, 1)).getUTCDay();
  let count = 20;
  for (let day = 28; day < length; day++) if ((first + day) % 7 !== 0 && (first + day) % 7 !== 6) count++;
  return count;
}

/** How many of the days are in each of `count` months from that of `start`. */
function daysInMonths(start: string, count: number, days: ReadonlySet<string>): Float64Array {
  const counts = new Float64Array(count);
  const monthOf = (day: string): number => 12 * Number(day.slice(0, 4)) + Number(day.slice(5, 7));
  for (const day of days) {
    const offset = monthOf(day) - monthOf(start);
    if (offset >= 0 && offset < count) counts[offset]!++;
  }
  return counts;
}

function deviations(row: Float64Array): Float64Array {
  return row.map((v, t) => {
    let sum = 0;
    let count = 0;
    for (let k = t % 12; k < row.length; k += 12) {
      sum += row[k]!;
      count++;
    }
    return v - sum / count;
  });
}

export interface CalendarEffect {
  readonly feature: CalendarFeature;
  /** Effect of one unit of the feature, in the units of the remainder. */
  readonly size: number;
}

/**
 * Which features explain the remainder of a series (season and trend taken off), one after another: each must
 * lower the Bayesian information criterion by 4 or more. Least squares with a slight ridge.
 */
export function calendarEffects(
  remainder: Float64Array,
  features: { readonly names: readonly CalendarFeature[]; readonly rows: readonly Float64Array[] },
): CalendarEffect[] {
  const n = remainder.length;
  const chosen: number[] = [];
  let best = leastSquares(remainder, []);
  for (;;) {
    let next: { index: number; result: ReturnType<typeof leastSquares> } | undefined;
    features.rows.forEach((row, index) => {
      if (chosen.includes(index) || row.subarray(0, n).every((v) => v === 0)) return;
      const result = leastSquares(
        remainder,
        [...chosen, index].map((i) => features.rows[i]!),
      );
      const gain = n * Math.log(best.squares / result.squares) - Math.log(n);
      if (gain >= 4 && (!next || result.squares < next.result.squares)) next = { index, result };
    });
    if (!next) break;
    chosen.push(next.index);
    best = next.result;
  }
  return chosen.map((index, k) => ({ feature: features.names[index]!, size: best.sizes[k]! }));
}

function leastSquares(
  y: Float64Array,
  rows: readonly Float64Array[],
): { squares: number; sizes: Float64Array } {
  const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
    let sum = 0;
    for (let t = 0; t < y.length; t++) sum += a[t]! * b[t]!;
    return sum;
  };
  const normal = rows.map((a, i) => Float64Array.from(rows, (b, j) => dot(a, b) + (i === j ? 0.1 : 0)));
  const sizes = solve(
    normal,
    Float64Array.from(rows, (row) => dot(row, y)),
  );
  const left = y.map((v, t) => v - rows.reduce((sum, row, k) => sum + row[t]! * sizes[k]!, 0));
  return { squares: Math.max(dot(left, left), 1e-300), sizes };
}

function isoDay(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
