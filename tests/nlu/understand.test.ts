import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createUnderstand } from '../../nlu/understand.ts';
import { entitiesOf } from '../../nlu/understanding.ts';
import { now, settings, understand } from './fixture.ts';

const skus = (text: string) =>
  entitiesOf(understand(text, { now }), 'product').map(({ matches }) => matches.map(({ sku }) => sku).sort());

describe('the sentences of the main conversation', () => {
  test('quantities and products of one change stand apart', () => {
    const { entities } = understand('make it 300 and add 50 red retrospot lunch bags', { now });
    expect(entities.map(({ kind, text }) => [kind, text])).toEqual([
      ['quantity', '300'],
      ['quantity', '50'],
      ['product', 'red retrospot lunch bags'],
    ]);
    expect(skus('make it 300 and add 50 red retrospot lunch bags')).toEqual([['20725']]);
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
      { kind: 'date', from: '2026-11-26', to: '2026-11-26' },
      { kind: 'phone', number: '+447700900123' },
    ]);
  });

  test('intents and the scope verdict come from the model, at most five intents', () => {
    const many = Array.from({ length: 9 }, (_, index) => ({ name: `i${index}`, confidence: 0.1 }));
    const ask = createUnderstand({
      ...settings,
      model: { classify: () => ({ intents: many, inScope: false }) },
    });
    const { intents, inScope } = ask('hello', { now });
    expect([intents.length, inScope]).toEqual([5, false]);
  });
});

describe('overlaps', () => {
  test.each([
    ['order 536365', ['orderNumber']],
    ['call 020 7946 0958', ['phone']],
    ['£1,500 by 5/12/2026', ['money', 'date']],
    ['10% off 500', ['percentage', 'quantity']],
    ['regency cakestand 3 tier', ['product']],
    ['Q-261125-7KQ2MZ for 536365@example.com', ['quoteNumber', 'email']],
  ])('%s', (text, kinds) => {
    expect(understand(text, { now }).entities.map(({ kind }) => kind)).toEqual(kinds);
  });
});

describe('any input at all', () => {
  const alphabet = [
    ...'0123456789 ,.-£$%@:/+lunchbagtomorrow',
    '一',
    '百',
    '两',
    '打',
    '个',
    '月',
    '周',
    '下',
    '午餐袋',
    '\u{1F600}',
    '\u0000',
    '\ud800',
  ];
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(fc.constantFrom(...alphabet), { maxLength: 120 }).map((parts) => parts.join('')),
  );

  test('never throws; every span is a slice of the text, in order, without overlap', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('en', 'zh-CN', undefined), (written, locale) => {
        const { text: normal, tokens, entities, sentiment } = understand(written, { now, locale });
        for (const span of [...tokens, ...entities])
          expect(span.text).toBe(normal.slice(span.start, span.end));
        for (const list of [tokens, entities]) {
          list.forEach((span, index) => {
            expect(span.end).toBeGreaterThan(span.start);
            if (index > 0) expect(span.start).toBeGreaterThanOrEqual(list[index - 1]!.end);
          });
        }
        expect(Math.abs(sentiment.score)).toBeLessThanOrEqual(1);
        for (const entity of entities) {
          if (entity.kind === 'date') expect(`${entity.from}${entity.to}`).toMatch(/^(\d{4}-\d\d-\d\d){2}$/);
          if (entity.kind === 'quantity') expect(Number.isFinite(entity.value)).toBe(true);
        }
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  test('a message longer than 4,000 characters is cut, one with more than 64 entities says so', () => {
    const { text: kept, entities, skipped } = understand('7 cups, '.repeat(1000), { now });
    expect(kept.length).toBeLessThanOrEqual(4000);
    expect(entities).toHaveLength(64);
    expect(skipped).toBe(true);
    expect(understand('7 cups', { now }).skipped).toBeUndefined();
  });

  test('empty and unreadable messages give an empty understanding', () => {
    for (const blank of ['', '   ', '\u0000\u0007', '\u200b']) {
      expect(understand(blank, { now })).toMatchObject({ text: '', tokens: [], entities: [] });
    }
  });
});
