import { describe, expect, test } from '@jest/globals';
import { type Embedding, productEmbeddings, sumOfWords } from '../../../nlu/intents/embedding.ts';

const [english, chinese] = productEmbeddings() as [Embedding, Embedding];
const vector = (text: string) => sumOfWords(/\p{Script=Han}/u.test(text) ? chinese : english, text);
function cosine(a: Float64Array, b: Float64Array): number {
  const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

describe('the word vectors', () => {
  test.each([
    ['invoice', 'receipt', 'banana'],
    ['cheap', 'inexpensive', 'yesterday'],
    ['shipping', 'freight', 'joke'],
    ['refund', 'reimbursement', 'weather'],
    ['发票', '收据', '香蕉'],
    ['便宜', '廉价', '昨天'],
    ['运费', '邮费', '笑话'],
    ['退款', '退钱', '天气'],
  ])('%s is nearer to %s than to %s', (word, near, far) => {
    expect(cosine(vector(word), vector(near))).toBeGreaterThan(cosine(vector(word), vector(far)) + 0.2);
  });

  test('say nothing of a word they lack', () => {
    expect(vector('xqzzv').every((value) => value === 0)).toBe(true);
  });

  test('are those of the longest Chinese words', () => {
    const sum = vector('发票').map((value, i) => value + vector('收据')[i]!);
    expect(vector('发票收据')).toEqual(sum);
  });

  test('give little weight to words that are everywhere', () => {
    const length = (word: string) => Math.hypot(...vector(word));
    expect(length('the')).toBeLessThan(length('refund') / 10);
    expect(length('的')).toBeLessThan(length('退款') / 10);
  });
});
