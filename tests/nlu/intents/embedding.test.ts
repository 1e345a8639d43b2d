import { describe, expect, test } from '@jest/globals';
import { addToken, englishEmbedding } from '../../../nlu/intents/embedding.ts';
import { hashToken } from '../../../nlu/intents/ngrams.ts';

const embedding = englishEmbedding();
function vector(word: string): Float64Array {
  const sum = new Float64Array(embedding.dimensions);
  addToken(embedding, hashToken(word, 0, word.length), sum);
  return sum;
}
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
  ])('%s is nearer to %s than to %s', (word, near, far) => {
    expect(cosine(vector(word), vector(near))).toBeGreaterThan(cosine(vector(word), vector(far)) + 0.2);
  });

  test('say nothing of a word they lack', () => {
    expect(vector('xqzzv').every((value) => value === 0)).toBe(true);
  });

  test('give little weight to words that are everywhere', () => {
    const length = (word: string) => Math.hypot(...vector(word));
    expect(length('the')).toBeLessThan(length('refund') / 10);
  });
});
