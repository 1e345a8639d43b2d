import { buildCatalogue } from '../../nlu/entities/products/catalogue.ts';
import { readLexicon, readSentimentRows } from '../../nlu/sentiment/load.ts';
import { trainSentiment } from '../../nlu/sentiment/model.ts';
import { createUnderstand, type UnderstandSettings } from '../../nlu/understand.ts';
import type { Entity } from '../../nlu/understanding.ts';

const folder = 'training-data/sentiment';

export const sentiment = trainSentiment(
  [
    ...(await readSentimentRows(`${folder}/own.en.jsonl`)),
    ...(await readSentimentRows(`${folder}/own.zh.jsonl`)),
  ],
  await readLexicon(folder),
);

export const catalogue = buildCatalogue([
  { sku: '85123A', names: { en: 'White hanging heart t-light holder', zh: '白色悬挂心形茶蜡烛台' } },
  { sku: '21733', names: { en: 'Red hanging heart t-light holder', zh: '红色悬挂心形茶蜡烛台' } },
  { sku: '22423', names: { en: 'Regency cakestand 3 tier', zh: '摄政风三层蛋糕架' } },
  { sku: '20725', names: { en: 'Lunch bag red retrospot', zh: '红色复古圆点午餐袋' } },
  { sku: '20727', names: { en: 'Lunch bag black skull', zh: '黑色骷髅午餐袋' } },
  { sku: '85099B', names: { en: 'Jumbo bag red retrospot', zh: '红色复古圆点大号购物袋' } },
  { sku: '22386', names: { en: 'Jumbo bag pink polkadot', zh: '粉色波点大号购物袋' } },
  { sku: '21754', names: { en: 'Home building block word', zh: '家字积木' } },
  { sku: '22748', names: { en: 'Wall art bicycle safety', zh: '自行车安全墙饰' } },
  { sku: '22720', names: { en: 'Set of 3 cake tins pantry design', zh: '储物风蛋糕罐三件套' } },
  { sku: '22963', names: { en: 'Jam making set with jars', zh: '带罐果酱制作套装' } },
  { sku: '21080', names: { en: 'Set of 20 red retrospot paper napkins', zh: '红色复古圆点纸餐巾20张装' } },
  { sku: '22352', names: { en: 'Lunch box with cutlery retrospot', zh: '复古圆点午餐盒带餐具' } },
  { sku: '22666', names: { en: 'Recipe box pantry yellow design', zh: '黄色储物风食谱盒' } },
  { sku: '23270', names: { en: 'Popcorn holder', zh: '爆米花盒' } },
  { sku: '23271', names: { en: 'Small popcorn holder', zh: '小号爆米花盒' } },
]);

/** Wednesday 25 November 2026, 17:00 in London. */
export const now = new Date('2026-11-25T17:00:00Z');

export const settings: UnderstandSettings = {
  model: { classify: () => ({ intents: [{ name: 'product.price', confidence: 0.9 }], inScope: true }) },
  sentiment,
  catalogue,
  timeZone: 'Europe/London',
  fiscalYearStart: 4,
  country: 'GB',
  currency: 'GBP',
};

export const understand = createUnderstand(settings);

/** The entities of a text without their spans. */
export function valuesOf(text: string, kind?: Entity['kind'], locale?: string): unknown[] {
  return understand(text, { now, locale })
    .entities.filter((entity) => kind === undefined || entity.kind === kind)
    .map(({ start: _start, end: _end, text: _text, kind: ofKind, ...value }) =>
      kind === undefined ? { kind: ofKind, ...value } : value,
    );
}
