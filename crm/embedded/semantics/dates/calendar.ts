/** Calendar arithmetic on instants in a time zone. A "local" number is what the wall clock shows, as ms as if UTC. */
import { instantOf, type OffsetAt } from './time-zone.ts';

export const UNITS = [
  'year',
  'quarter',
  'month',
  'week',
  'day',
  'hour',
  'minute',
  'second',
  'millisecond',
] as const;
export type Unit = (typeof UNITS)[number];

const DAY = 86_400_000;
const FIXED: Readonly<Partial<Record<Unit, number>>> = {
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
};
const MONTHS: Readonly<Partial<Record<Unit, number>>> = { year: 12, quarter: 3, month: 1 };
const DAYS: Readonly<Partial<Record<Unit, number>>> = { week: 7, day: 1 };
/** Bins of `$dateTrunc` are counted from here, on the wall clock of the zone (manual, "$dateTrunc"). */
const REFERENCE = Date.UTC(2000, 0, 1);

const localOf = (instant: number, offsetAt: OffsetAt) => instant + offsetAt(instant);
const floorTo = (value: number, step: number) => Math.floor(value / step) * step;
const monthIndex = (date: Date) => date.getUTCFullYear() * 12 + date.getUTCMonth();

/** @param startOfWeek 0 Sunday to 6 Saturday */
export function truncateDate(
  instant: number,
  unit: Unit,
  binSize: number,
  offsetAt: OffsetAt,
  startOfWeek: number,
): number {
  const fixed = FIXED[unit];
  if (fixed !== undefined) {
    const reference = instantOf(REFERENCE, offsetAt);
    return reference + floorTo(instant - reference, fixed * binSize);
  }
  const local = localOf(instant, offsetAt);
  const months = MONTHS[unit];
  if (months !== undefined) {
    const bin = floorTo(monthIndex(new Date(local)) - 24_000, months * binSize) + 24_000;
    return instantOf(utc(Math.floor(bin / 12), bin % 12, 1), offsetAt);
  }
  const reference = unit === 'week' ? firstWeekday(REFERENCE, startOfWeek) : REFERENCE;
  const days = Math.floor((local - reference) / DAY);
  return instantOf(reference + floorTo(days, DAYS[unit]! * binSize) * DAY, offsetAt);
}

/** Adds on the wall clock for days and longer units, in elapsed time for hours and shorter; clips to the month's end. */
export function addToDate(instant: number, unit: Unit, amount: number, offsetAt: OffsetAt): number {
  const fixed = FIXED[unit];
  if (fixed !== undefined) return instant + amount * fixed;
  const local = localOf(instant, offsetAt);
  const months = MONTHS[unit];
  if (months === undefined) return instantOf(local + amount * DAYS[unit]! * DAY, offsetAt);
  const date = new Date(local);
  const month = monthIndex(date) + amount * months;
  const [year, monthOfYear] = [Math.floor(month / 12), ((month % 12) + 12) % 12];
  const day = Math.min(date.getUTCDate(), new Date(utc(year, monthOfYear + 1, 0)).getUTCDate());
  return instantOf(utc(year, monthOfYear, day) + (local - floorTo(local, DAY)), offsetAt);
}

/** How many boundaries of the unit lie between two instants (manual, "$dateDiff"). */
export function differenceOfDates(
  from: number,
  to: number,
  unit: Unit,
  offsetAt: OffsetAt,
  startOfWeek: number,
): number {
  const [start, end] = [localOf(from, offsetAt), localOf(to, offsetAt)];
  const months = MONTHS[unit];
  if (months !== undefined) {
    const count = (local: number) => Math.floor(monthIndex(new Date(local)) / months);
    return count(end) - count(start);
  }
  if (unit === 'week' || unit === 'day') {
    const origin = unit === 'week' ? firstWeekday(REFERENCE, startOfWeek) : REFERENCE;
    const count = (local: number) => Math.floor((local - origin) / (DAYS[unit]! * DAY));
    return count(end) - count(start);
  }
  const count = (instant: number) => Math.floor((instant + offsetAt(from)) / FIXED[unit]!);
  return count(to) - count(from);
}

function firstWeekday(local: number, weekday: number): number {
  return local + ((weekday - new Date(local).getUTCDay() + 7) % 7) * DAY;
}

/** As `Date.UTC`, but years below 100 mean themselves. */
export function utc(year: number, month: number, day: number): number {
  const date = new Date(0);
  return date.setUTCFullYear(year, month, day);
}

export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** 1 Sunday to 7 Saturday. */
  readonly dayOfWeek: number;
  readonly dayOfYear: number;
  /** Weeks begin on Sunday; days before the first Sunday are week 0. */
  readonly week: number;
  /** 1 Monday to 7 Sunday. */
  readonly isoDayOfWeek: number;
  readonly isoWeek: number;
  readonly isoWeekYear: number;
  readonly offsetMinutes: number;
}

export function dateParts(instant: number, offsetAt: OffsetAt): DateParts {
  const offset = offsetAt(instant);
  const date = new Date(instant + offset);
  const year = date.getUTCFullYear();
  const weekday = date.getUTCDay();
  const dayOfYear = Math.floor((date.getTime() - utc(year, 0, 1)) / DAY) + 1;
  // The ISO year of a date is the year of the Thursday of its week (ISO 8601, 2.2.10).
  const thursday = new Date(date.getTime() + (4 - (weekday || 7)) * DAY);
  const isoWeekYear = thursday.getUTCFullYear();
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
    dayOfWeek: weekday + 1,
    dayOfYear,
    week: Math.floor((dayOfYear + 6 - weekday) / 7),
    isoDayOfWeek: weekday || 7,
    isoWeek: Math.floor((thursday.getTime() - utc(isoWeekYear, 0, 1)) / (7 * DAY)) + 1,
    isoWeekYear,
    offsetMinutes: offset / 60_000,
  };
}

/** Monday of the first ISO week of a year. */
export function isoYearStart(year: number): number {
  const fourth = utc(year, 0, 4);
  return fourth - ((new Date(fourth).getUTCDay() || 7) - 1) * DAY;
}
