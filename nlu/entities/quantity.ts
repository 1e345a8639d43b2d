import type { Recogniser } from './recogniser.ts';

/** What is counted is time, a place in a row, a size: no goods. */
const OTHER_UNIT =
  /^(?: ?(?:%|st|nd|rd|th|am|pm|o'clock|p|cm|mm|kg|ml)(?![\p{L}])|[ -]?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|quarters?|years?|times|percent|st|nd|rd|th)(?![\p{L}])|:\d|[/]\d|个?(?:[月年天日号点时分秒周]|星期|小时|分钟|季度|工作日|礼拜)|[折成次楼层位岁])/iu;
/** 一个 is mostly an article; with these before it, it counts. */
const CHINESE_ORDERING = /(?:[买要来订购加减拿换改]|成|就|只|下单|数量)[\s:：]*$/u;
const MEASURE = /^[个只件套包盒箱条块张把支瓶份双对本台枚袋]/u;

/** Numbers that count goods, as written: 0, negatives and 1e9 as well; whoever uses them decides. */
export const recogniseQuantities: Recogniser = function* ({ text, numbers }) {
  for (const { value, vague, ...span } of numbers) {
    const following = text.slice(span.end, span.end + 12);
    if (OTHER_UNIT.test(following)) continue;
    if (
      span.text === '一' &&
      !(MEASURE.test(following) && CHINESE_ORDERING.test(text.slice(Math.max(0, span.start - 4), span.start)))
    ) {
      continue;
    }
    if (
      /^[零〇一二两三四五六七八九十百千万亿]$/u.test(span.text) &&
      span.text !== '一' &&
      !MEASURE.test(following) &&
      text.length > 2
    )
      continue;
    yield vague === undefined
      ? { kind: 'quantity', value, ...span }
      : { kind: 'quantity', value, vague, ...span };
  }
};
