import { describe, expect, test } from '@jest/globals';
import { calibrate, type ScoredRow } from '../../../nlu/intents/calibrate.ts';
import { sigmoid } from '../../../nlu/intents/logistic.ts';
import { seededRandom } from '../../../nlu/random.ts';

const row = (intent: string, scores: readonly number[]): ScoredRow => ({
  intent,
  scores: Float32Array.from(scores),
  unknown: 0.3,
});

/** Rows of two intents, `share` of them of the first, which is right by the logistic curve of the second. */
function rowsOf(count: number, isRight: (intent: number, score: number) => boolean, share = 0.5) {
  const random = seededRandom(5);
  return Array.from({ length: count }, (_, index): ScoredRow => {
    const own = index < share * count ? 0 : 1;
    const score = 2 * random() - 0.5;
    const best = isRight(own, score) ? own : 1 - own;
    const scores = [-1.2, -1.2, -1.2];
    scores[best] = score;
    return row('abc'[own]!, scores);
  });
}

describe('the confidence', () => {
  test('finds the slope and intercept that held-out rows were drawn by', () => {
    const random = seededRandom(7);
    const rows = rowsOf(4000, (_, score) => random() < sigmoid(2.5 * score + 0.5));
    const { confidence } = calibrate(['a', 'b', 'c'], rows, []);
    expect(confidence[0]).toBeGreaterThan(2.2);
    expect(confidence[0]).toBeLessThan(2.8);
    expect(confidence[2]).toBeGreaterThan(0.3);
    expect(confidence[2]).toBeLessThan(0.7);
  });

  test('rises with the score even where low scores are right as often, so that it still tells scope', () => {
    const rows = rowsOf(60, () => true);
    const none = Array.from({ length: 100 }, () => row('none', [-0.9, -0.9, -0.9, 0.9]));
    const known = rows.map(({ intent, scores }) => row(intent, [...scores, -0.2]));
    const { confidence, threshold } = calibrate(['a', 'b', 'c', 'none'], [...known, ...none], []);
    expect(confidence[0]).toBeGreaterThanOrEqual(0.99);
    expect(threshold).toBeGreaterThan(0);
  });

  test('takes an intent of few rows for more than its share of them', () => {
    // The first intent, nine tenths of the rows, is always right; the second hardly ever.
    const rows = rowsOf(1000, (own, score) => own === 0 || score > 1.3, 0.9);
    const { confidence } = calibrate(['a', 'b', 'c'], rows, []);
    const mean =
      rows.reduce(
        (sum, { scores }) => sum + sigmoid(confidence[0]! * Math.max(...scores) + confidence[2]!),
        0,
      ) / rows.length;
    expect(mean).toBeLessThan(0.88);
    expect(mean).toBeGreaterThan(0.6);
  });
});
