import type { Recogniser } from '../recogniser.ts';
import { chineseNumeral } from './chinese-numeral.ts';
import { rangeEnd } from './number.ts';
import type { NumberSpan } from './number-span.ts';

const SIGN = /^ ?(?:%|percent(?![a-z])|per cent(?![a-z])|pct(?![a-z])|个百分点|个点(?![钟儿心]))/iu;
const IN_CHINESE = /百分之([\d.]{1,9}|[零一二两三四五六七八九十百点]{1,9})/gu;
/** 八折: pay eight tenths, which is 20 % off; 八五折 is 15 % off. */
const CHINESE_DISCOUNT = /([1-9](?:\.?\d)?|[一二三四五六七八九](?:点?[一二三四五六七八九])?)折/gu;
const HALF = /(?<!\p{L})half[ -]price(?!\p{L})|对折|半价/giu;
/** "a third off", "half off". */
const SHARE_OFF =
  /(?<!\p{L})(half|(?:a |one )?(?:third|quarter|fifth|tenth)|two thirds|three quarters)(?= off(?!\p{L}))/giu;
const SHARES: Readonly<Record<string, number>> = {
  half: 50,
  third: 33.3,
  quarter: 25,
  fifth: 20,
  tenth: 10,
  'two thirds': 66.7,
  'three quarters': 75,
};
/** 降两成, 三成折扣: tenths, where it is said of what; 八成 alone is "most likely". */
const CHINESE_TENTHS =
  /(?<=(?:降|便宜|优惠|让利?|减|少|折扣|涨|提高|毛利|利润)(?:了|个|是|有)?)[一二两三四五六七八九1-9]成(?![本交功为果员分长立])|[一二两三四五六七八九1-9]成(?=的?(?:折扣|优惠|利润|毛利))/gu;
const HALF_A_PERCENT = /(?<!\p{L})half(?: an?)? (?:percent|per ?cent)(?!\p{L})/giu;

/** "10 %", "ten percent", 百分之十; a Chinese discount (八折) and shares off as the percentage they mean. */
export const recognisePercentages: Recogniser = function* ({ text, numbers }) {
  const signAfter = ({ end }: NumberSpan) => SIGN.exec(text.slice(end, end + 12))?.[0];
  for (const [index, number] of numbers.entries()) {
    const until = rangeEnd(text, numbers, index);
    // "5 to 10 %" means both.
    const sign = signAfter(number) ?? (until && signAfter(until) && '');
    if (sign === undefined) continue;
    const end = number.end + sign.length;
    yield {
      kind: 'percentage',
      value: number.value,
      start: number.start,
      end,
      text: text.slice(number.start, end),
    };
  }
  for (const match of text.matchAll(HALF)) yield { kind: 'percentage', value: 50, ...spanOf(match) };
  for (const match of text.matchAll(HALF_A_PERCENT))
    yield { kind: 'percentage', value: 0.5, ...spanOf(match) };
  for (const match of text.matchAll(SHARE_OFF)) {
    const share = match[1]!.toLowerCase().replace(/^(?:a|one) /, '');
    yield { kind: 'percentage', value: SHARES[share]!, ...spanOf(match) };
  }
  if (!/百分之|折|成/u.test(text)) return;
  for (const match of text.matchAll(CHINESE_TENTHS)) {
    const tenths = chineseNumeral(match[0][0]!) ?? Number(match[0][0]);
    yield { kind: 'percentage', value: tenths * 10, ...spanOf(match) };
  }
  for (const match of text.matchAll(IN_CHINESE)) {
    const value = decimal(match[1]!);
    if (value !== undefined) yield { kind: 'percentage', value, ...spanOf(match) };
  }
  for (const match of text.matchAll(CHINESE_DISCOUNT)) {
    const digits = [...match[1]!.replace(/[.点]/u, '')].map(
      (digit) => chineseNumeral(digit) ?? Number(digit),
    );
    const [tenths = 0, hundredths = 0] = digits;
    yield { kind: 'percentage', value: 100 - tenths * 10 - hundredths, ...spanOf(match) };
  }
};

function decimal(written: string): number | undefined {
  if (/^\d/.test(written)) return Number.isFinite(Number(written)) ? Number(written) : undefined;
  const [whole = '', fraction = ''] = written.split('点');
  const value = chineseNumeral(whole);
  const digits = [...fraction].map((digit) => chineseNumeral(digit)).join('');
  return value === undefined || fraction.length !== digits.length
    ? undefined
    : Number(`${value}.${digits || 0}`);
}

function spanOf(match: RegExpExecArray) {
  return { start: match.index, end: match.index + match[0].length, text: match[0] };
}
