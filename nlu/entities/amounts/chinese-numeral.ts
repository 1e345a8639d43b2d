import type { NumberSpan } from './number-span.ts';

const DIGIT = new Map([...'零一二三四五六七八九'].map((digit, value) => [digit, value]));
DIGIT.set('〇', 0).set('两', 2).set('俩', 2).set('仨', 3);
const UNIT = new Map([
  ['十', 10],
  ['百', 100],
  ['千', 1_000],
]);
const MYRIAD = new Map([
  ['万', 1e4],
  ['亿', 1e8],
]);
/** 几 when a number is needed; the value is marked vague. */
const A_FEW = 3;

/** 百分之 and ordinals are no counts; 半 stands alone only before 打 and 罗 (a gross). */
const RUN =
  /(?<!\p{N})(?:百儿?八十|千儿?八百|万儿?八千)|(?<![第初周期拜这那哪每乱廿卅])[零〇一二两俩仨三四五六七八九十百千万亿几]+(?:[多来余把](?=[个只件套包盒箱打条块张支瓶份双对本台])|[多来余](?=把))?(?:打半?|罗半?(?![马汉宾兰列织盘曼斯]))?|半[打罗](?![马汉宾兰列织盘曼斯])|[廿卅][一二三四五六七八九]?|[壹贰叁肆伍陆柒捌玖][拾佰仟][零壹贰叁肆伍陆柒捌玖拾佰仟万]*|(?:一些|若干)/gu;

/** 贰拾 as on cheques, 廿 (twenty) and 卅 (thirty) -> the plain numerals. */
const PLAIN = new Map(
  [...'壹贰叁肆伍陆柒捌玖拾佰仟'].map((formal, at) => [formal, '一二三四五六七八九十百千'[at]!]),
);
PLAIN.set('廿', '二十').set('卅', '三十');
const asPlain = (numeral: string): string =>
  numeral.replace(/[壹贰叁肆伍陆柒捌玖拾佰仟廿卅]/gu, (character) => PLAIN.get(character)!);

/** 一百来个 is said as "about a hundred" is, and meant so; 几 leaves the number open. */
const VAGUE = /[几些若]/u;
/** 两三个, 三五个, 三四十个: one or the other. */
const EITHER =
  /^(?:一(?=两)|[两二](?=三)|三(?=[四五])|四(?=五)|五(?=六)|六(?=七)|七(?=八)|八(?=九)).(?=[十百千万打罗]|$)/u;

/** 百八十个: eighty or a hundred. */
const ROUGH_SHARE = 0.8;
const ROUGHLY = /^([百千万])儿?八[十百千]$/u;

/** Words that begin with a numeral and count nothing. */
const IDIOM =
  /^(?:一(?=[下点起样直定般旦切边会共致律向]|个(?:月|星期|人|报价|问题|电话|事|订单))|万一|千万(?=[别不要])|一一|几乎|百(?=分|货)|几(?=[点号时]|天))/u;

/** Numbers in Chinese numerals: 两百五 (250), 一打半 (18), 一万二 (12,000), 三百零五, 几十 (vague), 两三打 (24 to 36), 一罗 (a gross). */
export function* readChineseNumbers(text: string): Generator<NumberSpan> {
  for (const match of text.matchAll(RUN)) {
    if (IDIOM.test(text.slice(match.index, match.index + 4))) continue;
    const most = ROUGHLY.exec(match[0])?.[1];
    const value = chineseNumeral(most ?? match[0]);
    if (value === undefined) continue;
    const vague = VAGUE.test(match[0]);
    const from =
      most !== undefined
        ? value * ROUGH_SHARE
        : EITHER.test(match[0])
          ? chineseNumeral(match[0][0] + match[0].slice(2))
          : undefined;
    const span = { start: match.index, end: match.index + match[0].length, text: match[0], value };
    yield { ...span, ...(vague && { vague }), ...(from !== undefined && { from }) };
  }
}

/** Value of a numeral; undefined for one that is not well formed. One pass. */
export function chineseNumeral(written: string): number | undefined {
  const numeral = asPlain(written);
  if (/^(?:一些|若干)$/u.test(numeral)) return A_FEW;
  const scale = /[打罗]半?$/u.exec(numeral)?.[0];
  const body = (scale === undefined ? numeral : numeral.slice(0, -scale.length)).replace(/[多来余把]$/u, '');
  const value = body === '半' ? 0.5 : plainNumeral(body);
  if (value === undefined || scale === undefined) return value;
  return (value + (scale.endsWith('半') ? 0.5 : 0)) * (scale.startsWith('打') ? 12 : 144);
}

function plainNumeral(body: string): number | undefined {
  if (/^[零〇一二两三四五六七八九]{3,15}$/u.test(body))
    return Number([...body].map((digit) => DIGIT.get(digit)).join(''));
  let total = 0;
  let section = 0;
  let digit: number | undefined;
  let lastUnit = 1;
  for (const character of body) {
    const unit = UNIT.get(character);
    const myriad = MYRIAD.get(character);
    if (unit !== undefined) {
      section += (digit ?? 1) * unit;
      digit = undefined;
      lastUnit = unit;
    } else if (myriad !== undefined) {
      total = (total + section + (digit ?? (section + total === 0 ? 1 : 0))) * myriad;
      section = 0;
      digit = undefined;
      lastUnit = myriad;
    } else if (character === '零' || character === '〇') {
      lastUnit = 1;
      digit = 0;
    } else {
      digit = character === '几' ? A_FEW : DIGIT.get(character);
      if (digit === undefined) return undefined;
    }
  }
  // The digit after the last unit counts the next lower one: 两百五 is 250, but 两百零五 is 205 and 二十五 is 25.
  const tail = (digit ?? 0) * (lastUnit >= 100 ? lastUnit / 10 : 1);
  const value = total + section + tail;
  return Number.isSafeInteger(value) ? value : undefined;
}
