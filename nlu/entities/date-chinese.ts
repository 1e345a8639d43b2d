import {
  addDays,
  addMonths,
  type CalendarUnit,
  type Day,
  edgeOf,
  fiscalPosition,
  fiscalQuarter,
  isDay,
  monthPeriod,
  type Period,
  unitAround,
  weekdayOf,
} from './calendar.ts';
import { chineseNumeral } from './chinese-numeral.ts';
import type { DatePhrase } from './date-english.ts';

const N = '(?:\\d{1,4}|[零〇一二两三四五六七八九十]{1,4})';
const RELATIVE_DAYS = new Map([
  ['大前天', -3],
  ['前天', -2],
  ['昨天', -1],
  ['昨日', -1],
  ['今天', 0],
  ['今日', 0],
  ['今晚', 0],
  ['明天', 1],
  ['明日', 1],
  ['明晚', 1],
  ['后天', 2],
  ['大后天', 3],
]);
const UNITS: Readonly<Record<string, CalendarUnit>> = {
  周: 'week',
  星期: 'week',
  礼拜: 'week',
  周末: 'weekend',
  月: 'month',
  季度: 'quarter',
  季: 'quarter',
  年: 'year',
};
const EDGES: Readonly<Record<string, 'start' | 'middle' | 'end'>> = {
  初: 'start',
  上旬: 'start',
  中: 'middle',
  中旬: 'middle',
  底: 'end',
  末: 'end',
  下旬: 'end',
};
const YEARS: Readonly<Record<string, number>> = { 前年: -2, 去年: -1, 今年: 0, 本年: 0, 明年: 1, 后年: 2 };
const HALF_DAYS: Readonly<Record<string, number>> = { 下午: 12, 晚上: 12, 傍晚: 12, 今晚: 12, 明晚: 12 };

const DAY_WORD = /大?[前后]天|[昨今明][天日]|[今明]晚/gu;
const WEEKDAY = /(?<which>上上|下下|[上下这本])?个?(?:周|星期|礼拜)(?<day>[一二三四五六日天])/gu;
const FULL = new RegExp(
  `(?:(?<year>\\d{4})年|(?<named>[去今明后]年))?(?<month>${N})月(?<day>${N})[日号]`,
  'gu',
);
const DAY_OF_MONTH = new RegExp(`(?<![\\d月])(?<which>[上下这本]个?月)?(?<day>${N})号(?![码线楼])`, 'gu');
const MONTH =
  /(?:(?<year>\d{4})年|(?<named>[去今明后]年))?(?<![\d个])(?<month>\d{1,2}|[一二三四五六七八九十]{1,2})月份?(?<edge>[初底中末]|[上中下]旬)?(?![\d一二三四五六七八九十])/gu;
const UNIT =
  /(?:(?<which>上上|下下|[上下这本])个?(?<unit>周末|周|星期|礼拜|月|季度|季)|(?<bare>月|季度?|周)(?=[初底末])|(?<named>[前去今明后]年)|(?<weekend>周末)|(?<yearly>年)(?=[底末初]))(?:的?(?<edge>[初底末]|[上中下]旬|中旬))?(?![一二三四五六日天])/gu;
const QUARTER =
  /(?:(?<year>\d{4})年|(?<named>[去今明后]年))?的?第?(?<quarter>[一二三四1-4])季度(?<edge>[初底末])?/gu;
const DISTANCE = new RegExp(
  `(?<count>${N}|半)个?(?<unit>天|日|周|星期|礼拜|月|年)(?:之|以)?(?<side>[内后前])`,
  'gu',
);
const TIME =
  /^(?:的)?(?<half>凌晨|早上|上午|中午|下午|傍晚|晚上)?(?<hour>\d{1,2}|[一二两三四五六七八九十]{1,3})(?:点|:|：)(?<minute>半|\d{1,2}|[一二三四五]?十[一二三四五六七八九]?)?/u;

/** Days and periods written in Chinese, longest first where they begin at the same place. */
export function* readChineseDates(text: string, now: Day, fiscalYearStart: number): Generator<DatePhrase> {
  if (!/\p{Script=Han}/u.test(text)) return;
  const phrase = (match: RegExpExecArray, period: Period | undefined): DatePhrase[] => {
    if (period === undefined || !isDay(period.from)) return [];
    const [start, end] = [match.index, match.index + match[0].length];
    if (formatless(period) !== 0) return [{ ...period, start, end }];
    const time = timeAfter(match[0], text.slice(end, end + 12));
    return [
      time === undefined
        ? { ...period, start, end }
        : { ...period, start, end: end + time.length, at: time.at },
    ];
  };
  for (const match of text.matchAll(DAY_WORD)) {
    const offset = RELATIVE_DAYS.get(match[0]);
    if (offset !== undefined) yield* phrase(match, single(addDays(now, offset)));
  }
  for (const match of text.matchAll(WEEKDAY))
    yield* phrase(match, single(weekday(now, match.groups!.day!, match.groups!.which)));
  for (const match of text.matchAll(FULL)) {
    const { year, named, month, day } = match.groups!;
    const [monthNumber, dayNumber] = [chineseNumber(month!), chineseNumber(day!)];
    if (monthNumber === undefined || dayNumber === undefined) continue;
    const written = yearOf(now, year, named);
    const date = { year: written ?? now.year, month: monthNumber, day: dayNumber };
    yield* phrase(
      match,
      isDay(date)
        ? single(written === undefined && isBefore(date, now) ? { ...date, year: now.year + 1 } : date)
        : undefined,
    );
  }
  for (const match of text.matchAll(DAY_OF_MONTH)) {
    const { which, day } = match.groups!;
    const number = chineseNumber(day!);
    if (number === undefined || number > 31) continue;
    const offset = which === undefined ? (number < now.day ? 1 : 0) : offsetOf(which[0]);
    const { from } = monthPeriod(now.year, now.month + offset);
    const date = { ...from, day: number };
    yield* phrase(match, isDay(date) ? single(date) : undefined);
  }
  for (const match of text.matchAll(MONTH)) {
    const { year, named, month, edge } = match.groups!;
    const number = chineseNumber(month!);
    if (number === undefined || number < 1 || number > 12) continue;
    const past = yearOf(now, year, named) === undefined && number < now.month;
    const period = monthPeriod(yearOf(now, year, named) ?? now.year + (past ? 1 : 0), number);
    yield* phrase(match, edged(period, edge));
  }
  for (const match of text.matchAll(QUARTER)) {
    const { year, named, quarter, edge } = match.groups!;
    const fiscalYear =
      year === undefined
        ? fiscalPosition(now, fiscalYearStart).year + (YEARS[named ?? ''] ?? 0)
        : Number(year);
    yield* phrase(match, edged(fiscalQuarter(fiscalYear, chineseNumber(quarter!)!, fiscalYearStart), edge));
  }
  for (const match of text.matchAll(UNIT)) {
    const { which, unit, bare, named, weekend, yearly, edge } = match.groups!;
    const calendarUnit = UNITS[unit ?? bare ?? ''] ?? (weekend === undefined ? 'year' : 'weekend');
    const offset = named === undefined ? offsetOf(which) : YEARS[named]!;
    const period = unitAround(now, calendarUnit, offset, fiscalYearStart);
    if (bare === undefined && yearly === undefined) yield* phrase(match, edged(period, edge));
    else yield* phrase(match, edge === undefined ? undefined : edged(period, edge));
  }
  for (const match of text.matchAll(DISTANCE)) {
    const { count, unit, side } = match.groups!;
    const number = count === '半' ? 0.5 : chineseNumber(count!);
    if (number !== undefined && number <= 1000) yield* phrase(match, distance(now, number, unit!, side!));
  }
}

function single(day: Day): Period {
  return { from: day, to: day };
}

/** 0 for a single day. */
function formatless({ from, to }: Period): number {
  return Date.UTC(to.year, to.month, to.day) - Date.UTC(from.year, from.month, from.day);
}

function offsetOf(which: string | undefined): number {
  if (which === undefined || '这本'.includes(which)) return 0;
  return (which.startsWith('下') ? 1 : -1) * which.length;
}

function edged(period: Period, edge: string | undefined): Period {
  return edge === undefined ? period : edgeOf(period, EDGES[edge]!);
}

/** 周三 is the next one to come (today included), 下周三 that of the next week. */
function weekday(now: Day, day: string, which: string | undefined): Day {
  const number = '一二三四五六'.indexOf(day) + 1 || 7;
  const inThisWeek = addDays(now, number - weekdayOf(now));
  if (which !== undefined) return addDays(inThisWeek, 7 * offsetOf(which));
  return number < weekdayOf(now) ? addDays(inThisWeek, 7) : inThisWeek;
}

function yearOf(now: Day, year: string | undefined, named: string | undefined): number | undefined {
  if (year !== undefined) return Number(year);
  return named === undefined ? undefined : now.year + (YEARS[named] ?? 0);
}

function distance(now: Day, count: number, unit: string, side: string): Period {
  const step = (sign: 1 | -1): Day => {
    if (unit === '天' || unit === '日') return addDays(now, sign * Math.ceil(count));
    if (unit === '月') return count < 1 ? addDays(now, sign * 15) : addMonths(now, sign * count);
    if (unit === '年') return addMonths(now, sign * Math.round(count * 12));
    return addDays(now, sign * Math.ceil(count * 7));
  };
  if (side === '内') return { from: now, to: step(1) };
  return single(step(side === '后' ? 1 : -1));
}

function timeAfter(word: string, following: string): { length: number; at: string } | undefined {
  const match = TIME.exec(following);
  const hour = chineseNumber(match?.groups?.hour ?? '');
  if (match === null || hour === undefined || hour > 24) return undefined;
  const { half = word.endsWith('晚') ? '晚上' : '', minute = '0' } = match.groups!;
  const minutes = minute === '半' ? 30 : (chineseNumber(minute) ?? 0);
  const shifted = hour < 12 ? hour + (HALF_DAYS[half] ?? 0) : hour;
  return {
    length: match[0].length,
    at: `${String(shifted % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`,
  };
}

function chineseNumber(written: string): number | undefined {
  return /^\d+$/.test(written) ? Number(written) : written === '' ? undefined : chineseNumeral(written);
}

function isBefore(a: Day, b: Day): boolean {
  return Date.UTC(a.year, a.month, a.day) < Date.UTC(b.year, b.month, b.day);
}
