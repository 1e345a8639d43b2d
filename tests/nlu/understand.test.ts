import { describe, expect, test } from '@jest/globals';
import { buildCatalogue } from '../../nlu/entities/catalogue.ts';
import { readLexicon, readSentimentRows } from '../../nlu/sentiment/load.ts';
import { trainSentiment } from '../../nlu/sentiment/model.ts';
import { createUnderstand } from '../../nlu/understand.ts';
import { entitiesOf } from '../../nlu/understanding.ts';

const catalogue = buildCatalogue([
  { sku: '85123A', names: { en: 'White hanging heart t-light holder', zh: '白色悬挂心形茶蜡烛台' } },
  { sku: '21733', names: { en: 'Red hanging heart t-light holder', zh: '红色悬挂心形茶蜡烛台' } },
  { sku: '22423', names: { en: 'Regency cakestand 3 tier', zh: '摄政风三层蛋糕架' } },
  { sku: '20725', names: { en: 'Lunch bag red retrospot', zh: '红色复古圆点午餐袋' } },
  { sku: '20727', names: { en: 'Lunch bag black skull', zh: '黑色骷髅午餐袋' } },
  { sku: '85099B', names: { en: 'Jumbo bag red retrospot', zh: '红色复古圆点大号购物袋' } },
  { sku: '21754', names: { en: 'Home building block word', zh: '家字积木' } },
  { sku: '22748', names: { en: 'Wall art bicycle safety', zh: '自行车安全墙饰' } },
]);
const folder = 'training-data/sentiment';
const understand = createUnderstand({
  model: { classify: () => ({ intents: [{ name: 'product.price', confidence: 0.9 }], inScope: true }) },
  sentiment: trainSentiment(await readSentimentRows(`${folder}/own.en.jsonl`), await readLexicon(folder)),
  catalogue,
  timeZone: 'Europe/London',
  fiscalYearStart: 4,
  country: 'GB',
  currency: 'GBP',
});
const now = new Date('2026-11-23T17:00:00Z');

describe('the sentences of the main conversation', () => {
  const skus = (text: string) =>
    entitiesOf(understand(text, { now }), 'product').map(({ matches }) =>
      matches.map(({ sku }) => sku).sort(),
    );
  const quantities = (text: string) =>
    entitiesOf(understand(text, { now }), 'quantity').map(({ value }) => value);

  test('an inexact name finds the one product', () => {
    expect(skus('do you have white hanging heart t-light holders?')).toEqual([['85123A']]);
    expect(skus('red retrospot lunch bags')).toEqual([['20725']]);
    expect(skus('what sells well with the cakestand?')).toEqual([['22423']]);
    expect(skus('cake stnad 3 tiers please')).toEqual([['22423']]);
  });

  test('a name that fits several products reports them all', () => {
    expect(skus('lunch bags')).toEqual([['20725', '20727']]);
    expect(skus('heart tlight holder')).toEqual([['21733', '85123A']]);
  });

  test('what the shop does not sell gives no product', () => {
    expect(skus('do you have bicycles?')).toEqual([]);
    expect(skus('laptop bags')).toEqual([]);
    expect(skus('你们有自行车吗')).toEqual([]);
  });

  test('quantities and products of one change stand apart', () => {
    expect(quantities('make it 300 and add 50 red retrospot lunch bags')).toEqual([300, 50]);
    expect(skus('make it 300 and add 50 red retrospot lunch bags')).toEqual([['20725']]);
    expect(quantities('regency cakestand 3 tier')).toEqual([]);
  });

  test('Chinese works like its English twin', () => {
    const { language, entities } = understand('红色复古圆点午餐袋多少钱？买200个呢？', { now });
    expect(language).toBe('zh');
    expect(entities.map(({ kind, text }) => [kind, text])).toEqual([
      ['product', '红色复古圆点午餐袋'],
      ['quantity', '200'],
    ]);
  });

  test('contact details and a day', () => {
    const { entities } = understand('my email is ann@example.org, call me tomorrow on 07700 900123', { now });
    expect(entities).toMatchObject([
      { kind: 'email', address: 'ann@example.org' },
      { kind: 'date', from: '2026-11-24', to: '2026-11-24' },
      { kind: 'phone', number: '+447700900123' },
    ]);
  });
});
