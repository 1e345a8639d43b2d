/** A time series as callers hand it in: one value per step from `start`; null or NaN where it is missing. */
export interface Series {
  readonly id: string;
  /** Day of the first value, YYYY-MM-DD (UTC). */
  readonly start?: string;
  /** Observations per season: 12 for months, 4 for quarters, 52 for weeks, 7 for days, 1 for none. */
  readonly period: number;
  readonly values: readonly (number | null)[];
}

const DAY = 86_400_000;

/** The day `days` after `date`, both YYYY-MM-DD. */
export function addDays(date: string, days: number): string {
  return new Date(parseDay(date) + days * DAY).toISOString().slice(0, 10);
}

/** Days from `from` to `to`, negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((parseDay(to) - parseDay(from)) / DAY);
}

/** 0 for Sunday to 6 for Saturday. */
export function weekday(date: string): number {
  return new Date(parseDay(date)).getUTCDay();
}

function parseDay(date: string): number {
  const time = Date.parse(`${date}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(time)) {
    throw new RangeError(`"${date}" is not a day of the form YYYY-MM-DD`);
  }
  return time;
}
