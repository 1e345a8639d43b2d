import type { Recogniser } from '../recogniser.ts';
import { addDays, type Day, daysBetween, formatDay, localTime } from './calendar.ts';
import { readChineseDates } from './date-chinese.ts';
import type { DatePhrase } from './date-chrono.ts';
import { readEnglishDates } from './date-english.ts';
import { readHolidays } from './holiday.ts';

/** Phrases of one message that are looked at, in all. */
const PHRASE_BUDGET = 256;

const TO = /^ ?(?:to|until|till|through|-|–|~|到|至|—) ?$/iu;

/** Days and periods in both languages, counted from today in the shop's time zone. */
export const recogniseDates: Recogniser = function* ({ text, language, now, timeZone, fiscalYearStart }) {
  const local = localTime(now, timeZone);
  const today: Day = { year: local.year, month: local.month, day: local.day };
  const phrases: DatePhrase[] = [
    ...readEnglishDates(text, { ...local }, { fiscalYearStart, monthFirst: language === 'zh' }),
    ...readChineseDates(text, today, fiscalYearStart),
  ];
  for (const { day, start, end } of readHolidays(text, today))
    phrases.push({ from: day, to: day, start, end });
  phrases.splice(PHRASE_BUDGET);
  for (const { start, end, from, to, at } of [...phrases, ...ranges(text, phrases)]) {
    const span = { start, end, text: text.slice(start, end) };
    const period = { kind: 'date', from: formatDay(from), to: formatDay(to), ...span } as const;
    yield at === undefined ? period : { ...period, at };
  }
};

/** "between 1 and" and "the 1st to the" in front of "5 december": a day of the same month. */
const SAME_MONTH =
  /(?<!\p{L})(?:between (?:the )?(\d{1,2})(?:st|nd|rd|th)? and|(?:from )?(?:the )?(\d{1,2})(?:st|nd|rd|th) (?:to|until|till|through)) (?:the )?$/iu;
const SAME_MONTH_REACH = 28;
const DAY_AND_MONTH = /^(?:the )?\d{1,2}(?:st|nd|rd|th)? (?:of )?\p{L}{3}/iu;

/** "monday to friday", "between 3 and 5 december", 周一到周五: neighbours joined into one period. */
function* ranges(text: string, phrases: readonly DatePhrase[]): Generator<DatePhrase> {
  for (const { from: to, start, end } of phrases) {
    if (!DAY_AND_MONTH.test(text.slice(start, end))) continue;
    const opening = SAME_MONTH.exec(text.slice(Math.max(0, start - SAME_MONTH_REACH), start));
    const day = Number(opening?.[1] ?? opening?.[2]);
    if (opening && day >= 1 && day < to.day)
      yield { from: { ...to, day }, to, start: start - opening[0].length, end };
  }
  const sorted = [...phrases].sort((a, b) => a.start - b.start || b.end - a.end);
  for (const [index, first] of sorted.entries()) {
    const second = sorted.slice(index + 1).find(({ start }) => start >= first.end);
    if (second === undefined || second.start - first.end > 9) continue;
    const between = text.slice(first.end, second.start);
    const opened =
      /between $/i.test(text.slice(Math.max(0, first.start - 8), first.start)) && between === ' and ';
    if (!opened && !TO.test(between)) continue;
    const late = daysBetween(first.from, second.to);
    const to = late < 0 && late > -7 ? addDays(second.to, 7) : second.to;
    if (daysBetween(first.from, to) >= 0) {
      yield { from: first.from, to, start: opened ? first.start - 8 : first.start, end: second.end };
    }
  }
}
