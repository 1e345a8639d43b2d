import type { Recogniser } from '../recogniser.ts';
import { isBudgetAt, signOf } from './money.ts';
import { rangeEnd } from './number.ts';
import type { NumberSpan } from './number-span.ts';
import { PEOPLE } from './people.ts';

/** What is counted is time, a place in a row, a size: no goods; people are told by `PEOPLE`. */
const OTHER_UNIT =
  /^(?: ?(?:%|st|nd|rd|th|am|pm|o'clock|p|cm|mm|kg|ml|inch|inches|foot|feet|ft|met(?:er|re)s?|lit(?:er|re)s?|grams?|kilos?|oz|lbs?|stars?|questions?|options?|problems?|numbers?|quantities|amounts?|tables?)(?![\p{L}])|[ -]?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|quarters?|years?|times|percent|st|nd|rd|th)(?![\p{L}])| ?by \d|:\d|[/]\d| ?(?:厘米|毫米|公分|公斤|千克|克|升|毫升|米|寸|英寸|英尺|吨)|[多来余]?[个位名桌]?(?:问题|数字|数量|选择|方案|点(?![钟儿心])|[月年天日号点时分秒周]|星期|小时|分钟|季度|工作日|礼拜)|[折成次楼层位岁])/iu;
/** 30 x 40 cm, 12 High Street. */
const PART_OF_NAME =
  /^(?: ?[x×*] ?\d{1,3} ?(?:[x×*] ?\d{1,3} ?)?(?:cm|mm|m|in|inch|inches|ft)(?!\p{L})| (?:\p{L}+ ){1,3}(?:street|road|avenue|lane|drive)(?!\p{L}))/iu;
/** 一个 is mostly an article; with these before it, it counts. */
const CHINESE_ORDERING = /(?:[买要来订购加减少拿换改]|成|就|只|下单|数量)[\s:：]*$/u;
/** 一个就行. */
const ENOUGH = /^[个只件套包盒箱条块张把支瓶份双对本台枚袋]就?(?:够|行|好|可以|足够)/u;
/** 俩 is 两个 in one word, 仨 三个; they count goods where nobody is meant: 他们俩. */
const PAIR_OF_PEOPLE = /[们咱你我他她人家口子这那]$/u;
/** How many pieces a case holds is not said with it. */
const BY_THE_CASE = /^(?:大|整)?箱(?!子)/u;
const MEASURE = /^[个只件套包盒箱条块张把支瓶份双对本台枚袋]/u;

/** Before a number these make it a name: item 3, since 2009, 订单10234. */
const LABEL =
  /(?:^|[^\p{L}])(?:item|line|article|option|number|no|step|page|room|row|version|model|size|iphone|flat|top|chapter)[ .#:]*x?$|(?:第|(?:订单号?|报价单|客户|编号|号码|型号|尺寸|尺码|规格)[ :：]?[A-Z]?)$/iu;
const YEAR = /^(?:19|20)\d\d$/;

/**
 * Numbers that count goods, as written: 0, negatives and 1e9 as well; whoever uses them decides. A range ("2-3 dozen",
 * "20 or 30") is one quantity.
 */
export const recogniseQuantities: Recogniser = function* ({ text, numbers }) {
  for (let index = 0; index < numbers.length; index += 1) {
    const range = rangeAt(text, numbers, index);
    if (range) index += 1;
    const { value, vague, from, ...span } = range ?? numbers[index]!;
    const before = text.slice(Math.max(0, span.start - 12), span.start);
    const after = text.slice(span.end, span.end + 12);
    if (
      isBudgetAt(text, span.start) ||
      OTHER_UNIT.test(after) ||
      PEOPLE.test(after) ||
      PART_OF_NAME.test(text.slice(span.end, span.end + 48)) ||
      isLabel(span.text, before) ||
      !countsInChinese(span.text, before, after, text)
    )
      continue;
    const isOpen = vague || BY_THE_CASE.test(after);
    yield {
      kind: 'quantity',
      value,
      ...(isOpen && { vague: true }),
      ...(from !== undefined && { from }),
      ...span,
    };
  }
};

/** Words for a multiple that a range says once: "2-3 dozen" begins at two dozen. */
const SCALES: readonly (readonly [RegExp, number])[] = [
  [/(?:doz|dozens?|打)$/iu, 12],
  [/gross$/iu, 144],
  [/(?:hundred|百)$/iu, 100],
  [/(?:k|thousand|千)$/iu, 1_000],
  [/万$/u, 10_000],
];

/** The range that begins with the number at an index, where it rises; none where it is one of money. */
function rangeAt(text: string, numbers: readonly NumberSpan[], index: number): NumberSpan | undefined {
  const [low, high] = [numbers[index]!, rangeEnd(text, numbers, index) ?? choiceEnd(text, numbers, index)];
  if (high === undefined || isBudgetAt(text, low.start) || isMoney(text, low) || isMoney(text, high))
    return undefined;
  const scale = SCALES.find(([word]) => word.test(high.text) && !word.test(low.text))?.[1] ?? 1;
  const from = low.value < high.value / scale ? low.value * scale : low.value;
  if (from >= high.value || low.vague || high.vague) return undefined;
  return { start: low.start, end: high.end, text: text.slice(low.start, high.end), value: high.value, from };
}

function isMoney(text: string, number: NumberSpan): boolean {
  const { before, after } = signOf(text, number);
  return before !== '' || after !== '';
}

/** The second number of "20 or 30". */
function choiceEnd(text: string, numbers: readonly NumberSpan[], index: number): NumberSpan | undefined {
  const [low, high] = [numbers[index]!, numbers[index + 1]];
  return high && /^(?: or |或者?)$/iu.test(text.slice(low.end, high.start)) ? high : undefined;
}

function isLabel(written: string, before: string): boolean {
  // Metres as often as millions.
  if (/\dm$/i.test(written)) return true;
  if (/\d by $/i.test(before)) return true;
  if (/(?:since|in|year) $/i.test(before)) return YEAR.test(written);
  // "order 10388" names an order, "order 1000" asks for so many.
  if (/order $/i.test(before)) return /^\d{4,}$/.test(written) && !written.endsWith('00');
  return LABEL.test(before);
}

/** One Chinese digit alone counts with a measure word behind it; 一 and 几 also need a verb of ordering before. */
function countsInChinese(written: string, before: string, after: string, text: string): boolean {
  if (/^[俩仨]$/u.test(written)) return !PAIR_OF_PEOPLE.test(before);
  if (!/^[零〇一二两三四五六七八九十百千万亿几]$/u.test(written) || text.length <= 2) return true;
  const isOrdered = !/[一几]/u.test(written) || CHINESE_ORDERING.test(before) || ENOUGH.test(after);
  return MEASURE.test(after) && isOrdered;
}
