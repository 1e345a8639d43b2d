import { addDays, addMonths, daysBetween } from '../../../../crm/calendar.ts';
import { entitiesOf, type Language } from '../../../../nlu/understanding.ts';
import { repWordsOf } from '../../../language/words/rep/words.ts';
import { has, wordsOf } from '../../../language/words/words.ts';
import type { Turn } from '../../../skill.ts';

const WEEK = 7;
const FORTNIGHT = /fortnight/i;
const NUMBERS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  another: 1,
  six: 6,
  ten: 10,
  few: 3,
  'couple of': 2,
  一: 1,
  六: 6,
  十: 10,
  几: 3,
};

/** A small number, in digits or a word of the language. */
export const numberOf = (said: string, language: Language): number =>
  NUMBERS[said.toLowerCase()] ?? wordsOf(language).counts[said.toLowerCase()] ?? Number(said);

interface TimeSpan {
  readonly count: number;
  readonly unit: 'day' | 'week' | 'month';
}

function spanIn(text: string, language: Language): TimeSpan | undefined {
  const [match] = text.matchAll(repWordsOf(language).span);
  if (!match) return undefined;
  const [, said = '1', named = match[0]] = match;
  const count = numberOf(said, language);
  const unit = repWordsOf(language).units.find(([pattern]) => pattern.test(named))?.[1];
  if (!Number.isInteger(count) || unit === undefined) return undefined;
  return FORTNIGHT.test(named) ? { count: 2 * count, unit: 'week' } : { count, unit };
}

const moved = (day: string, { count, unit }: TimeSpan, sign: 1 | -1): string =>
  unit === 'month' ? addMonths(day, sign * count) : addDays(day, sign * count * (unit === 'week' ? WEEK : 1));

/** The day that "out two weeks", "back by 10 days", 提前一个月 make of another; undefined where nothing is shifted. */
export function dayShifted(day: string, { understanding: { text, language } }: Turn): string | undefined {
  const words = repWordsOf(language);
  const span = spanIn(text, language);
  const sign = has(words.sooner, text) ? -1 : has(words.later, text) ? 1 : undefined;
  return span && sign && moved(day, span, sign);
}

/** How many days a message names, 30 for "over 30 days", those from "since june" on; undefined where it names none. */
export function daysSaid(turn: Turn): number | undefined {
  const {
    understanding: { text, language },
    today,
  } = turn;
  const since = sinceSaid(turn);
  if (since !== undefined) return daysBetween(since, today);
  const span = spanIn(text, language);
  return span && daysBetween(moved(today, span, -1), today);
}

/** The last day that "since june", 六月以来 begins with; undefined where nothing is said to go on since then. */
export function sinceSaid({ understanding, today }: Turn): string | undefined {
  const { text, language } = understanding;
  const { sinceBefore, sinceAfter } = repWordsOf(language);
  const said = entitiesOf(understanding, 'date').find(
    ({ start, end }) => sinceBefore.test(text.slice(0, start)) || sinceAfter.test(text.slice(end)),
  );
  if (!said) return undefined;
  let day = said.from;
  while (day > today) day = addMonths(day, -YEAR);
  return day;
}
const YEAR = 12;

/** "before christmas", "by friday", "till easter", 月底之前: any day up to the one that stands there. */
export const saysUpTo = (
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): boolean => UP_TO.test(text.slice(0, start)) || /^[之以]?前/u.test(text.slice(end));
const UP_TO = /\b(?:before|by|until|till?|up to)(?: the)? $|到$/iu;
