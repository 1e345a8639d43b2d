import { formatDay, localTime } from './calendar.ts';
import { readChineseDates } from './date-chinese.ts';
import { readEnglishDates } from './date-english.ts';
import type { Recogniser } from './recogniser.ts';

/** Days and periods in both languages, counted from today in the shop's time zone. */
export const recogniseDates: Recogniser = function* ({ text, now, timeZone, fiscalYearStart }) {
  const local = localTime(now, timeZone);
  const today = { year: local.year, month: local.month, day: local.day };
  for (const phrase of [
    ...readEnglishDates(text, local, fiscalYearStart),
    ...readChineseDates(text, today, fiscalYearStart),
  ]) {
    const { start, end, from, to, at } = phrase;
    const span = { start, end, text: text.slice(start, end) };
    const period = { kind: 'date', from: formatDay(from), to: formatDay(to), ...span } as const;
    yield at === undefined ? period : { ...period, at };
  }
};
