/** A part of a day, HH:MM local: from `from`, before `to`; open where one is missing. */
export interface DayTime {
  readonly from?: string;
  readonly to?: string;
}

/** What a message says of the time of day, on whichever day: a time, or a part of the day. */
export type SaidTime = { readonly at: string } | DayTime;

const HOURS = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');
const PAST: Readonly<Record<string, number>> = { half: 30, quarter: 15 };
const NOON = 12 * 60;
/** An hour before it, without a half of the day, is one of the afternoon, when shops are open. */
const FIRST_OF_MORNING = 7 * 60;

const ENGLISH_TIME = `(?:(?<past>half|quarter) past )?(?<hour>\\d{1,2}|${HOURS.join('|')})(?:[:.](?<minute>[0-5]\\d))?(?: ?(?<half>[ap])\\.?m\\b\\.?| ?o['’]?clock\\b)?|(?<noon>noon|midday)`;
const CHINESE_TIME =
  '(?<half>凌晨|清晨|早上|上午|中午|下午|傍晚|晚上)?(?<hour>\\d{1,2}|[一二两三四五六七八九十]{1,3})(?:[点时]钟?(?<minute>半|一刻|三刻|\\d{1,2}(?=分|\\D|$)|[二三四五]?十[一二三四五六七八九]?)?分?|[:：](?<digits>[0-5]\\d))';

/** Names of groups may stand once in a pattern: those of the second time end in 2. */
const second = (time: string): string => time.replace(/\(\?<(\w+)>/g, '(?<$12>');

/** What nothing but a time is written as. */
const CLOCK = /\d ?[ap]\.?m\b|o['’]?clock|\d[:：.][0-5]\d(?!\d)|(?:half|quarter) past|noon|midday|[点时]/iu;
const isClock = (written: string): boolean => CLOCK.test(written);

const BETWEEN = [
  new RegExp(
    `(?<![\\p{L}\\p{N}])(?:between |from )?(?:${ENGLISH_TIME})(?: ?(?:-|–|to|and|until|till) ?)(?:${second(ENGLISH_TIME)})(?![\\p{L}\\p{N}])`,
    'iu',
  ),
  new RegExp(`(?:${CHINESE_TIME})(?:到|至|-|—|~)(?:${second(CHINESE_TIME)})`, 'u'),
];
const FROM = [
  new RegExp(`(?<!\\p{L})(?:after|from|not before)(?: about)? (?:${ENGLISH_TIME})(?![\\p{L}\\p{N}])`, 'iu'),
  new RegExp(`(?:${CHINESE_TIME})(?:以后|之后|后|起)`, 'u'),
];
const TO = [
  new RegExp(
    `(?<!\\p{L})(?:before|until|till|by|not after)(?: about)? (?:${ENGLISH_TIME})(?![\\p{L}\\p{N}])`,
    'iu',
  ),
  new RegExp(`(?:${CHINESE_TIME})(?:以前|之前|前)`, 'u'),
];
const AT = [
  new RegExp(
    `(?<![\\p{L}\\p{N}:.£$€-])(?<lead>at |around |about |the |say |or )?(?:${ENGLISH_TIME})(?![\\p{L}\\p{N}%]|[.,:]\\d)`,
    'iu',
  ),
  new RegExp(CHINESE_TIME, 'u'),
];

const PARTS: readonly (readonly [RegExp, DayTime])[] = [
  [/(?<!good )\bmornings?\b|(?:上午|早上)(?!好)/iu, { from: '06:00', to: '12:00' }],
  [/\blunch ?time\b|中午(?!好)/iu, { from: '12:00', to: '14:00' }],
  [/(?<!good )\bafternoons?\b|下午(?!好)/iu, { from: '12:00', to: '18:00' }],
  [/(?<!good )\bevenings?\b|傍晚|晚上(?!好)/iu, { from: '17:00' }],
];

/**
 * "3pm", "after 4", "between 2 and 4pm", "in the afternoon", 三点, 下午两点到四点, 3点以后. A bare number counts as a time only after "at"
 * or a word like it, or as the answer to a question for one. Undefined where nothing is said of the time of day.
 */
export function dayTimeIn(text: string, isAsked = false): SaidTime | undefined {
  const between = first(BETWEEN, text);
  if (between && (isClock(between[0]) || /^(?:between|from)/i.test(between[0]))) {
    const [from, to] = [minutesOf(between.groups!, ''), minutesOf(between.groups!, '2')];
    // 下午两点到七点: the half of the day of the first time is that of the second.
    const end = from !== undefined && to !== undefined && to <= from ? to + NOON : to;
    if (from !== undefined && end !== undefined && from < end) return { from: clock(from), to: clock(end) };
  }
  const from = minutesIn(FROM, text);
  if (from !== undefined) return { from: clock(from) };
  const to = minutesIn(TO, text);
  if (to !== undefined) return { to: clock(to) };
  const at = first(AT, text);
  const minutes =
    at && (at.groups!.lead || isClock(at[0]) || (isAsked && /\d/.test(at[0])))
      ? minutesOf(at.groups!, '')
      : undefined;
  if (minutes !== undefined) return { at: clock(minutes) };
  return PARTS.find(([part]) => part.test(text))?.[1];
}

/** Whether a text is a time and nothing else: "3pm", where "tomorrow 3pm" has a day. */
export const isTimeAlone = (text: string): boolean => first(AT, text)?.[0].trim() === text.trim();

function first(patterns: readonly RegExp[], text: string): RegExpExecArray | undefined {
  for (const pattern of patterns) {
    const match = pattern.exec(text);
    if (match) return match;
  }
  return undefined;
}

function minutesIn(patterns: readonly RegExp[], text: string): number | undefined {
  const match = first(patterns, text);
  return match && minutesOf(match.groups!, '');
}

/** Minutes since midnight, of the groups whose names end in `end`; undefined for what no clock shows. */
function minutesOf(groups: Record<string, string | undefined>, end: '' | '2'): number | undefined {
  const of = (name: string) => groups[name + end]?.toLowerCase();
  if (of('noon') !== undefined) return NOON;
  const hour = numberOf(of('hour')!);
  const minute = PAST[of('past') ?? ''] ?? minuteOf(of('minute') ?? of('digits'));
  if (!(hour < 24 && minute < 60)) return undefined;
  const written = 60 * hour + minute;
  const half = of('half');
  if (half === undefined) return written < FIRST_OF_MORNING ? written + NOON : written;
  const isAfternoon = /^p$|下午|傍晚|晚上|中午/u.test(half);
  // 中午十二点 and 12pm are noon, 12am is midnight.
  if (isAfternoon) return written < NOON && !(half === '中午' && hour >= 11) ? written + NOON : written;
  return half === 'a' && hour === 12 ? written - NOON : written;
}

function numberOf(written: string): number {
  const spoken = HOURS.indexOf(written);
  if (spoken >= 0) return spoken + 1;
  if (/^\d/.test(written)) return Number(written);
  const [tens, units] = written.includes('十') ? written.split('十') : ['零', written];
  return 10 * (tens === '' ? 1 : digitOf(tens)) + digitOf(units);
}

const DIGITS = '零一二三四五六七八九';
const digitOf = (written = ''): number => (written === '' ? 0 : DIGITS.indexOf(written.replace('两', '二')));

function minuteOf(written: string | undefined): number {
  if (written === undefined) return 0;
  return { 半: 30, 一刻: 15, 三刻: 45 }[written] ?? numberOf(written);
}

const clock = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
