import { expect, test } from '@jest/globals';
import { classify } from '../../../nlu/intents/classify.ts';
import { loadOrTrain } from '../../../nlu/intents/load-or-train.ts';
import { trainIntents } from '../../../nlu/intents/train.ts';
import { fitVectoriser, readable } from '../../../nlu/intents/vectoriser.ts';
import { seededRandom } from '../../../nlu/random.ts';

const model = await loadOrTrain({
  corpusDir: 'training-data/intents',
  modelDir: 'dist/models',
  log: { info() {}, warn() {} },
});
const small = trainIntents([
  { text: 'what is the price of the lantern', intent: 'price' },
  { text: 'how much does the lantern cost', intent: 'price' },
  { text: 'where is my order', intent: 'order' },
  { text: 'track my order', intent: 'order' },
]);

test.each([
  ["I don't want a quote, just the price", 'product.price'],
  ['i dont need an order, only asking how much the lunch bag costs', 'product.price'],
  ["don't cancel my order, just change the address", 'order.change'],
  ['I do not want to buy, I want to track my order', 'order.status'],
  ['not interested in a meeting, send me a quote', 'quote.request'],
  ['我不要报价，只想知道价格', 'product.price'],
  ['不是要下单，就问问多少钱', 'product.price'],
  ['别取消订单，我想改地址', 'order.change'],
  ['hwo much is the cakestand', 'product.price'],
  ['howmuch is the lunch bag', 'product.price'],
  ['whereismyorder', 'order.status'],
  ['WHERE IS MY ORDER', 'order.status'],
  ['wheeeere is my orderrrr???', 'order.status'],
  ['🙏 price pls', 'product.price'],
  ['👍', 'affirm'],
  ['thankssss', 'thanks'],
  ['hiiiii', 'greet'],
  ['这个 lunch bag 多少钱', 'product.price'],
  ['帮我 check 一下 order status', 'order.status'],
  ['can you 报价 for 50 lunch bags', 'quote.request'],
  ['please 转人工', 'human.request'],
  ['多少錢', 'product.price'],
])('%j means %s', (text, intent) => {
  const { intents, inScope } = classify(model, text);
  expect([intents[0]!.name, inScope]).toEqual([intent, true]);
});

test.each([
  'do you have a showroom',
  'where are you located',
  '有实体店吗',
  'tell me a joke',
  'asdfgh',
  '😡😡',
])('%j is for none of the skills', (text) => {
  expect(classify(model, text).inScope).toBe(false);
});

test.each([
  ['whereismyorder', 'where is my order'],
  ['pirce of teh lantren', 'price of teh lantern'],
  ['TRACKKK my ordr', 'track my ordr'],
  ['where is the banana', 'where is the banana'],
  ['xqzzvvk', 'xqzzvvk'],
])('%j is read as %j', (written, read) => {
  expect(readable(small.vectoriser, written)).toBe(read);
});

test('a slip in the examples is no word of theirs', () => {
  const texts = Array.from({ length: 12 }, (_, i) => `price of item ${i}`);
  const learnt = fitVectoriser([...texts, 'pirce of it', 'zorbex lamp'], []);
  expect(readable(learnt, 'the pirce of a zorbex')).toBe('the price of a zorbex');
});

test('looks into a bounded number of unknown words', () => {
  const words = Array.from({ length: 20 }, () => 'pirce').join(' ');
  expect(readable(small.vectoriser, words).match(/price/g)).toHaveLength(8);
});

test.each(['when will CODE be here?', 'CODE', 'send CODE again', '我的订单CODE到哪了'])(
  '%j means the same whatever its number',
  (text) => {
    const random = seededRandom(7);
    const pick = (from: string) => from[Math.floor(random() * from.length)]!;
    const tail = () => Array.from({ length: 6 }, () => pick('0123456789ABCDEFGHJKMNPQRSTVWXYZ')).join('');
    const digits = () => String(100_000 + Math.floor(random() * 900_000));
    const codes = Array.from({ length: 100 }, () => [
      `O-${digits()}-${tail()}`,
      `q-${digits()}-${tail().toLowerCase()}`,
      `SO-${digits().slice(2)}`,
      `Q-${digits().slice(2)}`,
      `INV-${digits()}`,
    ]).flat();
    const read = codes.map((code) => JSON.stringify(classify(model, text.replace('CODE', code))));
    expect([...new Set(read)]).toHaveLength(1);
  },
);

test.each(['covid-19', 'top-5', 't-light', 'CCTV-10', 'a4-sized', '12-24'])(
  '%s is no number of a document',
  (word) => {
    expect(readable(model.vectoriser, word)).not.toContain('⌗');
  },
);

test.each(['O-260304-8WCAK0', 'o 260304 8wcak0', 'O2603048WCAK0', 'so-1001', 'Ｑ－１０４２'])(
  '%s is one',
  (code) => {
    expect(readable(model.vectoriser, `where is ${code}?`)).toBe('where is ⌗?');
  },
);
