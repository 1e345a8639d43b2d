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

export const localDay = (instant: Date, timeZone: string): Day =>
  wallClock(instant.getTime(), timeZone).slice(0, 10);

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
