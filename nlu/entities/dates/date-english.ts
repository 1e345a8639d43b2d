import {
  addDays,
  addMonths,
  type CalendarUnit,
  type Day,
  type Edge,
  edgeOf,
  fiscalPosition,
  fiscalQuarter,
  fiscalYear,
  formatDay,
  isDay,
  monthPeriod,
  nextDayOfMonth,
  type Period,
  toDay,
  unitAround,
  weekdayOf,
} from './calendar.ts';
import { type DatePhrase, type LocalNow, readWithChrono } from './date-chrono.ts';
import { withSpokenTime } from './spoken-time.ts';

const RELATIVE: Readonly<Record<string, number>> = {
  this: 0,
  current: 0,
  the: 0,
  coming: 1,
  next: 1,
  following: 1,
  last: -1,
  previous: -1,
};
const EDGES: Readonly<Record<string, Edge>> = {
  start: 'start',
  beginning: 'start',
  end: 'end',
  early: 'early',
  mid: 'mid',
  middle: 'mid',
  late: 'late',
};
const ORDINALS: Readonly<Record<string, number>> = { first: 1, second: 2, third: 3, fourth: 4, last: 4 };
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const COUNTS: Readonly<Record<string, number>> = Object.fromEntries(
  'zero one two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((word, value) => [word, value]),
);

const B = '(?<![\\p{L}\\p{N}])';
const E = '(?![\\p{L}\\p{N}])';
const EDGE = '(?:(?:the )?(?<edge>end|start|beginning|middle|early|mid|late)(?: of|[ -])(?: ?the)? ?)';
const MONTH =
  '(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const phrase = (pattern: string) => new RegExp(`${B}${pattern}${E}`, 'giu');

const UNIT = phrase(
  `${EDGE}?(?:(?<relative>this|current|coming|next|following|last|previous|the) )?(?<fiscal>(?:fiscal|financial) )?(?<unit>week(?:end)?|month|quarter|year)(?<ends>[ -]end)?(?!['-])`,
);
const FISCAL_YEAR = phrase('(?:FY ?|(?:fiscal|financial) year )(?:20)?(?<year>\\d\\d)');
const QUARTER = phrase(
  `${EDGE}?(?:the )?(?:20(?<lead>\\d\\d)年?[ -]?)?(?:(?:fiscal |financial )?(?<kind>[QH])(?<digit>[1-4])|(?<word>first|second|third|fourth|last) (?:fiscal |financial )?(?<span>quarter|half))(?: (?:of )?(?:(?:the )?(?<relative>this|next|last|the) (?:fiscal |financial )?year|(?:FY ?)?(?:20)?(?<year>\\d\\d)))?`,
);
const EDGE_OF_MONTH = phrase(
  `(?:${EDGE}|(?<=\\b(?:before|by|until|till) ))${MONTH}(?: (?<year>20\\d\\d))?(?! ?\\d)`,
);
const ROLLING = phrase(
  '(?<side>last|past|previous|next|coming|within|in the next|over the next)(?: the)? (?<count>\\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a) (?<unit>day|week|fortnight|month|quarter|year)s?',
);
const FORTNIGHT = phrase(
  '(?:in (?<count>a|one|two|three) fortnights?|(?:a )?fortnight (?:from )?(?:today|now)|(?:a )?fortnight from now)',
);
const SEASON = phrase('(?<relative>this|next|last) (?<season>spring|summer|autumn|fall|winter)');
const DAY_OF_MONTH = phrase(
  '(?:on|by|before|until|till|from|after|since|for) (?:the )?(?<day>\\d{1,2})(?:st|nd|rd|th)(?! (?:of|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|floor|order|one|item|line))',
);
const DAY_OF_THAT_MONTH = phrase(
  '(?:(?:on|by|before|until|till|from|after|since|for) )?(?:the )?(?<day>\\d{1,2})(?:st|nd|rd|th) of (?<relative>this|next|the|last) month',
);
const DAY_AFTER_TOMORROW = phrase('(?:the )?day after tomorrow');
const UNIT_AFTER_NEXT = phrase('(?:the )?(?<unit>week(?:end)?|month|quarter|year) after next');
const IN_MONTHS = phrase(
  "(?:in (?:about )?(?<count>an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\d{1,2}) (?<unit>month|year)s?(?:[’'] time)?|(?<later>an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\d{1,2}) (?<laterUnit>month|year)s? (?:from (?:now|today)|today))",
);
const WEEKDAY = '(?<weekday>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?';
const WEEKS_FROM = phrase(
  `(?<count>a|one|two|three|four|five|six|\\d{1,2}) (?<unit>week|fortnight)s?(?: (?:from|on))? (?:(?<day>today|tomorrow|now)|(?:(?:this|next|coming) )?${WEEKDAY})`,
);
const WEEKDAY_WEEK = phrase(`${WEEKDAY} (?:week|(?<fortnight>fortnight))(?! (?:of|in|before|after))`);
const NTH_IN_MONTH = phrase(
  `(?:the )?(?<nth>first|second|third|fourth|last|[1-4](?:st|nd|rd|th)) (?:(?<week>week)|${WEEKDAY}) (?:of|in) (?:(?:the|this) (?<this>month)|next month|${MONTH}(?: (?<year>20\\d\\d))?)`,
);
const SEASON_OF_YEAR = phrase('(?<season>spring|summer|autumn|winter) (?<year>20\\d\\d)');
const END_OF_TODAY = phrase(
  '(?:end of (?:the |business )?day|close of (?:business|play)|eod)(?! (?:on )?(?:next|this|coming|tomorrow|mon|tue|wed|thu|fri|sat|sun))',
);
const END_OF_UNIT = phrase('(?:the )?eo(?<unit>[wmqy])');
const UNITS_BY_LETTER: Readonly<Record<string, CalendarUnit>> = {
  w: 'week',
  m: 'month',
  q: 'quarter',
  y: 'year',
};
const TUES = phrase('tues');
const WEEKDAYS = 'mon tue wed thu fri sat sun'.split(' ');
const SEASONS: Readonly<Record<string, number>> = { spring: 3, summer: 6, autumn: 9, fall: 9, winter: 12 };

/** Nothing below is there without one of these. */
const PERIOD_HINT =
  /day|eo[dwmqy]|business|tues|week|fortnight|month|quarter|year|half|fy|fiscal|financial|[qh][1-4]|spring|summer|autumn|fall|winter|\d(?:st|nd|rd|th)|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec/iu;

/** Days and periods written in English. */
export function* readEnglishDates(text: string, now: LocalNow, options: DateOptions): Generator<DatePhrase> {
  if (PERIOD_HINT.test(text)) yield* readPeriods(text, now, options.fiscalYearStart);
  for (const found of readWithChrono(text, now, options.monthFirst)) yield withSpokenTime(text, found);
}

export interface DateOptions {
  readonly fiscalYearStart: number;
  /** 12/3 is 3 December rather than 12 March. */
  readonly monthFirst: boolean;
}

function* readPeriods(text: string, now: LocalNow, fiscalYearStart: number): Generator<DatePhrase> {
  for (const match of text.matchAll(QUARTER)) {
    const period = quarterOrHalf(match.groups!, now, fiscalYearStart);
    if (period !== undefined) yield { ...edged(period, match.groups!.edge), ...spanOf(match) };
  }
  for (const match of text.matchAll(FISCAL_YEAR)) {
    yield { ...fiscalYear(2000 + Number(match.groups!.year), fiscalYearStart), ...spanOf(match) };
  }
  for (const match of text.matchAll(UNIT)) {
    const { edge = match.groups!.ends?.slice(1), relative, fiscal, unit } = match.groups!;
    // "a week", "3 months", "by week" say how long; "the month" alone says nothing.
    if (edge === undefined && (relative === undefined || relative.toLowerCase() === 'the')) continue;
    const offset = RELATIVE[relative?.toLowerCase() ?? 'this']!;
    const period =
      fiscal === undefined || unit!.toLowerCase() !== 'year'
        ? unitAround(now, unit!.toLowerCase() as CalendarUnit, offset, fiscalYearStart)
        : fiscalYear(fiscalPosition(now, fiscalYearStart).year + offset, fiscalYearStart);
    yield { ...edged(period, edge), ...spanOf(match) };
  }
  for (const match of text.matchAll(EDGE_OF_MONTH)) {
    const { edge, month, year } = match.groups!;
    const number = MONTHS.indexOf(month!.slice(0, 3).toLowerCase()) + 1;
    const forward = now.year + (number < now.month ? 1 : 0);
    yield {
      ...edged(monthPeriod(year === undefined ? forward : Number(year), number), edge),
      ...spanOf(match),
    };
  }
  for (const match of text.matchAll(ROLLING)) yield { ...rolling(match.groups!, now), ...spanOf(match) };
  for (const match of text.matchAll(SEASON)) {
    const { relative, season } = match.groups!;
    yield { ...seasonOf(now.year + RELATIVE[relative!.toLowerCase()]!, season!), ...spanOf(match) };
  }
  for (const match of text.matchAll(SEASON_OF_YEAR)) {
    yield { ...seasonOf(Number(match.groups!.year), match.groups!.season!), ...spanOf(match) };
  }
  for (const match of text.matchAll(UNIT_AFTER_NEXT)) {
    const unit = match.groups!.unit!.toLowerCase() as CalendarUnit;
    yield { ...unitAround(now, unit, 2, fiscalYearStart), ...spanOf(match) };
  }
  for (const match of text.matchAll(IN_MONTHS)) {
    const { count, unit, later = count, laterUnit = unit } = match.groups!;
    const day = moved(now, countOf(later!), laterUnit!.toLowerCase());
    yield { from: day, to: day, ...spanOf(match) };
  }
  for (const match of text.matchAll(WEEKS_FROM)) {
    const { count, unit, day, weekday } = match.groups!;
    const base =
      weekday === undefined
        ? addDays(now, day!.toLowerCase() === 'tomorrow' ? 1 : 0)
        : comingWeekday(now, weekday);
    const to = moved(base, countOf(count!), unit!.toLowerCase());
    yield { from: to, to, ...spanOf(match) };
  }
  for (const match of text.matchAll(WEEKDAY_WEEK)) {
    const { weekday, fortnight } = match.groups!;
    const day = addDays(comingWeekday(now, weekday!), fortnight === undefined ? 7 : 14);
    yield { from: day, to: day, ...spanOf(match) };
  }
  for (const match of text.matchAll(NTH_IN_MONTH))
    yield { ...nthInMonth(match.groups!, now), ...spanOf(match) };
  for (const match of text.matchAll(END_OF_TODAY)) yield { from: now, to: now, ...spanOf(match) };
  for (const match of text.matchAll(END_OF_UNIT)) {
    const unit = UNITS_BY_LETTER[match.groups!.unit!.toLowerCase()]!;
    yield { ...edged(unitAround(now, unit, 0, fiscalYearStart), 'end'), ...spanOf(match) };
  }
  for (const match of text.matchAll(TUES)) {
    const day = comingWeekday(now, 'tue');
    yield { from: day, to: day, ...spanOf(match) };
  }
  for (const match of text.matchAll(DAY_OF_MONTH)) {
    const day = nextDayOfMonth(now, Number(match.groups!.day));
    if (day !== undefined) yield { from: day, to: day, ...spanOf(match) };
  }
  for (const match of text.matchAll(DAY_OF_THAT_MONTH)) {
    const { year, month } = addMonths(
      toDay(now.year, now.month, 1),
      RELATIVE[match.groups!.relative!.toLowerCase()]!,
    );
    const day = { year, month, day: Number(match.groups!.day) };
    if (isDay(day)) yield { from: day, to: day, ...spanOf(match) };
  }
  for (const match of text.matchAll(FORTNIGHT)) {
    const day = addDays(now, 14 * (COUNTS[match.groups!.count?.toLowerCase() ?? 'one'] ?? 1));
    yield { from: day, to: day, ...spanOf(match) };
  }
  for (const match of text.matchAll(DAY_AFTER_TOMORROW)) {
    yield { from: addDays(now, 2), to: addDays(now, 2), ...spanOf(match) };
  }
}

function seasonOf(year: number, season: string): Period {
  const month = SEASONS[season.toLowerCase()]!;
  return { from: toDay(year, month, 1), to: toDay(year, month + 3, 0) };
}

function countOf(written: string): number {
  return /^an?$/i.test(written) ? 1 : (COUNTS[written.toLowerCase()] ?? Number(written));
}

/** The next day of the week after today. */
function comingWeekday(now: Day, weekday: string): Day {
  const number = WEEKDAYS.indexOf(weekday.slice(0, 3).toLowerCase()) + 1;
  return addDays(now, ((number - weekdayOf(now) + 6) % 7) + 1);
}

/** "the last friday of the month", "second week of january": weeks of a month are its days 1-7, 8-14 and so on. */
function nthInMonth(groups: Record<string, string | undefined>, now: Day): Period {
  const { nth, week, weekday, this: running, month = '', year } = groups;
  const number = MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1;
  const { from, to } =
    number > 0
      ? monthPeriod(year === undefined ? now.year + (number < now.month ? 1 : 0) : Number(year), number)
      : monthPeriod(now.year, now.month + (running !== undefined ? 0 : 1));
  const isLast = nth!.toLowerCase() === 'last';
  const place = ORDINALS[nth!.toLowerCase()] ?? Number(nth![0]);
  if (week !== undefined) {
    const first = isLast ? addDays(to, -6) : addDays(from, 7 * (place - 1));
    return { from: first, to: addDays(first, 6) };
  }
  const day = isLast
    ? comingWeekday(addDays(to, -7), weekday!)
    : addDays(comingWeekday(addDays(from, -1), weekday!), 7 * (place - 1));
  return { from: day, to: day };
}

/** A quarter or half of the fiscal year; without a year the running one or the next to come. */
function quarterOrHalf(
  groups: Record<string, string | undefined>,
  now: Day,
  fiscalYearStart: number,
): Period | undefined {
  const { kind, digit, word = '', span, relative, lead, year = lead } = groups;
  const half = kind?.toUpperCase() === 'H' || span?.toLowerCase() === 'half';
  const number = digit === undefined ? ORDINALS[word.toLowerCase()]! : Number(digit);
  const named = relative !== undefined || year !== undefined;
  // "last quarter" is the previous one, "the second half" of anything else no date.
  if ((word !== '' && !named && (half || word.toLowerCase() === 'last')) || (half && number > 2))
    return undefined;
  const today = fiscalPosition(now, fiscalYearStart);
  const current = today.year + (RELATIVE[relative?.toLowerCase() ?? 'this'] ?? 0);
  const inYear = (fiscal: number): Period =>
    half
      ? {
          from: fiscalQuarter(fiscal, number * 2 - 1, fiscalYearStart).from,
          to: fiscalQuarter(fiscal, number * 2, fiscalYearStart).to,
        }
      : fiscalQuarter(fiscal, number, fiscalYearStart);
  if (year !== undefined) return inYear(2000 + Number(year));
  const period = inYear(current);
  return !named && formatDay(period.to) < formatDay(now) ? inYear(current + 1) : period;
}

function rolling(groups: Record<string, string | undefined>, now: Day): Period {
  const written = groups.count!.toLowerCase();
  const count = written === 'a' ? 1 : (COUNTS[written] ?? Number(written));
  const past = /^(?:last|past|previous)$/i.test(groups.side!);
  const other = moved(now, past ? -count : count, groups.unit!.toLowerCase());
  return past ? { from: other, to: now } : { from: now, to: other };
}

function moved(now: Day, count: number, unit: string): Day {
  if (unit === 'day') return addDays(now, count);
  if (unit === 'week' || unit === 'fortnight') return addDays(now, count * (unit === 'week' ? 7 : 14));
  return addMonths(now, count * (unit === 'month' ? 1 : unit === 'quarter' ? 3 : 12));
}

function edged(period: Period, edge: string | undefined): Period {
  return edge === undefined ? period : edgeOf(period, EDGES[edge.toLowerCase()]!);
}

function spanOf(match: RegExpExecArray) {
  return { start: match.index, end: match.index + match[0].length };
}
