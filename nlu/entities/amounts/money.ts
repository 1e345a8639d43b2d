import type { Entity } from '../../understanding.ts';
import type { Recogniser } from '../recogniser.ts';
import { chineseNumeral } from './chinese-numeral.ts';
import { rangeEnd } from './number.ts';
import type { NumberSpan } from './number-span.ts';

const BEFORE =
  /(?:(?<![\p{Script=Latin}])(?:GBP|USD|EUR|CNY|RMB|JPY|HKD|CHF|AUD|CAD|SGD|SEK|NOK|DKK|(?:US|HK)\$)|[£$€¥]|(?<![\d一二两三四五六七八九十百千万亿半几块] ?)(?:港[币元]|人民币|美[元金]|[欧日澳加]元|英镑|瑞郎)) ?$/iu;
const AFTER =
  /^ ?(?:[£€]|(?:GBP|USD|EUR|CNY|RMB|JPY|HKD|CHF|AUD|CAD|SGD|SEK|NOK|DKK|pounds?|quid|dollars?|euros?|yuan|pence|cents?|bucks|p)(?![\p{Script=Latin}])|便士|[毛角](?=钱?(?:$|\P{Script=Han}|一个|[的每吗]))|元|块钱?(?:英镑|镑|美元|美金|欧元|欧|日元|人民币)|块钱|块(?!\p{Script=Han})|块(?=[以左上下多每吧吗呢啊呗嘛的，。]|一[个件套只把条盒张份])|块(?=[一二三四五六七八九半](?:$|\P{Script=Han}|一个|[毛每吗的可行以左]))|人民币|英镑|镑|美元|美金|[欧日澳加]元|港[币元]|瑞郎)/iu;

const CURRENCIES: Readonly<Record<string, string>> = {
  '£': 'GBP',
  pound: 'GBP',
  pounds: 'GBP',
  quid: 'GBP',
  英镑: 'GBP',
  镑: 'GBP',
  $: 'USD',
  us$: 'USD',
  dollar: 'USD',
  dollars: 'USD',
  bucks: 'USD',
  美元: 'USD',
  美金: 'USD',
  '€': 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  欧元: 'EUR',
  欧: 'EUR',
  rmb: 'CNY',
  yuan: 'CNY',
  元: 'CNY',
  人民币: 'CNY',
  角: 'CNY',
  日元: 'JPY',
  hk$: 'HKD',
  港币: 'HKD',
  港元: 'HKD',
  澳元: 'AUD',
  加元: 'CAD',
  瑞郎: 'CHF',
};
const HUNDREDTHS = new Set(['p', 'pence', 'cent', 'cents', '便士']);
/** Chinese says them of any currency: in a shop, of its own. */
const COLLOQUIAL = new Set(['块', '块钱', '毛']);
/** Tenths of the unit. */
const JIAO = new Set(['毛', '角']);

/** 三块五 is 3.50, 3块50 and 3块5毛 as well; 三块半. */
const TENTHS =
  /^(?:\d{1,2}(?:[毛角]|(?![\p{Script=Han}\p{N}])|(?=一[个件套只把条盒张份]|[每吗的可行以左]))|[一二三四五六七八九半](?=$|\P{Script=Han}|一个|[毛角每吗的可行以左])[毛角]?)/u;

/** Amounts with a sign, code or word of currency, behind the word budget, or in a range with one ("5-10 pounds"). ¥ is yen only where the shop's own currency is the yen. */
export const recogniseMoney: Recogniser = function* ({ text, numbers, currency }) {
  const signs = numbers.map((number) => signOf(text, number));
  yield* slangIn(text, currency);
  for (const [index, number] of numbers.entries()) {
    const { before, after } = signs[index]!;
    const sign = (
      before ||
      after ||
      lentSign(text, numbers, signs, index) ||
      (isBudget(text, numbers, index) ? currency : '')
    )
      .trim()
      .toLowerCase();
    const unitEnd = number.end + after.length;
    if (sign === '' || (sign === '块' && isPieces(text, number, unitEnd))) continue;
    const tenths = /^[块元镑]$/.test(sign) ? (TENTHS.exec(text.slice(unitEnd, unitEnd + 8))?.[0] ?? '') : '';
    const rest = /^(?:pounds?|quid|euros?|dollars?|英?镑)$/.test(sign)
      ? restAfter(text, numbers[index + 1], unitEnd)
      : undefined;
    const [start, end] = [number.start - before.length, rest?.end ?? unitEnd + tenths.length];
    const unit = currencyOf(sign, currency);
    const code = HUNDREDTHS.has(sign) ? currency : unit;
    const value = number.value + fractionOf(tenths) + (rest?.value ?? 0) / 100;
    const perUnit = HUNDREDTHS.has(sign) ? 1 : minorUnits(code) / (JIAO.has(sign) ? 10 : 1);
    const amount = Math.round(value * perUnit);
    if (Number.isSafeInteger(amount)) {
      yield { kind: 'money', amount, currency: code, start, end, text: text.slice(start, end) };
    }
  }
};

/** "a budget of around 8 to 10k", 预算大概五到八万, 单价50以内: an amount of the shop's own currency, though no sign says so. */
const BUDGET =
  /(?:\bbudget(?:'s| is| of| was)?(?: of)?(?: (?:somewhere|around|about|roughly|approximately|maybe|say|between|up to|under|in the region of|something like|only|just))* ?:?|(?:预算|单价|价位)(?:大概|大约|差不多|也就|只有|控制在|不要超过|不超过|别超过|最多|左右|能否|能不能|做到|是|在|有|：|:)*) ?$/iu;
const BUDGET_REACH = 60;

/** Whether the word budget makes an amount of the number that starts there. */
export const isBudgetAt = (text: string, start: number): boolean =>
  BUDGET.test(text.slice(Math.max(0, start - BUDGET_REACH), start));

/** Of a range it is the upper end. */
function isBudget(text: string, numbers: readonly NumberSpan[], index: number): boolean {
  const isUpper = index > 0 && rangeEnd(text, numbers, index - 1) !== undefined;
  const { start } = numbers[isUpper ? index - 1 : index]!;
  return isBudgetAt(text, start) && (isUpper || rangeEnd(text, numbers, index) === undefined);
}

/** 块 counts pieces too: 一块 mostly does, and what is wanted or bought so many of, 要三块, where nothing says what of. */
const WANTED = /(?<![只就才])[要来买订拿加]\s*$/u;
const isPieces = (text: string, number: NumberSpan, end: number): boolean =>
  number.text === '一' ||
  (WANTED.test(text.slice(Math.max(0, number.start - 4), number.start)) &&
    /^吧?(?:$|[\s,，。.!！;；])/u.test(text.slice(end, end + 2)));

function currencyOf(sign: string, ofShop: string): string {
  if (COLLOQUIAL.has(sign)) return ofShop;
  if (sign === '¥') return ofShop === 'JPY' ? 'JPY' : 'CNY';
  return CURRENCIES[sign.replace(/^块钱?/u, '')] ?? sign.toUpperCase();
}

/** Pence named after pounds. */
const PENCE = /^(?: ?(?:pence|p|cents?)(?!\p{L})|便士)/iu;

/**
 * The pence of "2 pounds 50" and 两镑二十便士: the next number, if it is below a hundred and, where nothing names pence,
 * nothing is counted by it.
 */
function restAfter(
  text: string,
  next: NumberSpan | undefined,
  unitEnd: number,
): { readonly value: number; readonly end: number } | undefined {
  if (next === undefined || !(next.value >= 1 && next.value < 100)) return undefined;
  const between = text.slice(unitEnd, next.start);
  const behind = text.slice(next.end, next.end + 10);
  const pence = /^(?: | and )?$/i.test(between) ? PENCE.exec(behind)?.[0] : undefined;
  if (pence !== undefined) return { value: next.value, end: next.end + pence.length };
  if (between !== ' ' || next.value < 10) return undefined;
  return /^ ?(?:$|[,.;!?]|(?:each|apiece|per|a piece)(?!\p{L}))/iu.test(behind) ? next : undefined;
}

/** "a fiver", "two tenners", "a grand": so many units of the shop's own currency. */
const SLANG =
  /(?<!\p{L})(an?|one|two|three|four|\d{1,3})? ?(fiver|tenner|quid|(?<=(?<!\p{L})a )pound(?! of(?!\p{L}))|(?<=\S )grand(?= ?(?:$|[,.;!?]|(?:or|and|on|for|in|to|with|budget)(?!\p{L}))))s?(?!\p{L})/giu;
const NOTES: Readonly<Record<string, number>> = { fiver: 5, tenner: 10, quid: 1, pound: 1, grand: 1_000 };
const COUNTS: Readonly<Record<string, number>> = { a: 1, an: 1, one: 1, two: 2, three: 3, four: 4 };

function* slangIn(text: string, currency: string): Generator<Entity> {
  for (const { 0: written, 1: count = 'a', 2: note = '', index } of text.matchAll(SLANG)) {
    const units = (COUNTS[count.toLowerCase()] ?? Number(count)) * NOTES[note.toLowerCase()]!;
    const amount = units * minorUnits(currency);
    const start = index + written.length - written.trimStart().length;
    yield { kind: 'money', amount, currency, start, end: index + written.length, text: written.trimStart() };
  }
}

interface Signs {
  readonly before: string;
  readonly after: string;
}

/** The sign of currency in front of a number or behind it; each empty where there is none. */
export function signOf(text: string, { start, end }: NumberSpan): Signs {
  const before = BEFORE.exec(text.slice(Math.max(0, start - 5), start))?.[0] ?? '';
  const after = before === '' ? (AFTER.exec(text.slice(end, end + 12))?.[0] ?? '') : '';
  return { before, after };
}

/** The sign of the other end of a range: "5-10 pounds", "£5-10". */
function lentSign(
  text: string,
  numbers: readonly NumberSpan[],
  signs: readonly Signs[],
  index: number,
): string {
  if (rangeEnd(text, numbers, index) && signs[index + 1]!.after) return signs[index + 1]!.after;
  return index > 0 && rangeEnd(text, numbers, index - 1) ? signs[index - 1]!.before : '';
}

/** 五 and 5 are tenths, 50 hundredths. */
function fractionOf(written: string): number {
  if (written.startsWith('半')) return 0.5;
  const digits = written.replace(/[毛角]/u, '');
  const value = /^\d/.test(digits) ? Number(digits) : (chineseNumeral(digits) ?? 0);
  return value / (digits.length === 2 ? 100 : 10);
}

/** Minor units in one unit of a currency. */
function minorUnits(currency: string): number {
  const known = MINOR_UNITS.get(currency);
  if (known !== undefined) return known;
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
    .maximumFractionDigits;
  const units = 10 ** (digits ?? 2);
  MINOR_UNITS.set(currency, units);
  return units;
}
const MINOR_UNITS = new Map<string, number>();
