/** Format strings of `$dateToString` and `$dateFromString` (MongoDB manual, "$dateToString", Format Specifiers). */
import { StoreError } from '../../errors.ts';
import { type DateParts, utc } from './calendar.ts';
import { instantOf, type OffsetAt, timeZone } from './time-zone.ts';

const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const pad = (value: number, width: number) => String(value).padStart(width, '0');

const SPECIFIERS: Readonly<Record<string, (parts: DateParts) => string>> = {
  b: ({ month }) => MONTH_NAMES[month - 1]!.slice(0, 3),
  B: ({ month }) => MONTH_NAMES[month - 1]!,
  d: ({ day }) => pad(day, 2),
  G: ({ isoWeekYear }) => pad(isoWeekYear, 4),
  H: ({ hour }) => pad(hour, 2),
  j: ({ dayOfYear }) => pad(dayOfYear, 3),
  L: ({ millisecond }) => pad(millisecond, 3),
  m: ({ month }) => pad(month, 2),
  M: ({ minute }) => pad(minute, 2),
  S: ({ second }) => pad(second, 2),
  u: ({ isoDayOfWeek }) => String(isoDayOfWeek),
  U: ({ week }) => pad(week, 2),
  V: ({ isoWeek }) => pad(isoWeek, 2),
  w: ({ dayOfWeek }) => String(dayOfWeek),
  Y: ({ year }) => pad(year, 4),
  z: ({ offsetMinutes }) => {
    const minutes = Math.abs(offsetMinutes);
    return `${offsetMinutes < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60), 2)}${pad(minutes % 60, 2)}`;
  },
  Z: ({ offsetMinutes }) => String(offsetMinutes),
  '%': () => '%',
};

/** @throws StoreError Location18536 for a specifier it does not know */
export function formatDate(parts: DateParts, format: string): string {
  return format.replace(/%(.?)/gs, (_match, specifier: string) => {
    const write = SPECIFIERS[specifier];
    if (!write)
      throw new StoreError('Location18536', `Invalid format character '%${specifier}' in format string`);
    return write(parts);
  });
}

/** What each specifier of `$dateFromString` reads. */
const READERS: Readonly<Record<string, readonly [pattern: string, field: string]>> = {
  d: ['(\\d{1,2})', 'day'],
  H: ['(\\d{1,2})', 'hour'],
  L: ['(\\d{1,3})', 'millisecond'],
  m: ['(\\d{1,2})', 'month'],
  M: ['(\\d{1,2})', 'minute'],
  S: ['(\\d{1,2})', 'second'],
  Y: ['(\\d{4})', 'year'],
  z: ['(Z|[+-]\\d{2}:?\\d{2})', 'zone'],
};

/** The instant that a text in this format means. @throws StoreError ConversionFailure, Location18536 */
export function readDate(text: string, format: string, zone: OffsetAt): number {
  const fields: string[] = [];
  const pattern = format.replace(/%(.?)|[.*+?^${}()|[\]\\]/gs, (match, specifier?: string) => {
    if (specifier === undefined) return `\\${match}`;
    if (specifier === '%') return '%';
    const reader = READERS[specifier];
    if (!reader)
      throw new StoreError('Location18536', `Invalid format character '%${specifier}' in format string`);
    fields.push(reader[1]);
    return reader[0];
  });
  const match = new RegExp(`^${pattern}$`).exec(text);
  if (match === null)
    throw new StoreError(
      'ConversionFailure',
      `Error parsing date string '${text.slice(0, 100)}' with format '${format}'`,
    );
  const read = Object.fromEntries(fields.map((field, index) => [field, match[index + 1]!]));
  const number = (field: string, otherwise: number) =>
    read[field] === undefined ? otherwise : Number(read[field]);
  const local =
    utc(number('year', 1970), number('month', 1) - 1, number('day', 1)) +
    number('hour', 0) * 3_600_000 +
    number('minute', 0) * 60_000 +
    number('second', 0) * 1000 +
    number('millisecond', 0);
  return instantOf(local, read.zone === undefined ? zone : timeZone(read.zone));
}
