import { addDays, addMonths, daysBetween } from '../../../../crm/calendar.ts';
import { type Entity, entitiesOf } from '../../../../nlu/understanding.ts';
import type { Period } from '../../../conversation/facts.ts';
import { withoutSpans } from '../../../language/without-spans.ts';
import { repWordsOf } from '../../../language/words/rep/words.ts';
import { has } from '../../../language/words/words.ts';
import type { Turn } from '../../../skill.ts';

const YEAR = 12;
const WEEK = 7;
/** The same weekdays a year earlier. */
const YEAR_OF_WEEKS = 364;
const LONGEST_BY_WEEKDAYS = 28;
const WEEKLY = /week|周|星期|礼拜/iu;

/** A period of the past, and those that it is set against. */
export interface SalesPeriod {
  readonly period: Period;
  readonly against: readonly Period[];
}

/**
 * The days that a message asks of, up to today: "last week", "october" (the last one), "so far this year"; "october vs
 * september" against each other; "are we doing better than last month" of the month that runs. What is not said is as it
 * was asked before, else the last `days`; a day to come, such as christmas, names goods rather than a period.
 */
export function salesPeriod(turn: Turn, before: Period | undefined, days: number): SalesPeriod {
  const { understanding, today } = turn;
  const { text, language } = understanding;
  const words = repWordsOf(language);
  const dates = entitiesOf(understanding, 'date').filter(({ from, to }) => from !== to || from <= today);
  const [first, second] = dates.map((date) => past(date, turn));
  // "last month vs the month before": the other is said from the one.
  const isSame = first && second && first.from === second.from && first.to === second.to;
  if (first && has(words.against, text) && (isSame || has(words.periodBefore, withoutDates(turn))))
    return compared(first, today);
  if (first && second && has(words.against, text)) return setAgainst(first, second, today);
  if (before && has(words.yearBefore, text) && !has(words.against, text))
    return compared(yearEarlier(before), today);
  if (before && has(words.yearBefore, text)) return compared(before, today);
  if (before && has(words.periodBefore, text) && !(first && has(words.against, text)))
    return compared(
      before.from === before.to && !WEEKLY.test(text) ? dayBefore(before) : earlier(before),
      today,
    );
  if (has(words.yearToDate, text)) return compared({ from: `${today.slice(0, 4)}-01-01`, to: today }, today);
  if (first && has(words.against, text)) return compared(running(dates[0]!, turn), today);
  return compared(first ?? before ?? { from: addDays(today, 1 - days), to: today }, today);
}

const withoutDates = ({ understanding }: Turn): string =>
  withoutSpans(understanding.text, entitiesOf(understanding, 'date'));

type SaidDate = Extract<Entity, { kind: 'date' }>;

/** The last time that a period was: names of months and days are read as the next. */
function past({ from, to, start }: SaidDate, turn: Turn): Period {
  const { today } = turn;
  let period: Period = { from, to };
  while (period.from > today || (isLast(start, turn) && period.to >= today)) period = yearEarlier(period);
  return period;
}

/** "last november", as against "november" and "last month". */
const isLast = (start: number, { understanding: { text, language } }: Turn): boolean =>
  repWordsOf(language).lastBefore.test(text.slice(0, start));

/** What a period is set against: this year against last year, this november against last november; itself where there is none yet. */
function running(date: SaidDate, turn: Turn): Period {
  const next = isLast(date.start, turn) ? yearLater : later;
  let period = past(date, turn);
  while (period.to < turn.today && next(period).from <= turn.today) period = next(period);
  return period;
}

const compared = (whole: Period, today: string): SalesPeriod => {
  const period = upTo(whole, today);
  const length = daysBetween(period.from, period.to);
  return {
    period,
    against: [earlier(whole), yearEarlier(whole)].map((one) => cut(one, length, period, whole)),
  };
};

/** A period that has not ended is set against as many days of the other. */
const cut = (other: Period, length: number, period: Period, whole: Period): Period =>
  period.to < whole.to ? upTo(other, addDays(other.from, length)) : other;

const setAgainst = (one: Period, other: Period, today: string): SalesPeriod => {
  const period = upTo(one, today);
  const compared = cut(other, daysBetween(period.from, period.to), period, one);
  if (compared.to <= today) return { period, against: [compared] };
  // "last year against this year": of both as many days as are over of the one that runs.
  const against = upTo(compared, today);
  const days = daysBetween(against.from, against.to);
  return { period: upTo(period, addDays(period.from, days)), against: [against] };
};

/** The quarter of the calendar that a day is in. */
export function quarterOf(day: string): Period {
  const month = 3 * Math.floor((Number(day.slice(5, 7)) - 1) / 3) + 1;
  const from = `${day.slice(0, 4)}-${String(month).padStart(2, '0')}-01`;
  return { from, to: addDays(addMonths(from, 3), -1) };
}

/** As much of a period as is over by a day. */
export const upTo = ({ from, to }: Period, last: string): Period =>
  to > last ? { from, to: last } : { from, to };

/** Whole months that a period is made of. */
function monthsOf({ from, to }: Period): number | undefined {
  const next = addDays(to, 1);
  if (!from.endsWith('-01') || !next.endsWith('-01')) return undefined;
  const monthAt = (day: string) => YEAR * Number(day.slice(0, 4)) + Number(day.slice(5, 7));
  return monthAt(next) - monthAt(from);
}

/** The period before: as many whole months or days; before a day the same one a week earlier. */
const earlier = (period: Period): Period => shifted(period, -1);
const later = (period: Period): Period => shifted(period, 1);

/** "and the day before?" is what it says, and no weekday of the week before. */
const dayBefore = ({ from }: Period): Period => ({ from: addDays(from, -1), to: addDays(from, -1) });

function shifted({ from, to }: Period, by: 1 | -1): Period {
  const months = monthsOf({ from, to });
  if (months !== undefined)
    return { from: addMonths(from, by * months), to: addDays(addMonths(addDays(to, 1), by * months), -1) };
  const days = from === to ? WEEK : daysBetween(from, to) + 1;
  return { from: addDays(from, by * days), to: addDays(to, by * days) };
}

const yearEarlier = (period: Period): Period => byYear(period, -1);
const yearLater = (period: Period): Period => byYear(period, 1);

function byYear({ from, to }: Period, by: 1 | -1): Period {
  const isShort = monthsOf({ from, to }) === undefined && daysBetween(from, to) < LONGEST_BY_WEEKDAYS;
  return isShort
    ? { from: addDays(from, by * YEAR_OF_WEEKS), to: addDays(to, by * YEAR_OF_WEEKS) }
    : { from: addMonths(from, by * YEAR), to: addDays(addMonths(addDays(to, 1), by * YEAR), -1) };
}
