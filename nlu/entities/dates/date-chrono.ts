import type { ParsedResult } from 'chrono-node';
import { casual, GB } from 'chrono-node/en';
import {
  addDays,
  addMonths,
  type Day,
  formatDay,
  isDay,
  monthPeriod,
  type Period,
  toDay,
} from './calendar.ts';

/** A period found in the text; `at` is a time of day, HH:MM. */
export interface DatePhrase extends Period {
  readonly start: number;
  readonly end: number;
  readonly at?: string;
}

/** Now on the shop's wall clock. */
export type LocalNow = Day & { readonly hour: number; readonly minute: number };

/** Chrono runs dozens of expressions over the text: only where one of these occurs, and only so far from it. */
const HINT =
  /(?<![a-z])(?:(?:to|yester)day|tonight|tomorrow|tmrw|tomorow|mon|tues?|wed|thur?s?|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december|days?|weeks?|months?|years?|hours?|noon|midnight|ago)(?![a-z])|\d(?:am|pm)(?![a-z])|\d[/.-]\d|\d:\d\d/gi;
const REACH = 40;
const NEIGHBOURHOODS = 8;
/** How long, how often, "the year", "now": not when. Names of days that are mostly other words need company. */
const NO_DATE =
  /^(?:(?:about |over )?(?:an?|the|\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|few|half an?) (?:days?|weeks?|months?|years?|hours?|minutes?|seconds?)|this (?:hour|minute|second)|now|sun|sat|mar|(?:at )?\d+\.\d+|24\/7)$/i;

/** Days and times that chrono-node reads. With a reference in UTC, its fields are the shop's wall clock. */
export function* readWithChrono(text: string, now: LocalNow, monthFirst: boolean): Generator<DatePhrase> {
  const instant = new Date(Date.UTC(now.year, now.month - 1, now.day, now.hour, now.minute));
  const parser = monthFirst ? casual : GB;
  for (const [from, to] of neighbourhoods(text)) {
    const part = text.slice(from, to);
    const isPast = PAST.test(part);
    for (const result of parser.parse(part, { instant, timezone: 0 }, { forwardDate: !isPast })) {
      const found = NO_DATE.test(result.text) ? undefined : toPhrase(result, from, now);
      if (found === undefined) continue;
      yield isPast && SINCE.test(part.slice(0, result.index)) ? before(found, result, now) : found;
    }
  }
}

/** Not the "past" of "half past two". */
const PAST = /\b(?:last|(?<!\b(?:half|quarter|five|ten|twenty) )past|since)\b/i;
const SINCE = /\bsince $/i;

/** "since tuesday", "since may": the one that is over. */
function before(found: DatePhrase, { start }: ParsedResult, now: Day): DatePhrase {
  if (formatDay(found.from) <= formatDay(now)) return found;
  if (start.isCertain('weekday') && !start.isCertain('day')) {
    return { ...found, from: addDays(found.from, -7), to: addDays(found.to, -7) };
  }
  return { ...found, from: addMonths(found.from, -12), to: addMonths(found.to, -12) };
}

function neighbourhoods(text: string): [number, number][] {
  const found: [number, number][] = [];
  for (const match of text.matchAll(HINT)) {
    const last = found.at(-1);
    const [from, to] = [
      Math.max(0, match.index - REACH),
      Math.min(text.length, match.index + match[0].length + REACH),
    ];
    if (last !== undefined && from <= last[1] && to - last[0] <= 240) last[1] = to;
    else if (found.length === NEIGHBOURHOODS) break;
    else found.push([last === undefined ? from : Math.max(from, last[1]), to]);
  }
  return found;
}

function toPhrase(result: ParsedResult, offset: number, now: Day): DatePhrase | undefined {
  const { start: first, end: last } = result;
  const from = { year: first.get('year')!, month: first.get('month')!, day: first.get('day')! };
  if (!isDay(from) || from.year < 1900) return undefined;
  const length = result.text.replace(/[\s\p{P}]+$/u, '').length;
  const span = { start: offset + result.index, end: offset + result.index + length };
  const minute = first.get('minute') ?? 0;
  // "at 3" is in the afternoon, when shops are open.
  const written = first.get('hour') ?? 0;
  const hour =
    written > 0 && written < 7 && !first.isCertain('meridiem') && !/:\d/.test(result.text)
      ? written + 12
      : written;
  const at = first.isCertain('hour')
    ? { at: `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` }
    : {};
  if (last == null && !first.isCertain('day') && !first.isCertain('weekday') && first.isCertain('month')) {
    const day = dayOfMonth(result.text, from.month, now);
    // "march" said in March is the month that runs.
    const isRunning = from.month === now.month && !first.isCertain('year');
    const year = isRunning ? now.year : from.year;
    return day ? { from: day, to: day, ...span } : { ...monthPeriod(year, from.month), ...span };
  }
  const to = last == null ? from : toDay(last.get('year')!, last.get('month')!, last.get('day')!);
  return { from, to, ...span, ...at };
}

/** "jan 15" is the next 15 January and not the month of another year, as "jan '15" and "jan 2015" are. */
function dayOfMonth(written: string, month: number, now: Day): Day | undefined {
  const [, number] = /[a-z]\.? (\d{1,2})$/i.exec(written.trim()) ?? [];
  const day = { year: now.year, month, day: Number(number) };
  if (number === undefined || !isDay(day)) return undefined;
  return formatDay(day) < formatDay(now) ? { ...day, year: now.year + 1 } : day;
}
