/** A local calendar day; arithmetic goes over days since the epoch, so no daylight saving time can shift it. */
export interface Day {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** First and last day, inclusive. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

export type CalendarUnit = 'day' | 'week' | 'weekend' | 'month' | 'quarter' | 'year';

const MILLISECONDS_PER_DAY = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Building one takes as long as all the rest of a message. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const fields = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  } as const;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    ...fields,
  });
  formats.set(timeZone, format);
  return format;
}

type LocalTime = Day & { readonly hour: number; readonly minute: number };
const MILLISECONDS_PER_MINUTE = 60_000;
const lastTimes = new Map<string, { readonly at: number; readonly time: LocalTime }>();

/** Local wall-clock time of an instant in an IANA time zone; the last one asked for is kept for its minute. */
export function localTime(instant: Date, timeZone: string): LocalTime {
  const at = Math.floor(instant.getTime() / MILLISECONDS_PER_MINUTE);
  let last = lastTimes.get(timeZone);
  if (last?.at !== at) {
    last = { at, time: readLocalTime(instant, timeZone) };
    lastTimes.set(timeZone, last);
  }
  return last.time;
}

function readLocalTime(instant: Date, timeZone: string): LocalTime {
  const fields = { year: 0, month: 0, day: 0, hour: 0, minute: 0 };
  for (const { type, value } of formatOf(timeZone).formatToParts(instant)) {
    if (type in fields) fields[type as keyof typeof fields] = Number(value);
  }
  return fields;
}

/** Day and month may overflow: day 0 is the last day of the month before. */
export function toDay(year: number, month: number, day: number): Day {
  return dayOf(Date.UTC(year, month - 1, day));
}

export function addDays({ year, month, day }: Day, days: number): Day {
  return dayOf(Date.UTC(year, month - 1, day) + days * MILLISECONDS_PER_DAY);
}

/** 31 January plus one month is the last day of February. */
export function addMonths({ year, month, day }: Day, months: number): Day {
  const last = toDay(year, month + months + 1, 0);
  return { ...last, day: Math.min(day, last.day) };
}

/** 1 (Monday) to 7. */
export function weekdayOf({ year, month, day }: Day): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7;
}

/** YYYY-MM-DD. */
export function formatDay({ year, month, day }: Day): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Whether a day exists in the calendar, in the years 1000 to 9999. */
export function isDay({ year, month, day }: Day): boolean {
  return (
    year >= 1000 && year <= 9999 && formatDay(toDay(year, month, day)) === formatDay({ year, month, day })
  );
}

export function monthPeriod(year: number, month: number): Period {
  return { from: toDay(year, month, 1), to: toDay(year, month + 1, 0) };
}

/**
 * Quarter 1 to 4 (others overflow) of the fiscal year named after the calendar year in which it ends, as is usual; one
 * that begins in January is the calendar year.
 */
export function fiscalQuarter(year: number, quarter: number, fiscalYearStart: number): Period {
  const firstYear = fiscalYearStart === 1 ? year : year - 1;
  const month = fiscalYearStart + (quarter - 1) * 3;
  return { from: toDay(firstYear, month, 1), to: toDay(firstYear, month + 3, 0) };
}

/** The fiscal year and quarter in which a day lies. */
export function fiscalPosition(
  { year, month }: Day,
  fiscalYearStart: number,
): { year: number; quarter: number } {
  const ends = fiscalYearStart > 1 && month >= fiscalYearStart ? year + 1 : year;
  return { year: ends, quarter: Math.floor(((month - fiscalYearStart + 12) % 12) / 3) + 1 };
}

/** The unit that contains today (offset 0) or lies so many units after it. Weeks begin on Monday. */
export function unitAround(today: Day, unit: CalendarUnit, offset: number, fiscalYearStart: number): Period {
  switch (unit) {
    case 'day': {
      const day = addDays(today, offset);
      return { from: day, to: day };
    }
    case 'week':
    case 'weekend': {
      const monday = addDays(today, 1 - weekdayOf(today) + 7 * offset);
      return { from: unit === 'week' ? monday : addDays(monday, 5), to: addDays(monday, 6) };
    }
    case 'month':
      return monthPeriod(today.year, today.month + offset);
    case 'quarter': {
      const { year, quarter } = fiscalPosition(today, fiscalYearStart);
      return fiscalQuarter(year, quarter + offset, fiscalYearStart);
    }
    case 'year':
      return { from: toDay(today.year + offset, 1, 1), to: toDay(today.year + offset, 12, 31) };
  }
}

/** The fiscal year that ends in the given calendar year. */
export function fiscalYear(year: number, fiscalYearStart: number): Period {
  return {
    from: fiscalQuarter(year, 1, fiscalYearStart).from,
    to: fiscalQuarter(year, 4, fiscalYearStart).to,
  };
}

/** The next date with a day of the month, from today on; undefined for one no month has. */
export function nextDayOfMonth(today: Day, day: number): Day | undefined {
  for (let month = today.month; month <= today.month + 2; month += 1) {
    const first = toDay(today.year, month, 1);
    const date = { ...first, day };
    if (isDay(date) && formatDay(date) >= formatDay(today)) return date;
  }
  return undefined;
}

export type Edge = 'start' | 'end' | 'early' | 'mid' | 'late';

/** Part of a period: its first or last day (of a week the last working day), or its first, middle or last third. */
export function edgeOf({ from, to }: Period, edge: Edge): Period {
  const days = daysBetween(from, to) + 1;
  const third = Math.max(1, Math.floor(days / 3));
  const last = days === 7 ? addDays(from, 4) : to;
  if (edge === 'start') return { from, to: from };
  if (edge === 'end') return { from: last, to: last };
  if (edge === 'early') return { from, to: addDays(from, third - 1) };
  if (edge === 'late') return { from: addDays(to, 1 - third), to };
  return { from: addDays(from, third), to: addDays(to, -third) };
}

export function daysBetween(from: Day, to: Day): number {
  return (utc(to) - utc(from)) / MILLISECONDS_PER_DAY;
}

function utc({ year, month, day }: Day): number {
  return Date.UTC(year, month - 1, day);
}

function dayOf(milliseconds: number): Day {
  const date = new Date(milliseconds);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
