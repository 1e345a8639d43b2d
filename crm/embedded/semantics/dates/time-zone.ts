/** Offsets of time zones at an instant, by the IANA rules that Node ships. */
import { StoreError } from '../../errors.ts';

const DAY = 86_400_000;
/** The last that JavaScript's dates can hold. */
const LAST_INSTANT = 8.64e15;

/** Milliseconds east of UTC that a clock on the wall shows at `instant` (ms since 1970, UTC). */
export type OffsetAt = (instant: number) => number;

const zones = new Map<string, OffsetAt>();

/**
 * @param name an IANA name (`Europe/Berlin`), `UTC`, `GMT`, or an offset `+08`, `+0530`, `-03:30`
 * @throws StoreError Location40485 for a zone it does not know
 */
export function timeZone(name: string): OffsetAt {
  const known = zones.get(name);
  if (known) return known;
  const zone = fixedZone(name) ?? namedZone(name);
  if (zones.size < 1000) zones.set(name, zone);
  return zone;
}

export const UTC: OffsetAt = () => 0;

function fixedZone(name: string): OffsetAt | undefined {
  if (name === 'UTC' || name === 'GMT' || name === 'Z') return UTC;
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(name);
  if (match === null) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  const offset = (match[1] === '-' ? -minutes : minutes) * 60_000;
  return () => offset;
}

function namedZone(name: string): OffsetAt {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US-u-ca-iso8601', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    });
  } catch (cause) {
    throw new StoreError('Location40485', `unrecognized time zone identifier: "${name.slice(0, 60)}"`, {
      cause,
    });
  }
  // Zones change their offset on quarters of an hour, so one answer serves for fifteen minutes.
  const cache = new Map<number, number>();
  return (instant) => {
    const quarter = Math.floor(Math.min(Math.max(instant, -LAST_INSTANT), LAST_INSTANT) / 900_000);
    const known = cache.get(quarter);
    if (known !== undefined) return known;
    const offset = wallClock(format, quarter * 900_000) - quarter * 900_000;
    if (cache.size > 100_000) cache.clear();
    cache.set(quarter, offset);
    return offset;
  };
}

function wallClock(format: Intl.DateTimeFormat, instant: number): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(instant)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.setUTCHours(hour, minute, second);
}

/**
 * The instant at which a clock in the zone shows `local` (ms, as if UTC). An hour that happens twice means the first;
 * one that is skipped means the same distance after the jump (02:30 becomes 03:30).
 */
export function instantOf(local: number, offsetAt: OffsetAt): number {
  const before = offsetAt(local - DAY);
  const after = offsetAt(local + DAY);
  for (const offset of [before, after]) if (offsetAt(local - offset) === offset) return local - offset;
  return local - before;
}
