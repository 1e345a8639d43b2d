import { describe, expect, test } from '@jest/globals';
import { reduce, replay } from '../../dialogs/conversation/conversation.ts';
import type { ConversationEvent } from '../../dialogs/conversation/event.ts';
import { carry, newConversation } from '../../dialogs/conversation/state.ts';

const received = (more: Partial<Extract<ConversationEvent, { kind: 'message.received' }>> = {}) =>
  ({ kind: 'message.received', language: 'en', skill: 'product', ...more }) as const;
const quote = {
  number: 'Q-1',
  lines: [],
  total: { amount: 100, currency: 'GBP' },
  validUntil: '2026-03-18',
  promisedFor: '2026-03-06',
};

describe('an open question', () => {
  const asked = replay([{ kind: 'slot.asked', slot: 'quantity', pending: 'quote.request' }]);

  test('is settled by the message that answers it', () => {
    expect(reduce(asked, received({ answered: true })).questions).toEqual([]);
  });

  test('survives an interruption and expires after three', () => {
    const interrupted = reduce(asked, received());
    expect(interrupted.questions).toMatchObject([{ slot: 'quantity', age: 1 }]);
    expect(replay([received(), received(), received()], interrupted).questions).toEqual([]);
  });

  test('is found again under a newer one, two deep', () => {
    const nested = replay(
      [
        { kind: 'product.asked', skus: ['a', 'b'], pending: 'product.price' },
        { kind: 'confirmation.asked', pending: 'quote.accept' },
      ],
      asked,
    );
    expect(nested.questions.map(({ pending }) => pending)).toEqual(['quote.accept', 'product.price']);
    expect(reduce(nested, received({ answered: true })).questions.map(({ pending }) => pending)).toEqual([
      'product.price',
    ]);
  });
});

test('a quantity is forgotten when another product comes up', () => {
  const lamps = replay([
    { kind: 'product.mentioned', skus: ['lamp'] },
    { kind: 'quantity.mentioned', quantity: 100 },
  ]);
  expect(reduce(lamps, { kind: 'product.mentioned', skus: ['lamp'] }).quantity).toBe(100);
  expect(reduce(lamps, { kind: 'product.mentioned', skus: ['bag'] })).not.toHaveProperty('quantity');
});

test('a new session keeps the open quote, the last order and who the visitor is', () => {
  const before = replay([
    received({ language: 'zh' }),
    { kind: 'product.mentioned', skus: ['lamp'] },
    { kind: 'contact.given', email: 'ann@example.org' },
    { kind: 'quote.made', quote },
  ]);
  const after = reduce(before, { kind: 'session.started', at: new Date(0), carried: carry(before) });
  expect(after).toMatchObject({ language: 'zh', quote, contact: { email: 'ann@example.org' }, products: [] });
});

test('two misunderstandings in a row count, anything understood between them resets', () => {
  const once = [received({ skill: 'fallback' }), { kind: 'misunderstood' }] as const;
  expect(replay([...once, ...once]).misunderstood).toBe(2);
  expect(replay([...once, received(), ...once]).misunderstood).toBe(1);
});

test('reduction changes nothing it was given', () => {
  const events: ConversationEvent[] = [
    received(),
    { kind: 'product.mentioned', skus: ['lamp'] },
    { kind: 'quote.made', quote },
    { kind: 'order.placed', number: 'O-1', quoteNumber: 'Q-1' },
  ];
  const frozen = Object.freeze({ ...newConversation });
  expect(replay(events, frozen)).toEqual(replay(structuredClone(events)));
  expect(frozen).toEqual(newConversation);
});
