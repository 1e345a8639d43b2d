import type { Token } from '../../understanding.ts';
import { readChineseNumbers } from './chinese-numeral.ts';
import { readEnglishNumbers } from './english-numeral.ts';
import type { NumberSpan } from './number-span.ts';

/**
 * -5, 1,000, 1 000, 2.50, 2,5, 1.200,50, 2½, 1/2 dozen, 1e9, 1.5k, 3 million, 200万, x50, 50pcs, 50ish; never inside a
 * word, a code or a longer number.
 */
const DIGITS =
  /(?:(?<![\p{Script=Latin}\p{N}_]|\d[.,:/]|\p{Script=Latin}[-#])|(?<=(?<![\p{L}\p{N}])x))(?:(?<!%)[-−+])?(?:1\/2(?= (?:doz|gross))|\d{1,3}(?:\.\d{3})+,\d{1,2}(?![\d,])|\d{1,3}(?:,\d{3})+(?!\d)|(?<!\d |\bof )[1-9]\d{0,2}(?: \d{3})+(?! ?\d)|\d+,\d{1,2}(?![\d,])|\d*[¼½¾]|\d+)(?:\.\d+)?(?:e[+-]?\d{1,3})?(?: ?(?:k|m|hundred|thousand|million|doz(?:ens?)?|gross(?! (?:price|profit|margin|weight|amount|total|value)))(?![\p{Script=Latin}\p{N}])|[十百千万亿]+\d?(?!\d)|打半?|罗半?(?![马汉宾兰列织盘曼斯]))?(?!(?:(?! ?(?:x|pcs?|pieces?|units?|ea|packs?|sets?|box|boxes|p|quid|pounds?|euros?|gbp|eur|usd|rmb|cny|ish)(?![\p{Script=Latin}\p{N}]))[\p{Script=Latin}\p{N}_]))/giu;

const MULTIPLIERS: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  m: 1e6,
  hundred: 100,
  thousand: 1e3,
  million: 1e6,
  doz: 12,
  dozen: 12,
  dozens: 12,
  gross: 144,
  十: 10,
  百: 100,
  千: 1e3,
  万: 1e4,
  亿: 1e8,
  十万: 1e5,
  百万: 1e6,
  千万: 1e7,
  打: 12,
  罗: 144,
};
const FRACTIONS: Readonly<Record<string, string>> = { '1/2': '.5', '¼': '.25', '½': '.5', '¾': '.75' };

/** Numbers of one message that are read; those after them are not looked at. */
const NUMBER_BUDGET = 128;

/** The numbers, in digits or words of either language, in order and without overlaps. Linear in the text. */
export function readNumbers(text: string, tokens: readonly Token[]): readonly NumberSpan[] {
  const found = [readDigits(text), readEnglishNumbers(text, tokens), readChineseNumbers(text)].flatMap(
    (numbers) => [...take(numbers, NUMBER_BUDGET)],
  );
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  let end = 0;
  return found.filter((number) => {
    if (number.start < end) return false;
    end = number.end;
    return true;
  });
}

/** The second number of a range that begins with the one at an index: "5-10", "between 5 and 10", 五到十. */
export function rangeEnd(
  text: string,
  numbers: readonly NumberSpan[],
  index: number,
): NumberSpan | undefined {
  const [from, to] = [numbers[index]!, numbers[index + 1]];
  if (to === undefined || to.start - from.end > 5) return undefined;
  const between = text.slice(from.end, to.start);
  const isBetween =
    between === ' and ' && /between $/i.test(text.slice(Math.max(0, from.start - 8), from.start));
  return isBetween || /^ ?(?:to|-|–|~|到|至) ?$/iu.test(between) ? to : undefined;
}

function* take<T>(items: Iterable<T>, count: number): Generator<T> {
  let left = count;
  for (const item of items) {
    if (left === 0) return;
    left -= 1;
    yield item;
  }
}

function* readDigits(text: string): Generator<NumberSpan> {
  if (!/[\d¼½¾]/.test(text)) return;
  for (const match of text.matchAll(DIGITS)) {
    const value = figureOf(match[0]);
    if (Number.isFinite(value)) {
      yield { start: match.index, end: match.index + match[0].length, text: match[0], value };
    }
  }
}

function figureOf(written: string): number {
  // A comma before one or two digits is that of a decimal fraction, other commas and spaces group thousands.
  const digits = written
    .replace(/^1\/2|[¼½¾]/, (fraction) => FRACTIONS[fraction]!)
    .replace(/\.(?=\d{3}[.,])/g, '')
    .replace(/,(?=\d{1,2}(?!\d))/, '.')
    .replaceAll(',', '')
    .replace(/(?<=\d) (?=\d)/g, '')
    .replace('−', '-');
  const [figure = ''] = /^[-+]?[\d.]+(?:e[+-]?\d+)?/i.exec(digits) ?? [];
  const unit = digits.slice(figure.length).trim().toLowerCase();
  if (unit === '打半' || unit === '罗半') return (Number(figure) + 0.5) * MULTIPLIERS[unit[0]!]!;
  // 3万5 is 35,000: the last digit counts the next lower unit.
  const [, scale = unit, rest = '0'] = /^(\D+)(\d)$/.exec(unit) ?? [];
  const value = (Number(figure) + Number(rest) / 10) * (MULTIPLIERS[scale] ?? Number.NaN);
  return unit === '' ? value : Math.round(value * 1e6) / 1e6;
}
