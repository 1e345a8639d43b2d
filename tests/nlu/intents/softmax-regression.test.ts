import { describe, expect, test } from '@jest/globals';
import { isTaughtTogether } from '../../../nlu/intents/average.ts';
import { packRows, squaredNorms } from '../../../nlu/intents/linear-svm.ts';
import type { Example } from '../../../nlu/intents/model.ts';
import {
  addScores,
  ascend,
  forgetRows,
  type SoftmaxState,
  untrained,
} from '../../../nlu/intents/softmax-regression.ts';
import { trainIntents } from '../../../nlu/intents/train.ts';
import { seededRandom, shuffle } from '../../../nlu/random.ts';

/** Rows of three columns, of three classes that overlap. */
const random = seededRandom(5);
const dense = Array.from({ length: 30 }, (_, row) =>
  Float32Array.from({ length: 3 }, (_, column) => (column === row % 3 ? 1 : 0) + random()),
);
const matrix = packRows(
  dense.map((values) => ({ columns: Int32Array.of(0, 1, 2), values })),
  3,
);
const problem = {
  matrix,
  squaredNorms: squaredNorms(matrix),
  classOf: Int16Array.from(dense, (_, row) => row % 3),
  size: 3,
};
const everyRow = (besides: (row: number) => boolean = () => false) =>
  Int32Array.from(dense.keys()).filter((row) => !besides(row));
const solve = (state: SoftmaxState, rows: Int32Array) => {
  ascend(problem, state, rows, seededRandom(1), { tolerance: 1e-6, passes: 1000 });
  return state;
};
const probabilities = (state: SoftmaxState, row: number) => {
  const scores = new Float32Array(3);
  addScores(problem, state, row, scores);
  const powers = [...scores].map(Math.exp);
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
};

describe('softmax regression', () => {
  test('ends where the gradient of its objective is zero', () => {
    const state = solve(untrained(problem), everyRow());
    for (let column = 0; column < 3; column++) {
      for (let k = 0; k < 3; k++) {
        const pull = everyRow().reduce((sum, row) => {
          const error = (problem.classOf[row] === k ? 1 : 0) - probabilities(state, row)[k]!;
          return sum + dense[row]![column]! * error;
        }, 0);
        expect(state.weights[column * 3 + k]).toBeCloseTo(pull / 0.1, 2);
      }
    }
  });

  test('forgets rows as if it had never seen them', () => {
    const isLeftOut = (row: number) => row % 10 === 0;
    const known = everyRow(isLeftOut);
    const forgetful = solve(
      forgetRows(problem, solve(untrained(problem), everyRow()), isLeftOut),
      known.slice(),
    );
    const fresh = untrained(problem);
    const never = solve(forgetRows(problem, fresh, isLeftOut), known.slice());
    for (const row of everyRow()) {
      probabilities(forgetful, row).forEach((share, k) => {
        expect(share).toBeCloseTo(probabilities(never, row)[k]!, 3);
      });
    }
  });
});

describe('a corpus of few examples an intent', () => {
  const examples: Example[] = ['price', 'stock', 'delivery', 'refund', 'hello'].flatMap((intent) =>
    ['what about', 'tell me the', 'i want to know the', 'please'].map((start) => ({
      text: `${start} ${intent}`,
      intent,
    })),
  );

  test('is taught together, a large one is not', () => {
    expect(isTaughtTogether(examples.length, 5)).toBe(true);
    expect(isTaughtTogether(1540, 77)).toBe(true);
    expect(isTaughtTogether(10_003, 77)).toBe(false);
    expect(isTaughtTogether(6000, 300)).toBe(false);
  });

  test('gives the same model in any order', () => {
    const model = trainIntents(examples);
    const shuffled = trainIntents(shuffle([...examples], seededRandom(3)));
    expect(shuffled.weights).toEqual(model.weights);
    expect(shuffled.calibration).toEqual(model.calibration);
  });
});
