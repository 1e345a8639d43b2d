import type { Language } from '../../nlu/understanding.ts';
import type { ShopFacts } from '../shop.ts';

/** A Monday: ISO weekday n is n - 1 days later. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** A time zone as people call it: "United Kingdom Time". */
export function zoneName(timeZone: string, language: Language): string {
  const format = new Intl.DateTimeFormat(language, { timeZone, timeZoneName: 'longGeneric' });
  return format.formatToParts().find(({ type }) => type === 'timeZoneName')!.value;
}

/** Values for the answers that state the opening hours: first and last weekday by name, the times, and whose they are. */
export function openingHours({ openingHours: { days, from, to }, timeZone }: ShopFacts, language: Language) {
  const format = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  const name = (day: number) => format.format(MONDAY + (day - 1) * DAY_MS);
  return {
    firstDay: name(Math.min(...days)),
    lastDay: name(Math.max(...days)),
    from,
    to,
    zone: zoneName(timeZone, language),
  };
}
