import { describe, expect, test } from '@jest/globals';
import { wordsOf } from '../../dialogs/language/words/words.ts';
import { withAppositions } from '../../dialogs/readings/apposition.ts';
import { isTurnedDown, isWanted } from '../../dialogs/readings/negation.ts';
import { pointerIn } from '../../dialogs/readings/pointer.ts';
import type { Turn } from '../../dialogs/skill.ts';
import { saidLines } from '../../dialogs/slots/lines.ts';
import { quantitiesOf } from '../../dialogs/slots/quantity.ts';
import { product, quantity, understood } from './chat.ts';

const said = (text: string, language: 'en' | 'zh') => understood(text, {}, [], { language });

test.each<[string, 'en' | 'zh', object]>([
  ['compare the first two', 'en', { kind: 'end', end: 'first', count: 2 }],
  ['how much are the three cheapest', 'en', { kind: 'end', end: 'cheapest', count: 3 }],
  ['the cheaper one', 'en', { kind: 'end', end: 'cheapest', count: 1 }],
  ['the first and the third', 'en', { kind: 'places', places: [0, 2] }],
  ["I'll take both", 'en', { kind: 'together' }],
  ['those two please', 'en', { kind: 'together', count: 2 }],
  ['20 of each', 'en', { kind: 'together' }],
  ['前两个比较一下', 'zh', { kind: 'end', end: 'first', count: 2 }],
  ['最便宜的三个多少钱', 'zh', { kind: 'end', end: 'cheapest', count: 3 }],
  ['最后两款', 'zh', { kind: 'end', end: 'last', count: 2 }],
  ['第二个和第三个', 'zh', { kind: 'places', places: [1, 2] }],
  ['这两个都要', 'zh', { kind: 'together', count: 2 }],
])('%s points at goods', (text, language, expected) => {
  expect(pointerIn(said(text, language))).toMatchObject(expected);
});

test.each([
  ['how much for 2 lunch bags', 'en'],
  ['两个午餐袋多少钱', 'zh'],
] as const)('%s points at nothing', (text, language) => {
  expect(pointerIn(said(text, language))).toBeUndefined();
});

describe('a number that points', () => {
  const turn = (text: string, entities: Parameters<typeof understood>[2]) =>
    ({ understanding: understood(text, {}, entities) }) as unknown as Turn;

  test('is no quantity', () => {
    const quantities = quantitiesOf(turn('20 each of the first two', [quantity('20'), quantity('two', 2)]));
    expect(quantities.map(({ value }) => value)).toEqual([20]);
  });

  test('"each" gives all goods the quantity', () => {
    const lines = saidLines(
      turn('20 each of lamps and mugs', [quantity('20'), product('lamps', 'lamp'), product('mugs', 'mug')]),
    );
    expect(lines.map((line) => line.quantity?.value)).toEqual([20, 20]);
  });

  test('"each" of a price does not', () => {
    const money = { kind: 'money', text: '£2', amount: 200, currency: 'GBP' };
    const lines = saidLines(
      turn('20 lamps at £2 each, mugs', [
        quantity('20'),
        product('lamps', 'lamp'),
        money,
        product('mugs', 'mug'),
      ]),
    );
    expect(lines.map((line) => line.quantity?.value)).toEqual([20, undefined]);
  });
});

describe('a description behind goods', () => {
  const bags = ['woodland-bag', 'strawberry-bag'];
  const fruit = ['strawberry-box', 'strawberry-bag'];
  const matches = (text: string, first: string, second: string) =>
    withAppositions(understood(text, {}, [product(first, ...bags), product(second, ...fruit)])).entities.map(
      (entity) => (entity.kind === 'product' ? entity.matches.map(({ sku }) => sku) : []),
    );

  test('says which of them', () => {
    expect(matches('bags, the strawberry ones', 'bags', 'strawberry')).toEqual([['strawberry-bag']]);
  });
  test('is something else behind "and"', () => {
    expect(matches('bags, and strawberry', 'bags', 'strawberry')).toEqual([bags, fruit]);
  });
});

test.each([
  ["don't call, email me", 'en'],
  ['email me, no need to call', 'en'],
  ['别打电话，给我发邮件', 'zh'],
] as const)('%s: a mail, no call', (text, language) => {
  const { call, email } = wordsOf(language);
  expect(isTurnedDown(call, said(text, language))).toBe(true);
  expect(isWanted(email, said(text, language))).toBe(true);
});
