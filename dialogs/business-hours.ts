import { addDays, type Day, instantOf, localDay } from '../crm/calendar.ts';
import type { ShopFacts } from './shop.ts';

type Hours = Pick<ShopFacts, 'openingHours' | 'timeZone'>;

const isWorkday = ({ openingHours }: Hours, day: Day): boolean =>
  openingHours.days.includes(new Date(day).getUTCDay() || 7);

const opens = ({ openingHours, timeZone }: Hours, day: Day) => instantOf(day, openingHours.from, timeZone);
const closes = ({ openingHours, timeZone }: Hours, day: Day) => instantOf(day, openingHours.to, timeZone);

/** Whether people are there. */
export function isOpen(shop: Hours, now: Date): boolean {
  const today = localDay(now, shop.timeZone);
  return isWorkday(shop, today) && now >= opens(shop, today) && now < closes(shop, today);
}

/** The local day on which people are there next, counted from the first opening after `now`. */
export function nextOpening(shop: Hours, now: Date): Day {
  let day = localDay(now, shop.timeZone);
  while (!isWorkday(shop, day) || opens(shop, day) <= now) day = addDays(day, 1);
  return day;
}

/** Time that somebody needs to see to a thing. */
const NOTICE_MS = 3_600_000;

/** The local day by whose close somebody will have seen to a thing: today where an hour is left, else the next. */
export const answerDay = (shop: Hours, now: Date): Day => {
  const today = localDay(now, shop.timeZone);
  const inTime = new Date(now.getTime() + NOTICE_MS) <= closes(shop, today);
  return isWorkday(shop, today) && inTime ? today : nextOpening(shop, now);
};
