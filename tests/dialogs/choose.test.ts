import { describe, expect, test } from '@jest/globals';
import { choose } from '../../dialogs/manager/choose.ts';
import { clausesOf } from '../../dialogs/manager/clauses.ts';
import { decide } from '../../dialogs/manager/decide.ts';
import type { Skill, Turn } from '../../dialogs/skill.ts';
import { Chat, MemoryStore, product, quantity, understood } from './chat.ts';

const skill = (name: string, score: number | undefined): Skill => ({
  name,
  bid: () => (score === undefined ? undefined : { score, why: `${name} wants it` }),
  run: async () => ({ events: [], effects: [], replies: [] }),
});
const turn = { message: {}, understanding: understood('hello', {}), conversation: {} } as unknown as Turn;
const ports = new MemoryStore().ports();

describe('choosing', () => {
  test('takes the highest bid and keeps all of them as the reason', () => {
    const { skill: chosen, bids } = choose(turn, ports, [
      skill('a', 0.4),
      skill('b', 0.9),
      skill('c', undefined),
    ]);
    expect(chosen.name).toBe('b');
    expect(bids).toEqual([
      { skill: 'b', score: 0.9, why: 'b wants it' },
      { skill: 'a', score: 0.4, why: 'a wants it' },
    ]);
  });

  test('takes the earlier of two equal bids', () => {
    expect(choose(turn, ports, [skill('a', 0.5), skill('b', 0.5)]).skill.name).toBe('a');
  });

  test('a skill that throws is not swallowed', async () => {
    const broken: Skill = { ...skill('a', 1), run: () => Promise.reject(new Error('broken')) };
    await expect(decide(turn, new MemoryStore().ports(), [broken])).rejects.toThrow('broken');
  });
});

test.each([
  ['thanks! and when does it ship?', ['thanks!', 'and when does it ship?']],
  ['谢谢！运费多少？', ['谢谢！', '运费多少？']],
  ['it costs £2.50 each', []],
  ['write to ann@example.org please', []],
  ["just one then, I'll pay by card", ['just one then', "I'll pay by card"]],
  ['quote me 20, and what does delivery cost?', ['quote me 20', 'and what does delivery cost?']],
  ['要20个报价，你们怎么送货', ['要20个报价', '你们怎么送货']],
  ['还有货吗，30个啥价，你们收支付宝吗', ['还有货吗', '30个啥价', '你们收支付宝吗']],
  ['热水袋，多少钱，有货吗', ['热水袋，多少钱', '有货吗']],
  ['安全吗 有没有检测报告', ['安全吗', '有没有检测报告']],
  ['如果要100个，多少钱，几天到', []],
  ['200 of them, to Berlin, by Friday', []],
  ['if I take 200, can you do a better price?', []],
  ["no, I'd like 30", []],
  ['hello, do you have lunch bags?', []],
  ['你好，我想买午餐袋', []],
  ['is it in stock and can you send it to Ireland?', ['is it in stock', 'can you send it to Ireland?']],
  [
    'hi, we need cups, do you have any, and can I pay later?',
    ['hi, we need cups', 'do you have any', 'and can I pay later?'],
  ],
  [Array.from({ length: 50 }, () => 'One.').join(' '), []],
])('the sentences of "%s"', (text, clauses) => {
  expect(clausesOf(text)).toEqual(clauses);
});

describe('what a message is taken for', () => {
  const bunting = understood('party bunting price', { 'product.price': 0.9 }, [
    product('party bunting', '47566'),
  ]);
  const decided = async (chat: Chat, ...said: Parameters<Chat['turn']>) => {
    const { bids, effects } = await chat.turn(...said);
    return { intent: bids[0]!.intent, effects: effects.map(({ kind }) => kind) };
  };

  test('a bare quantity goes on with the topic, whatever the classifier makes of it', async () => {
    const chat = new Chat();
    await chat.turn(bunting);
    const and500 = understood('and 500?', { 'quote.change': 0.8 }, [quantity('500')], { inScope: false });
    expect(await decided(chat, and500)).toMatchObject({ intent: 'product.price' });
    expect(chat.state).toMatchObject({ products: ['47566'], quantity: 500 });
  });

  test.each([
    ['order', 'order.status'],
    ['quote', 'order.status'],
  ] as const)('words about goods, of the number of an %s, ask for that document', async (kind, intent) => {
    const number = kind === 'order' ? 'O-260304-8WCAK0' : 'Q-260304-8WCAK0';
    const when = understood(`when will ${number} be here?`, { 'product.stock': 0.9, 'order.return': 0.05 }, [
      { kind: `${kind}Number`, number, text: number },
    ]);
    expect(await decided(new Chat(), when)).toMatchObject({ intent });
  });

  test('a yes answers the open question, and only that', async () => {
    const chat = new Chat();
    await chat.turn(bunting);
    await chat.turn(understood('quote for 50', { 'quote.request': 0.9 }, [quantity('50')]));
    const yes = understood('yes', { affirm: 0.99 });
    expect(await decided(chat, yes)).toEqual({ intent: 'quote.accept', effects: ['order.place'] });
    expect(await decided(chat, yes)).toEqual({ intent: 'affirm', effects: [] });
  });

  test('words that may mean an order are asked back when they are not certain', async () => {
    const chat = new Chat();
    await chat.turn(bunting);
    await chat.turn(understood('quote for 50', { 'quote.request': 0.9 }, [quantity('50')]));
    const unsure = understood('hm, maybe that one then', { 'quote.accept': 0.45 });
    expect(await decided(chat, unsure)).toEqual({ intent: 'quote.accept', effects: [] });
    expect(await decided(chat, understood('yes', { affirm: 0.9 }))).toMatchObject({
      effects: ['order.place'],
    });
  });

  test('an intent of reps is nothing that a visitor is offered', async () => {
    const { replies } = await new Chat().turn(understood('show the deal', { 'deal.show': 0.9, help: 0.05 }));
    expect(JSON.stringify(replies)).not.toContain('deal.show');
  });

  test('a button that names what is not there is answered', async () => {
    const chat = new Chat();
    const { replies } = await chat.turn(understood('x', {}), { kind: 'choose', sku: 'NO-SUCH' });
    expect(replies[0]!.text).toContain('I find nothing for');
    expect(await decided(chat, understood('x', {}), { kind: 'intent', intent: 'no.such' })).toMatchObject({
      effects: [],
    });
  });
});

describe('quotes and orders of others', () => {
  test('are not shown, accepted or admitted to', async () => {
    const store = new MemoryStore();
    const ann = new Chat({ store, visitor: 'ann' });
    await ann.turn(understood('party bunting', { 'product.find': 0.9 }, [product('party bunting', '47566')]));
    await ann.turn(understood('quote for 50', { 'quote.request': 0.9 }, [quantity('50')]));
    const number = ann.state.quote!.number;

    const eve = new Chat({ store, visitor: 'eve' });
    const said = await eve.turn(understood('x', {}), { kind: 'acceptQuote', number });
    expect(said.effects).toEqual([]);
    const asked = understood(`what about ${number}`, { 'order.status': 0.9 }, [
      { kind: 'quoteNumber', text: number, number },
    ]);
    expect((await eve.turn(asked)).replies[0]!.text).toMatch(/find no Q-.* that belongs to you/);
    expect(store.orders).toEqual([]);
  });

  test("an expired quote becomes a new one at today's price", async () => {
    const chat = new Chat();
    await chat.turn(
      understood('party bunting', { 'product.find': 0.9 }, [product('party bunting', '47566')]),
    );
    await chat.turn(understood('quote for 50', { 'quote.request': 0.9 }, [quantity('50')]));
    const old = chat.state.quote!.number;
    chat.now = new Date(chat.now.getTime() + 20 * 86_400_000);
    const bunting = chat.store.products.get('47566')!;
    chat.store.products.set('47566', {
      ...bunting,
      priceBreaks: [],
      price: { amount: 999, currency: 'GBP' },
    });
    const { effects } = await chat.turn(understood('order it', { 'quote.accept': 0.9 }));
    expect(effects).toMatchObject([{ kind: 'quote.create', quote: { total: { amount: 999 * 50 } } }]);
    expect(chat.state.quote!.number).not.toBe(old);
  });
});
