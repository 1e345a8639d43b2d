/** A calendar day, YYYY-MM-DD, in the time zone of whoever reads it. */
export type Day = string;

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** YYYY-MM-DD HH:MM:SS on the clocks of an IANA time zone; the Swedish locale writes dates in ISO order. */
function wallClock(instant: number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    formats.set(timeZone, format);
  }
  return format.format(instant);
}

const MINUTE_MS = 60_000;
const lastDays = new Map<string, { readonly minute: number; readonly day: Day }>();

/** Days begin on a minute in every time zone of today, and mostly one asks for the day that it is now. */
export function localDay(instant: Date, timeZone: string): Day {
  const minute = Math.floor(instant.getTime() / MINUTE_MS);
  let last = lastDays.get(timeZone);
  if (last?.minute !== minute) {
    last = { minute, day: wallClock(instant.getTime(), timeZone).slice(0, 10) };
    lastDays.set(timeZone, last);
  }
  return last.day;
}

/** HH:MM on the clocks of an IANA time zone. */
export const localTime = (instant: Date, timeZone: string): string =>
  wallClock(instant.getTime(), timeZone).slice(11, 16);

/**
 * The instant at which clocks of `timeZone` show `day` and `time` (HH:MM); where a clock change skips that time, an
 * instant within an hour of it.
 */
export function instantOf(day: Day, time: string, timeZone: string): Date {
  const wanted = Date.parse(`${day}T${time}Z`);
  const offsetAt = (instant: number): number =>
    Date.parse(`${wallClock(instant, timeZone).replace(' ', 'T')}Z`) - instant;
  const guess = wanted - offsetAt(wanted);
  return new Date(wanted - offsetAt(guess));
}

export const addDays = (day: Day, days: number): Day =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** Days from `from` to `to`; negative where `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;

/** The same day of another month, or the last that it has. */
export function addMonths(day: Day, months: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return addDays(first.toISOString().slice(0, 10), Math.min(date, last) - 1);
}
