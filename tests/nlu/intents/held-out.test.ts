import { describe, expect, test } from '@jest/globals';
import { averageWithSoftmax } from '../../../nlu/intents/average.ts';
import { unknownWithout } from '../../../nlu/intents/held-out.ts';
import { packRows, squaredNorms } from '../../../nlu/intents/linear-svm.ts';
import { columnsOf, fitVectoriser, vectorise } from '../../../nlu/intents/vectoriser.ts';

const TEXTS = ['where is my order', 'where is my parcel', '我的订单在哪里', '我的包裹在哪里', 'zzz qqq'];

describe('what is unknown of a row', () => {
  test('that is held out is what it is to a vectoriser that never saw the row', () => {
    const vectoriser = fitVectoriser(TEXTS, []);
    const matrix = packRows(
      TEXTS.map((text) => vectorise(vectoriser, text)),
      columnsOf(vectoriser),
    );
    const held = unknownWithout(
      matrix,
      { partOf: Uint8Array.from(TEXTS.keys()), parts: TEXTS.length },
      vectoriser,
    );
    TEXTS.forEach((text, row) => {
      const others = fitVectoriser(
        TEXTS.filter((_, other) => other !== row),
        [],
      );
      expect(held[row]).toBeCloseTo(vectorise(others, text).unknown, 5);
    });
    expect(held[0]).toBeGreaterThan(0.3);
    expect(held[0]).toBeLessThan(0.7);
    expect(held[4]).toBe(1);
  });

  test('counts what is held out together, and leaves rows of no part out', () => {
    const vectoriser = fitVectoriser(TEXTS, []);
    const matrix = packRows(
      TEXTS.map((text) => vectorise(vectoriser, text)),
      columnsOf(vectoriser),
    );
    const held = unknownWithout(matrix, { partOf: Uint8Array.of(0, 0, 1, 1, 2), parts: 2 }, vectoriser);
    expect([...held]).toEqual([1, 1, 1, 1, Number.NaN]);
  });

  test('is nothing of an example and all of a message without any of its n-grams', () => {
    const vectoriser = fitVectoriser(TEXTS, []);
    expect(vectorise(vectoriser, 'where is my parcel').unknown).toBe(0);
    expect(vectorise(vectoriser, '天气预报').unknown).toBe(1);
    expect(vectorise(vectoriser, '').unknown).toBe(0);
  });
});

describe('the scores of few examples held out', () => {
  test('are those of a classifier that never saw them', () => {
    const topics = ['parcel late', 'refund money', 'price list', 'cancel order', 'open hours', 'gift wrap'];
    const texts = topics.flatMap((topic) =>
      ['where is', 'tell me about', 'i need', 'problem with', 'can you say'].map(
        (start) => `${start} ${topic}`,
      ),
    );
    const intents = topics.flatMap((_, k) => Array.from({ length: 5 }, () => k));
    const scoresOf = (rows: readonly number[], heldOut: readonly number[]) => {
      const vectoriser = fitVectoriser(texts, []);
      const matrix = packRows(
        rows.map((row) => vectorise(vectoriser, texts[row]!)),
        columnsOf(vectoriser),
      );
      const size = topics.length;
      const model = {
        weights: new Float32Array(matrix.width * size),
        biases: new Float32Array(size),
      };
      const scores = rows.map(() => new Float32Array(size));
      const split = { partOf: Uint8Array.from(rows, (row) => (heldOut.includes(row) ? 0 : 1)), parts: 1 };
      averageWithSoftmax(
        {
          matrix,
          squaredNorms: squaredNorms(matrix),
          classOf: Int16Array.from(rows, (row) => intents[row]!),
          size,
        },
        model,
        [{ split, scores }],
        1,
      );
      return { vectoriser, model, scores };
    };
    const all = [...texts.keys()];
    const held = [0, 6, 12, 18, 24];
    const { scores } = scoresOf(all, held);
    const { vectoriser, model } = scoresOf(
      all.filter((row) => !held.includes(row)),
      [],
    );
    for (const row of held) {
      const exact = model.biases.slice();
      const { columns, values } = vectorise(vectoriser, texts[row]!);
      columns.forEach((column, at) => {
        for (let k = 0; k < exact.length; k++)
          exact[k]! += values[at]! * model.weights[column * exact.length + k]!;
      });
      exact.forEach((score, k) => {
        expect(Math.abs(scores[row]![k]! - score)).toBeLessThan(0.1);
      });
    }
  });
});
