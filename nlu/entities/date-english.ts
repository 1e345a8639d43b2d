import { en, type ParsedResult } from 'chrono-node';
import {
  type CalendarUnit,
  type Day,
  edgeOf,
  fiscalPosition,
  fiscalQuarter,
  isDay,
  monthPeriod,
  type Period,
  toDay,
  unitAround,
} from './calendar.ts';

/** A period found in the text; `at` is a time of day, HH:MM. */
export interface DatePhrase extends Period {
  readonly start: number;
  readonly end: number;
  readonly at?: string;
}

/** Chrono runs dozens of expressions over the text: only where one of these occurs, and only so far from it. */
const HINT =
  /(?<![a-z])(?:(?:to|yester)day|tonight|tomorrow|tmrw|tomorow|now|mon|tues?|wed|thur?s?|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december|days?|weeks?|months?|years?|hours?|minutes?|noon|midnight|ago|next|last|eod|eow)(?![a-z])|\d(?:st|nd|rd|th|am|pm)(?![a-z])|\d[/-]\d|\d:\d\d/gi;
const REACH = 40;

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
const UNIT_PHRASE =
  /(?<![\p{L}\p{N}])(?:(?:(?:the )?(?<edge>end|start|beginning|middle) of |(?<short>early|mid|late)[ -]))?(?:the )?(?:(?<relative>this|current|coming|next|following|last|previous|the) )?(?:fiscal |financial )?(?<unit>week(?:end)?|month|quarter|year)(?![\p{L}\p{N}'-])/giu;
const QUARTER =
  /(?<![\p{L}\p{N}])(?:(?<edge>end|start|beginning|middle) of )?(?:Q(?<digit>[1-4])|(?<word>first|second|third|fourth|last) quarter)(?: (?:of )?(?:FY ?)?(?<year>20\d\d|\d\d(?!\d))| (?:of )?(?<relative>this|next|last) year)?(?![\p{L}\p{N}])/giu;
const ORDINALS: Readonly<Record<string, number>> = { first: 1, second: 2, third: 3, fourth: 4, last: 4 };
const EDGES: Readonly<Record<string, 'start' | 'middle' | 'end'>> = {
  start: 'start',
  beginning: 'start',
  early: 'start',
  middle: 'middle',
  mid: 'middle',
  end: 'end',
  late: 'end',
};

export function* readEnglishDates(
  text: string,
  now: Day & { readonly hour: number; readonly minute: number },
  fiscalYearStart: number,
): Generator<DatePhrase> {
  for (const match of text.matchAll(QUARTER)) {
    const { edge, digit, word = '', year, relative } = match.groups!;
    const today = fiscalPosition(now, fiscalYearStart);
    const quarter = digit === undefined ? ORDINALS[word.toLowerCase()]! : Number(digit);
    if (word.toLowerCase() === 'last' && year === undefined && relative === undefined) continue;
    const written = year === undefined ? undefined : Number(year.length === 2 ? `20${year}` : year);
    const period = fiscalQuarter(
      written ?? today.year + (RELATIVE[relative?.toLowerCase() ?? 'this'] ?? 0),
      quarter,
      fiscalYearStart,
    );
    yield { ...edged(period, edge), ...spanOf(match) };
  }
  for (const match of text.matchAll(UNIT_PHRASE)) {
    const { edge, short, relative, unit } = match.groups!;
    // "a week", "3 months", "by week" say how long, not when.
    if (relative === undefined && edge === undefined) continue;
    if (relative?.toLowerCase() === 'the' && edge === undefined && unit?.toLowerCase() !== 'weekend')
      continue;
    const offset = RELATIVE[relative?.toLowerCase() ?? 'this'] ?? 0;
    const period = unitAround(now, unit!.toLowerCase() as CalendarUnit, offset, fiscalYearStart);
    yield { ...edged(period, edge ?? short), ...spanOf(match) };
  }
  yield* readWithChrono(text, now);
}

function edged(period: Period, edge: string | undefined): Period {
  return edge === undefined ? period : edgeOf(period, EDGES[edge.toLowerCase()]!);
}

function spanOf(match: RegExpExecArray) {
  return { start: match.index, end: match.index + match[0].length };
}

/** Chrono gets the neighbourhood of each hint; with a reference in UTC its fields are the shop's wall clock. */
function* readWithChrono(
  text: string,
  now: Day & { readonly hour: number; readonly minute: number },
): Generator<DatePhrase> {
  const reference = {
    instant: new Date(Date.UTC(now.year, now.month - 1, now.day, now.hour, now.minute)),
    timezone: 0,
  };
  for (const [from, to] of neighbourhoods(text)) {
    for (const result of en.GB.parse(text.slice(from, to), reference, { forwardDate: true })) {
      const phrase = toPhrase(result, from);
      if (phrase !== undefined) yield phrase;
    }
  }
}

const NEIGHBOURHOODS = 8;

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

function toPhrase(result: ParsedResult, offset: number): DatePhrase | undefined {
  const { start: first, end: last } = result;
  const from = { year: first.get('year')!, month: first.get('month')!, day: first.get('day')! };
  if (!isDay(from)) return undefined;
  const span = { start: offset + result.index, end: offset + result.index + result.text.length };
  const at =
    first.isCertain('hour') && !/\bnow\b/i.test(result.text)
      ? {
          at: `${String(first.get('hour')).padStart(2, '0')}:${String(first.get('minute') ?? 0).padStart(2, '0')}`,
        }
      : {};
  const to =
    last == null ? from : { year: last.get('year')!, month: last.get('month')!, day: last.get('day')! };
  if (last == null && !first.isCertain('day') && !first.isCertain('weekday') && first.isCertain('month')) {
    return { ...monthPeriod(from.year, from.month), ...span };
  }
  return { from, to: toDay(to.year, to.month, to.day), ...span, ...at };
}
