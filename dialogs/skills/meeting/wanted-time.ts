import { addDays, type Day, daysBetween, instantOf, localDay, localTime } from '../../../crm/calendar.ts';
import type { PartOfDay } from '../../../crm/queries/free-slots.ts';
import { entitiesOf } from '../../../nlu/understanding.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import { saysTime } from '../../readings/questions.ts';
import type { Turn } from '../../skill.ts';
import { dayTimeIn, isTimeAlone } from '../../slots/day-time.ts';
import { shiftIn } from '../../slots/time-shift.ts';
import { zoneOf } from '../../slots/time-zone.ts';

export type WantedTime =
  | { readonly kind: 'instant'; readonly startsAt: Date }
  | { readonly kind: 'any'; readonly day?: Day; readonly within?: PartOfDay };

const MINUTE_MS = 60_000;

/**
 * The time meant: that of the button, "the second one" of those offered, or the day and the time said on the visitor's
 * own clock. A time without a day is of the day for which times were offered last.
 */
export function wantedTime(turn: Turn, shopTimeZone: string): WantedTime {
  const { message, understanding, conversation } = turn;
  if (message.action?.kind === 'bookMeeting')
    return { kind: 'instant', startsAt: new Date(message.action.startsAt) };
  const timeZone = zoneOf(turn, shopTimeZone);
  const { meeting, meetingSlots, questions } = conversation;
  const shift = meeting && shiftIn(turn);
  if (meeting && shift !== undefined)
    return { kind: 'instant', startsAt: new Date(meeting.startsAt.getTime() + shift * MINUTE_MS) };
  const isAsked = questions.some((one) => one.kind === 'slot' && one.slot === 'meetingTime');
  const time = dayTimeIn(understanding.text, isAsked && saysTime(turn));
  const [offered] = meetingSlots ?? [];
  const dates = entitiesOf(understanding, 'date');
  const named = dates.find(({ text }) => !isTimeAlone(text));
  const day = named && meeting ? besideMeeting(named, localDay(meeting.startsAt, timeZone)) : named;
  const ofOffered = day || !offered ? undefined : localDay(offered.startsAt, timeZone);
  const isOneDay = day === undefined || day.from === day.to;
  const from = ofOffered ?? (day ?? dates[0])?.from;
  const said =
    dates.find((date) => date.at !== undefined)?.at ?? (time && 'at' in time ? time.at : undefined);
  // A meeting that is only put to another day keeps its time.
  const at = said ?? (meeting && day && !time ? localTime(meeting.startsAt, timeZone) : undefined);
  const isExact = time === undefined || 'at' in time;
  if (at !== undefined && isExact && from !== undefined && isOneDay)
    return { kind: 'instant', startsAt: instantOf(from, at, timeZone) };
  const position = wordsOf(understanding.language).ordinals.find(([pattern]) =>
    has(pattern, understanding.text),
  )?.[1];
  const pointed = position === undefined ? undefined : conversation.meetingSlots?.at(position);
  if (pointed && !day) return { kind: 'instant', startsAt: pointed.startsAt };
  const part = time && ('at' in time ? { from: time.at } : time);
  return {
    kind: 'any',
    ...(day ? { day: day.from } : part && ofOffered !== undefined && { day: ofOffered }),
    ...(part && { within: { ...part, timeZone } }),
  };
}

/** A weekday and nothing that says of which week. */
const BARE_WEEKDAY =
  /^(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day$|^(?:mon|tue|wed|thu|fri|sat|sun)$|^(?:周|星期|礼拜)[一二三四五六日天]$/i;
const DAYS_EITHER_WAY = 3;

/** "make it Wednesday instead" of a meeting on a Tuesday is the day after. */
function besideMeeting<D extends { readonly from: Day; readonly to: Day; readonly text: string }>(
  day: D,
  booked: Day,
): D {
  if (!BARE_WEEKDAY.test(day.text)) return day;
  let { from } = day;
  while (daysBetween(from, booked) > DAYS_EITHER_WAY) from = addDays(from, 7);
  return { ...day, from, to: from };
}
