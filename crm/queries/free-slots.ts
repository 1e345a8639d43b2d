import { addDays, type Day, instantOf, localDay, localTime } from '../calendar.ts';
import type { Models } from '../models/index.ts';
import { repsFor } from './reps-for.ts';

/** When reps hold meetings. */
export interface WorkingHours {
  /** ISO weekdays: 1 is Monday. */
  readonly days: readonly number[];
  /** Local times, HH:MM. */
  readonly from: string;
  readonly to: string;
  /** IANA time zone. */
  readonly timeZone: string;
}

export interface Slot {
  readonly repKey: string;
  readonly repName: string;
  readonly startsAt: Date;
}

/** A part of a day on the clock of a time zone, HH:MM: from `from`, before `to`; open where one is missing. */
export interface PartOfDay {
  readonly from?: string;
  readonly to?: string;
  /** IANA time zone. */
  readonly timeZone: string;
}

export interface SlotRequest {
  readonly hours: WorkingHours;
  readonly now: Date;
  /** First local day to look at; the next is today. */
  readonly from?: Day;
  /** Only slots that begin then. */
  readonly within?: PartOfDay;
  /** Country of the visitor, ISO 3166-1 alpha-2: reps of that territory come first. */
  readonly country?: string;
  readonly limit: number;
}

export const MEETING_MINUTES = 30;
const MINUTE_MS = 60_000;
/** Nobody is booked with less notice. */
const NOTICE_MS = 120 * MINUTE_MS;
const DAYS_AHEAD = 14;

/** Free times of one rep each, soonest first; the rep is the first in `repsFor` who is free then. */
export async function freeSlots(models: Models, request: SlotRequest): Promise<readonly Slot[]> {
  const { hours, now, country, limit, within } = request;
  const reps = await repsFor(models, country);
  if (reps.length === 0) return [];
  const today = localDay(now, hours.timeZone);
  const first = request.from !== undefined && request.from > today ? request.from : today;
  const end = instantOf(addDays(first, DAYS_AHEAD), '00:00', hours.timeZone);
  const booked = await models.Meeting.find({ status: 'booked', startsAt: { $gte: now, $lt: end } })
    .select({ repKey: 1, startsAt: 1 })
    .lean();
  const taken = new Set(booked.map(({ repKey, startsAt }) => `${repKey} ${startsAt.getTime()}`));
  const slots: Slot[] = [];
  for (const startsAt of starts(first, hours)) {
    if (slots.length === limit) break;
    if (startsAt.getTime() < now.getTime() + NOTICE_MS || !isWithin(startsAt, within)) continue;
    const rep = reps.find(({ key }) => !taken.has(`${key} ${startsAt.getTime()}`));
    if (rep) slots.push({ repKey: rep.key, repName: rep.name, startsAt });
  }
  return slots;
}

function isWithin(startsAt: Date, within: PartOfDay | undefined): boolean {
  if (within === undefined) return true;
  const time = localTime(startsAt, within.timeZone);
  return time >= (within.from ?? '00:00') && time < (within.to ?? '24:00');
}

/** Beginnings of half hours within working hours, for fourteen days. */
function* starts(first: Day, { days, from, to, timeZone }: WorkingHours): Generator<Date> {
  for (let ahead = 0; ahead < DAYS_AHEAD; ahead++) {
    const day = addDays(first, ahead);
    const weekday = ((new Date(day).getUTCDay() + 6) % 7) + 1;
    if (!days.includes(weekday)) continue;
    const closing = instantOf(day, to, timeZone).getTime();
    let start = instantOf(day, from, timeZone).getTime();
    for (; start + MEETING_MINUTES * MINUTE_MS <= closing; start += MEETING_MINUTES * MINUTE_MS)
      yield new Date(start);
  }
}

/** Whether the very time is free, and with whom. */
export async function slotAt(
  models: Models,
  startsAt: Date,
  request: SlotRequest,
): Promise<Slot | undefined> {
  const day = localDay(startsAt, request.hours.timeZone);
  const slots = await freeSlots(models, { ...request, from: day, limit: SLOTS_A_DAY });
  return slots.find((slot) => slot.startsAt.getTime() === startsAt.getTime());
}
const SLOTS_A_DAY = 48;
