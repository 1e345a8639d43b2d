import { addDays, type Day, formatDay, toDay, weekdayOf } from './calendar.ts';

type DayOfYear = (year: number) => Day;

/** Named days that shops talk about, by the words for them. */
const HOLIDAYS: readonly (readonly [RegExp, DayOfYear])[] = [
  [/christmas eve|xmas eve|平安夜/giu, (year) => toDay(year, 12, 24)],
  [/christmas(?: day)?|x-?mas|圣诞节?/giu, (year) => toDay(year, 12, 25)],
  [/boxing day/giu, (year) => toDay(year, 12, 26)],
  [/new year(?:['’]?s)? eve/giu, (year) => toDay(year, 12, 31)],
  [/new year(?:['’]?s)?(?: day)?|元旦/giu, (year) => toDay(year, 1, 1)],
  [/valentine(?:['’]?s)?(?: day)?|情人节/giu, (year) => toDay(year, 2, 14)],
  [/good friday|耶稣受难日/giu, (year) => addDays(easter(year), -2)],
  [/easter monday/giu, (year) => addDays(easter(year), 1)],
  [/双(?:十一|11)/gu, (year) => toDay(year, 11, 11)],
  [/双(?:十二|12)/gu, (year) => toDay(year, 12, 12)],
  [/除夕|(?:大年|年)三十/gu, (year) => addDays(springFestival(year), -1)],
  [/七夕节?/gu, (year) => lunarDay(year, 7, 7)],
  [/halloween|万圣节/giu, (year) => toDay(year, 10, 31)],
  [/easter(?: sunday)?|复活节/giu, easter],
  [/mother(?:['’]?s|s['’]?) day/giu, (year) => addDays(easter(year), -21)],
  [/father(?:['’]?s|s['’]?) day|父亲节/giu, (year) => nthWeekday(year, 6, 7, 3)],
  [/母亲节/gu, (year) => nthWeekday(year, 5, 7, 2)],
  [/black friday|黑色星期五|黑五/giu, (year) => addDays(nthWeekday(year, 11, 4, 4), 1)],
  [/五一|劳动节/gu, (year) => toDay(year, 5, 1)],
  [/国庆节?/gu, (year) => toDay(year, 10, 1)],
  [/chinese new year|lunar new year|spring festival|春节/giu, springFestival],
  [/端午节?/gu, (year) => lunarDay(year, 5, 5)],
  [/中秋节?|mid-autumn(?: festival)?/giu, (year) => lunarDay(year, 8, 15)],
];

const ANY = new RegExp(HOLIDAYS.map(([words]) => words.source).join('|'), 'iu');

/** The year of a holiday: 2027年春节, 明年春节, "next year's easter", "easter 2027", "easter next year". */
const LED_BY =
  /(?:(?<year>20\d\d)年|(?<named>[去今明]年|(?:last|this|next) year(?=['’]s )))(?:的|['’]s )?$/iu;
const FOLLOWED_BY = /^ (?:(?<year>20\d\d)(?!\d)|(?<named>(?:last|this|next) year)(?!['’\p{L}]))/iu;
const YEARS: Readonly<Record<string, number>> = {
  去年: -1,
  今年: 0,
  明年: 1,
  'last year': -1,
  'this year': 0,
  'next year': 1,
};

/** Holidays in the text, each as its next date from today on, or the one before after "last". */
export function* readHolidays(text: string, today: Day): Generator<{ start: number; end: number; day: Day }> {
  if (!ANY.test(text)) return;
  for (const [words, dayOf] of HOLIDAYS) {
    for (const match of text.matchAll(words)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (/[a-z]/i.test(match[0]) && /[a-z]/i.test((text[start - 1] ?? '') + (text[end] ?? ''))) continue;
      const thisYear = dayOf(today.year);
      const isOver = formatDay(thisYear) < formatDay(today);
      const isPast = /(?:last |since )$/i.test(text.slice(Math.max(0, start - 6), start));
      const led = LED_BY.exec(text.slice(Math.max(0, start - 12), start));
      const followed = FOLLOWED_BY.exec(text.slice(end, end + 12));
      const written = led?.groups?.year ?? followed?.groups?.year;
      const named = led?.groups?.named ?? followed?.groups?.named;
      const next = today.year + (isPast ? (isOver ? 0 : -1) : isOver ? 1 : 0);
      const year =
        written !== undefined
          ? Number(written)
          : named !== undefined
            ? today.year + YEARS[named.toLowerCase()]!
            : next;
      yield {
        start: start - (led?.[0].length ?? 0),
        end: end + (led ? 0 : (followed?.[0].length ?? 0)),
        day: dayOf(year),
      };
    }
  }
}

/** Western Easter Sunday: the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, 1991, chapter 8). */
export function easter(year: number): Day {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const days = h + l - 7 * m + 114;
  return toDay(year, Math.floor(days / 31), (days % 31) + 1);
}

/** Where the new moon falls minutes from midnight in Beijing, ICU's approximation is a day off. */
const CORRECTED: Readonly<Record<number, number>> = { 2027: 6, 2030: 3 };

function springFestival(year: number): Day {
  const corrected = CORRECTED[year];
  return corrected === undefined ? lunarDay(year, 1, 1) : toDay(year, 2, corrected);
}

/** The nth given weekday (1 Monday to 7 Sunday) of a month. */
function nthWeekday(year: number, month: number, weekday: number, nth: number): Day {
  const first = toDay(year, month, 1);
  return addDays(first, ((weekday - weekdayOf(first) + 7) % 7) + 7 * (nth - 1));
}

const lunar = new Intl.DateTimeFormat('en-u-ca-chinese', {
  timeZone: 'UTC',
  month: 'numeric',
  day: 'numeric',
});

/** Few: the years of a century by the holidays above. */
const lunarDays = new Map<string, Day>();

/**
 * The day of a Gregorian year that is a given month and day of the Chinese calendar (no leap month). Finding one takes
 * some hundred times as long as reading it in a message, so each is kept.
 */
function lunarDay(year: number, month: number, day: number): Day {
  const key = `${year}-${month}-${day}`;
  const known = lunarDays.get(key) ?? findLunarDay(year, month, day);
  lunarDays.set(key, known);
  return known;
}

function findLunarDay(year: number, month: number, day: number): Day {
  // Month m of the Chinese calendar begins between 21 January and 20 February, m - 1 months later.
  const start = toDay(year, month, 20);
  for (let offset = 0; offset < 62; offset += 1) {
    const candidate = addDays(start, offset);
    const parts = lunar.formatToParts(new Date(Date.UTC(candidate.year, candidate.month - 1, candidate.day)));
    const [lunarMonth, lunarDayOfMonth] = parts.filter(({ type }) => type === 'month' || type === 'day');
    if (lunarMonth?.value === String(month) && lunarDayOfMonth?.value === String(day)) return candidate;
  }
  return start;
}
