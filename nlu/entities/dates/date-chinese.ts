import {
  addDays,
  addMonths,
  type CalendarUnit,
  type Day,
  daysBetween,
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
import { numberOf, timeAfter } from './chinese-time.ts';
import type { DatePhrase } from './date-chrono.ts';

const RELATIVE_DAYS: Readonly<Record<string, number>> = {
  大前天: -3,
  前天: -2,
  昨天: -1,
  昨日: -1,
  今天: 0,
  今日: 0,
  今早: 0,
  今晚: 0,
  当天: 0,
  明天: 1,
  明日: 1,
  明早: 1,
  明晚: 1,
  后天: 2,
  大后天: 3,
};
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
/** 底 and 末 are deadlines, the last day; the others are thirds. */
const EDGES: Readonly<Record<string, Edge>> = {
  初: 'early',
  上旬: 'early',
  中: 'mid',
  中旬: 'mid',
  底: 'end',
  末: 'end',
  下旬: 'late',
};
const YEARS: Readonly<Record<string, number>> = { 前年: -2, 去年: -1, 今年: 0, 本年: 0, 明年: 1, 后年: 2 };

const N = '(?:\\d{1,4}|[零〇一二两三四五六七八九十]{1,4})';
const YEAR = '(?:(?<year>\\d{4})年|(?<named>[前去今本明后]年))';
const EDGE = '(?:的?(?<edge>[初底末]|[上中下]旬))';
const WEEK = '(?:周|星期|礼拜)';
const FISCAL = '(?<which>[上下这本今明去])个?财年';
const WHICH = '(?<which>上上|下下|[上下这本])';

type Groups = Readonly<Record<string, string | undefined>>;
interface Rule {
  readonly pattern: RegExp;
  read(groups: Groups, today: Day, fiscalYearStart: number): Period | undefined;
}

const RULES: readonly Rule[] = [
  {
    pattern: /(?<day>大?[前后]天|[昨今明][天日]|[今明][早晚]|当天)/gu,
    read: ({ day }, today) => single(addDays(today, RELATIVE_DAYS[day!]!)),
  },
  {
    // 周三 is the next to come, today included; 下周三 that of the next week.
    pattern: new RegExp(`(?:${WHICH}个?)?${WEEK}(?<day>[一二三四五六日天])`, 'gu'),
    read: ({ which, day }, today) => {
      const number = '一二三四五六'.indexOf(day!) + 1 || 7;
      const inThisWeek = addDays(today, number - weekdayOf(today));
      if (which !== undefined) return single(addDays(inThisWeek, 7 * offsetOf(which)));
      return single(number < weekdayOf(today) ? addDays(inThisWeek, 7) : inThisWeek);
    },
  },
  {
    pattern: new RegExp(`${YEAR}?(?<month>${N})月(?<day>${N})[日号](?:[到至~-](?<last>${N})[日号])?`, 'gu'),
    read: ({ year, named, month, day, last }, today) => {
      const written = yearOf(today, year, named);
      const from = { year: written ?? today.year, month: numberOf(month), day: numberOf(day) };
      const to = { ...from, day: last === undefined ? from.day : numberOf(last) };
      if (!isDay(from) || !isDay(to)) return undefined;
      const forward = written === undefined && formatDay(to) < formatDay(today) ? 1 : 0;
      return { from: { ...from, year: from.year + forward }, to: { ...to, year: to.year + forward } };
    },
  },
  {
    pattern: new RegExp(
      `(?<![\\d月年第])(?:(?<which>[上下这本])个?月)?(?<day>${N})[号日](?![码线楼店])`,
      'gu',
    ),
    read: ({ which, day }, today) => {
      const number = numberOf(day);
      if (which === undefined) {
        const next = nextDayOfMonth(today, number);
        return next && single(next);
      }
      return single({ ...monthPeriod(today.year, today.month + offsetOf(which)).from, day: number });
    },
  },
  {
    pattern: new RegExp(
      `${YEAR}?(?<![\\d个])(?<month>\\d{1,2}|[一二三四五六七八九十]{1,2})月份?${EDGE}?(?![\\d一二三四五六七八九十])`,
      'gu',
    ),
    read: ({ year, named, month, edge }, today) => {
      const number = numberOf(month);
      if (!(number >= 1 && number <= 12)) return undefined;
      const forward = today.year + (number < today.month ? 1 : 0);
      return edged(monthPeriod(yearOf(today, year, named) ?? forward, number), edge);
    },
  },
  {
    // A quarter without a year is the running one or the next to come.
    pattern: new RegExp(
      `(?:${YEAR}|${FISCAL}|(?<fiscal>20\\d{2})财年)?的?第?(?<quarter>[一二三四1-4])(?:季度|财季)${EDGE}?`,
      'gu',
    ),
    read: ({ which, fiscal, year = fiscal, named, quarter, edge }, today, start) => {
      const current = fiscalPosition(today, start).year + (YEARS[named ?? ''] ?? 0) + fiscalOffset(which);
      const period = fiscalQuarter(year === undefined ? current : Number(year), numberOf(quarter), start);
      const past =
        year === undefined &&
        named === undefined &&
        which === undefined &&
        formatDay(period.to) < formatDay(today);
      return edged(past ? fiscalQuarter(current + 1, numberOf(quarter), start) : period, edge);
    },
  },
  {
    pattern: new RegExp(`(?:${FISCAL}|(?<year>20\\d{2})财年|财年(?=[初底末]))${EDGE}?`, 'gu'),
    read: ({ which, year, edge }, today, start) => {
      const current = fiscalPosition(today, start).year + fiscalOffset(which);
      return edged(fiscalYear(year === undefined ? current : Number(year), start), edge);
    },
  },
  {
    pattern: new RegExp(`${YEAR}?(?<half>[上下])半年`, 'gu'),
    read: ({ year, named, half }, today) => {
      const written = yearOf(today, year, named) ?? today.year;
      return half === '上'
        ? { from: toDay(written, 1, 1), to: toDay(written, 6, 30) }
        : { from: toDay(written, 7, 1), to: toDay(written, 12, 31) };
    },
  },
  {
    pattern: new RegExp(
      `${WHICH}个?(?<unit>周末|周|星期|礼拜|月|季度|季)${EDGE}?(?![一二三四五六日天])`,
      'gu',
    ),
    read: ({ which, unit, edge }, today, start) =>
      edged(unitAround(today, UNITS[unit!]!, offsetOf(which), start), edge),
  },
  {
    // 月初 is that of the next month when this one's is over.
    pattern:
      /(?<![\d一二三四五六七八九十个上下这本半去今明前后])(?<unit>月|季度?|年)(?<edge>[初底末]|中旬?(?![\p{Script=Han}]))/gu,
    read: ({ unit, edge }, today, start) => {
      const inUnit = (offset: number) => edged(unitAround(today, UNITS[unit!]!, offset, start), edge);
      const running = inUnit(0);
      return formatDay(running.to) < formatDay(today) ? inUnit(1) : running;
    },
  },
  {
    pattern: new RegExp(
      `(?<!不|难|经)过(?<count>${N}|半)个?(?<unit>天|周|星期|礼拜|月)(?![之以]?[内后前])`,
      'gu',
    ),
    read: ({ count, unit }, today) => single(moved(today, numberOf(count), unit!)),
  },
  { pattern: /(?<![上下这本])周末/gu, read: (_, today, start) => unitAround(today, 'weekend', 0, start) },
  {
    pattern: new RegExp(`(?<![\\d])${YEAR}${EDGE}?`, 'gu'),
    read: ({ year, named, edge }, today, start) =>
      edged(
        year === undefined
          ? unitAround(today, 'year', YEARS[named!]!, start)
          : { from: toDay(Number(year), 1, 1), to: toDay(Number(year), 12, 31) },
        edge,
      ),
  },
  {
    pattern: new RegExp(
      `(?<count>${N}|半)个?(?<unit>天|日|周|星期|礼拜|月|年)(?:之|以)?(?<side>[内后前])`,
      'gu',
    ),
    read: ({ count, unit, side }, today) => {
      // 5日前 is by the 5th, as 5号前 is.
      if (unit === '日' && side === '前') return undefined;
      const other = moved(today, (side === '前' ? -1 : 1) * numberOf(count), unit!);
      return side === '内' ? { from: today, to: other } : single(other);
    },
  },
  {
    pattern: new RegExp(
      `(?<side>未来|接下来|今后|过去|最近|近)(?:的)?(?<count>${N}|半)个?(?<unit>天|日|周|星期|礼拜|月|年)`,
      'gu',
    ),
    read: ({ count, unit, side }, today) => {
      const past = /^(?:过去|最近|近)$/u.test(side!);
      const other = moved(today, (past ? -1 : 1) * numberOf(count), unit!);
      return past ? { from: other, to: today } : { from: today, to: other };
    },
  },
];

/** Days and periods written in Chinese. */
export function* readChineseDates(text: string, today: Day, fiscalYearStart: number): Generator<DatePhrase> {
  if (!/\p{Script=Han}/u.test(text)) return;
  for (const { pattern, read } of RULES) {
    for (const match of text.matchAll(pattern)) {
      const period = read(match.groups ?? {}, today, fiscalYearStart);
      if (period === undefined || !isDay(period.from) || !isDay(period.to)) continue;
      const [start, end] = [match.index, match.index + match[0].length];
      const time =
        daysBetween(period.from, period.to) === 0
          ? timeAfter(match[0], text.slice(end, end + 12))
          : undefined;
      if (time === undefined) yield { ...period, start, end };
      else yield { ...period, start, end: end + time.length, at: time.at };
    }
  }
}

function single(day: Day): Period {
  return { from: day, to: day };
}

function offsetOf(which: string | undefined): number {
  if (which === undefined || '这本'.includes(which)) return 0;
  return (which.startsWith('下') ? 1 : -1) * which.length;
}

function fiscalOffset(which: string | undefined): number {
  return { 上: -1, 去: -1, 下: 1, 明: 1 }[which ?? ''] ?? 0;
}

function edged(period: Period, edge: string | undefined): Period {
  return edge === undefined ? period : edgeOf(period, EDGES[edge]!);
}

function yearOf(today: Day, year: string | undefined, named: string | undefined): number | undefined {
  if (year !== undefined) return Number(year);
  return named === undefined ? undefined : today.year + YEARS[named]!;
}

/** Half a month is 15 days, half a week four. */
function moved(today: Day, count: number, unit: string): Day {
  if (unit === '天' || unit === '日') return addDays(today, Math.round(count));
  if (unit === '月')
    return Number.isInteger(count) ? addMonths(today, count) : addDays(today, Math.round(count * 30));
  if (unit === '年') return addMonths(today, Math.round(count * 12));
  return addDays(today, Math.round(count * 7));
}
