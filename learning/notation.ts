/** How numbers and dates are written in a column of text cells. */
import type { Separator } from './csv.ts';

const MISSING = new Set(['', 'na', 'n/a', '#n/a', 'nan', 'null', '-', '?']);
const LONGEST_MISSING = 4;

/** Nothing, or one of the signs by which programs say so. */
export function isMissing(cell: string): boolean {
  const text = cell.trim();
  return text.length <= LONGEST_MISSING && MISSING.has(text.toLowerCase());
}

/** Ways to write a number in the order in which they are tried, each with its reader: NaN where the text is none. A date counts days. */
const FORMS = {
  /** 1234.5 */
  point: Number,
  /** 1234,5 and 1.234,5, as programs write them in countries where the comma is the decimal mark. */
  comma: (text: string): number =>
    /^[+-]?([1-9]\d{0,2}(\.\d{3})+|\d+)(,\d+)?(e[+-]?\d+)?$/i.test(text)
      ? Number(text.replaceAll('.', '').replace(',', '.'))
      : Number.NaN,
  /** 1,234.5 */
  grouped: (text: string): number =>
    /^[+-]?([1-9]\d{0,2}(,\d{3})+|\d+)(\.\d+)?$/.test(text) ? Number(text.replaceAll(',', '')) : Number.NaN,
  /** 2026-03-01, 2026/3/1 14:30, 2026年3月1日 */
  yearFirst: dateReader(/^(?<year>\d{4})(?<mark>[-/.年])(?<month>\d\d?)(?:\k<mark>|月)(?<day>\d\d?)日?$/),
  /** 1.3.2026, 01/03/2026 14:30 */
  dayFirst: dateReader(/^(?<day>\d\d?)(?<mark>[-/.])(?<month>\d\d?)\k<mark>(?<year>\d{4})$/),
  /** 3/1/2026 */
  monthFirst: dateReader(/^(?<month>\d\d?)(?<mark>[-/.])(?<day>\d\d?)\k<mark>(?<year>\d{4})$/),
} as const;

type Form = keyof typeof FORMS;
const NUMBERS: readonly Form[] = ['point', 'comma', 'grouped'];
const DATES: readonly Form[] = ['yearFirst', 'dayFirst', 'monthFirst'];

export interface Notation {
  readonly form: Form;
  /** A currency sign or % that goes with every number of the column, before or after it; else empty. */
  readonly unit: string;
}

export const isDate = ({ form }: Notation): boolean => DATES.includes(form);

const TIME = /[T ](\d\d?):([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?Z?$/;
const DAY_MINUTES = 1440;
const DAY_MS = 86_400_000;

/** Reads days since 1970-01-01, in UTC, of a date with or without a time of day. */
function dateReader(pattern: RegExp): (text: string) => number {
  return (text) => {
    const time = TIME.exec(text);
    const parts = pattern.exec(time ? text.slice(0, time.index) : text)?.groups;
    if (!parts) return Number.NaN;
    const [year, month, day] = [Number(parts.year), Number(parts.month), Number(parts.day)];
    const date = new Date(Date.UTC(year, month - 1, day));
    // `Date.UTC` takes the 31st of February for the 3rd of March.
    if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1) return Number.NaN;
    const [hours, minutes, seconds] = [time?.[1], time?.[2], time?.[3]].map((part) => Number(part ?? 0));
    if (hours! > 23) return Number.NaN;
    return date.getTime() / DAY_MS + (hours! * 60 + minutes! + seconds! / 60) / DAY_MINUTES;
  };
}

const UNIT = /^([+-]?)\s*([£$€¥￥])\s*|\s*([%£$€¥￥元])$/;
/** What parts groups of three digits besides point and comma: spaces of all kinds and the apostrophe. */
const GROUPS = /(?<=\d)[ \u00a0\u202f'’](?=\d{3}(?!\d))/g;

const unitOf = (text: string): string => {
  const [, , before, after] = UNIT.exec(text) ?? [];
  return before ?? after ?? '';
};

/** A finite number; NaN where the cell is missing, undefined where it is another text. */
export function numberIn(cell: string, { form, unit }: Notation): number | undefined {
  if (isMissing(cell)) return Number.NaN;
  const text = cell.trim();
  if (unit !== '' && unitOf(text) !== unit) return undefined;
  const bare = unit === '' ? text : text.replace(UNIT, '$1');
  const value = FORMS[form](DATES.includes(form) ? bare : bare.replace(GROUPS, ''));
  return Number.isFinite(value) ? value : undefined;
}

/** All notations of these units; where commas part the cells none is a decimal mark. */
const notationsOf = (units: Iterable<string>, separator?: Separator): Notation[] =>
  [...units].flatMap((unit) =>
    [...NUMBERS, ...(unit === '' ? DATES : [])]
      .filter((form) => form !== 'comma' || separator !== ',')
      .map((form) => ({ form, unit })),
  );

const areRead = (cells: readonly string[], notation: Notation): boolean =>
  cells.every((cell) => numberIn(cell, notation) !== undefined);

/** How all of these cells are written, the missing ones left out; undefined where they are no numbers. */
export function notationOf(cells: readonly string[], separator: Separator): Notation | undefined {
  const first = cells.find((cell) => !isMissing(cell)) ?? '';
  return notationsOf(new Set([unitOf(first.trim()), '']), separator).find((notation) =>
    areRead(cells, notation),
  );
}

/** Another notation by which all of these cells are numbers too, but others. */
export function secondNotationOf(
  cells: readonly string[],
  separator: Separator,
  first: Notation,
): Notation | undefined {
  const differs = (second: Notation): boolean =>
    cells.some((cell) => !isMissing(cell) && numberIn(cell, second) !== numberIn(cell, first));
  return notationsOf([first.unit], separator).find((second) => areRead(cells, second) && differs(second));
}

/** The notation, one for cells that commas part among them, by which fewest cells are no numbers, and their indices. */
export function nearestNotationOf(cells: readonly string[]): {
  readonly notation: Notation;
  readonly others: readonly number[];
} {
  return notationsOf(new Set(['', ...cells.map((cell) => unitOf(cell.trim()))]))
    .map((notation) => ({
      notation,
      others: [...cells.keys()].filter((index) => numberIn(cells[index]!, notation) === undefined),
    }))
    .reduce((nearest, one) => (one.others.length < nearest.others.length ? one : nearest));
}

/** A notation in words, for a note. */
export const FORM_WORDS: Readonly<Record<Form, string>> = {
  point: 'the point before the fraction',
  comma: 'the comma before the fraction',
  grouped: 'commas between thousands',
  yearFirst: 'the year first',
  dayFirst: 'the day before the month',
  monthFirst: 'the month before the day',
};
