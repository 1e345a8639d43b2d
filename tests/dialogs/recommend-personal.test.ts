import { describe, expect, test } from '@jest/globals';
import { SEGMENTS } from '../../crm/models/score.ts';
import type { Ports } from '../../dialogs/ports.ts';
import { reasonWords, segmentWords } from '../../dialogs/wording/score-words.ts';
import { answers, Chat, catalogue, shop, understood } from './chat.ts';

const [first, second, third] = catalogue as [
  (typeof catalogue)[0],
  (typeof catalogue)[0],
  (typeof catalogue)[0],
];

function chatWith(asked: unknown[]): Chat {
  const wrap = (ports: Ports): Ports => ({
    ...ports,
    recommend: async (request) => {
      asked.push(request);
      return [
        { product: first, reason: { kind: 'due', dueOn: '2026-03-20', orders: 4, everyDays: 30 } },
        { product: second, reason: { kind: 'liked', because: third.sku, share: 0.31 } },
      ];
    },
  });
  return new Chat({ wrap });
}

describe('a known customer is advised by the orders of the past, each with its reason', () => {
  test('in English; asked what to reorder, only that is asked for', async () => {
    const asked: unknown[] = [];
    const said = await chatWith(asked).say(
      understood('what should I reorder?', { 'product.recommend': 0.9 }),
    );
    expect(asked).toEqual([
      expect.objectContaining({ reorder: true, customer: { channel: 'web', id: 'ann' } }),
    ]);
    expect(said).toContain('going by what you have ordered');
    expect(said).toContain(
      'ordered 4 times, about every 30 days; the next order is expected around Friday, 20 March 2026',
    );
    expect(said).toContain(`31% of the customers who bought ${third.names.en} bought it too`);
  });

  test('who has nothing to order again is told so, and what sells best', async () => {
    const said = await new Chat().say(understood('what should I reorder?', { 'product.recommend': 0.9 }));
    expect(said).toContain('I know of nothing that you order again and again');
    expect(said).toContain('This sells best');
  });

  test('in Chinese', async () => {
    const asked: unknown[] = [];
    const said = await chatWith(asked).say(
      understood('有什么推荐？', { 'product.recommend': 0.9 }, [], { language: 'zh' }),
    );
    expect(asked).toEqual([expect.objectContaining({ reorder: false })]);
    expect(said).toContain('您订过4次，大约每30天一次，预计2026年3月20日');
    expect(said).toMatch(/客户有31%也买了它/);
  });
});

describe('a score in words', () => {
  const speaker = { answers, shop };
  test('what speaks for it, then what against it', () => {
    const reasons = [
      { kind: 'recency', value: 1, raises: false },
      { kind: 'frequency', value: 12, raises: true },
      { kind: 'value', value: 10_950, raises: true },
    ] as const;
    expect(reasonWords(reasons, 'en', speaker)).toBe(
      'for it: 12 orders so far, £109.50 an order; against it: last order 1 day ago',
    );
    expect(reasonWords(reasons, 'zh', speaker)).toBe(
      '有利：至今共12单，每单约£109.50；不利：上次下单在1天前',
    );
  });

  test('at the prior it says so', () => {
    expect(reasonWords([{ kind: 'priorRate', value: 0.435 }], 'en', speaker)).toBe(
      'too few closed deals to learn from: 43.5% is the share won so far, drawn towards one half',
    );
  });

  test.each(SEGMENTS)('segment %s has words in both languages', (segment) => {
    expect(segmentWords(segment, 'en', speaker)).toMatch(/^[A-Z]/);
    expect(segmentWords(segment, 'zh', speaker)).toMatch(/\p{Script=Han}/u);
  });
});
