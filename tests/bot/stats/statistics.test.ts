import { expect, test } from '@jest/globals';
import { statistics } from '../../../bot/stats/statistics.ts';
import { type TurnFacts, turnFacts } from '../../../bot/stats/turn-facts.ts';
import { openTestApp } from '../../support/server.ts';

async function* stream(turns: readonly TurnFacts[]) {
  yield* turns;
}

const turn = (more: Partial<TurnFacts>): TurnFacts => ({
  conversationId: 'a',
  session: 1,
  channel: 'web',
  language: 'en',
  intent: 'product.price',
  skill: 'product',
  handoffs: [],
  quotes: [],
  orders: [],
  ...more,
});

test('counts conversations by session, and divides what belongs together', async () => {
  const found = await statistics(
    stream([
      turn({ answerMs: 10 }),
      turn({ quotes: ['Q-1'], intent: 'quote.request', skill: 'quote', answerMs: 20 }),
      turn({ orders: [{ quoteNumber: 'Q-1', total: { amount: 1_250, currency: 'GBP' } }], answerMs: 30 }),
      turn({ session: 4, skill: 'fallback', intent: 'none' }),
      turn({
        conversationId: 'b',
        language: 'zh',
        quotes: ['Q-2'],
        handoffs: ['asked for'],
        channel: 'teams',
      }),
    ]),
  );
  expect(found).toMatchObject({
    conversations: 3,
    turns: 5,
    fallbackRate: 1 / 5,
    containment: 2 / 3,
    handoffs: 1,
    handoffReasons: { 'asked for': 1 },
    quotes: 2,
    quoteConversion: 2 / 3,
    orders: 1,
    orderConversion: 1 / 2,
    revenue: { GBP: 1_250 },
    answerMs: { p50: 20, p95: 30 },
    byLanguage: { en: { conversations: 2, containment: 1 }, zh: { conversations: 1, containment: 0 } },
    byIntent: { none: { fallbackRate: 1 } },
  });
});

test('nothing yet is no division by zero', async () => {
  const found = await statistics(stream([]));
  expect(found).toEqual({
    conversations: 0,
    turns: 0,
    handoffs: 0,
    handoffReasons: {},
    quotes: 0,
    orders: 0,
    revenue: {},
    byLanguage: {},
    byChannel: {},
    byIntent: {},
  });
});

test('reads a real conversation from the log, without anything personal', async () => {
  const { app, stop } = await openTestApp({ forecasts: false });
  try {
    const texts = ['make me a quote for 30 party bunting', 'yes, go ahead', 'my email is jane.roe@acme.test'];
    for (const [index, text] of texts.entries()) {
      const { finished } = await app.receive({
        id: `m${index}`,
        channel: 'terminal',
        conversationId: 'terminal:jane',
        sender: { id: 'jane' },
        text,
        at: new Date(),
      });
      await finished;
    }
    const facts: TurnFacts[] = [];
    for await (const one of turnFacts(app.store.models, new Date(0), new Date(Date.now() + 1_000)))
      facts.push(one);
    expect(facts).toHaveLength(3);
    expect(facts.every(({ answerMs }) => answerMs !== undefined && answerMs >= 0)).toBe(true);
    expect(JSON.stringify(facts)).not.toMatch(/roe|acme/i);
    const found = await statistics(stream(facts));
    const [order] = await app.store.models.Order.find({ source: 'chat' }).lean();
    expect(found).toMatchObject({
      conversations: 1,
      orderConversion: 1,
      revenue: { [order!.total.currency]: order!.total.amount },
    });
  } finally {
    await stop();
  }
});
