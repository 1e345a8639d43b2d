import { describe, expect, test } from '@jest/globals';
import { unknownWithout } from '../../../nlu/intents/held-out.ts';
import { packRows } from '../../../nlu/intents/linear-svm.ts';
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
