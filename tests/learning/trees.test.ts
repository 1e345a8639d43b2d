import { describe, expect, test } from '@jest/globals';
import { LEARNERS } from '../../learning/learners.ts';
import { auc, logLoss } from '../../learning/metrics/classification.ts';
import { meanSquaredError } from '../../learning/metrics/regression.ts';
import { predict } from '../../learning/model.ts';
import { range, seededRandom } from '../../learning/random.ts';
import { stratifiedFolds } from '../../learning/split.ts';
import type { Table } from '../../learning/table.ts';
import { applyBinning, fitBinning } from '../../learning/trees/bins.ts';
import {
  BOOSTING_DEFAULTS,
  chooseTrees,
  fitBoosting,
  predictBoosting,
} from '../../learning/trees/boosting.ts';
import { fitCart, predictCart } from '../../learning/trees/cart.ts';
import { fitForest, predictForest } from '../../learning/trees/forest.ts';
import { growTree } from '../../learning/trees/tree.ts';

const numbers = (...columns: (readonly number[])[]): Table => ({
  rows: columns[0]!.length,
  columns: columns.map((values, index) => ({
    kind: 'number',
    name: `x${index}`,
    values: Float64Array.from(values),
  })),
});
const categories = (codes: readonly number[], levels: readonly string[]): Table => ({
  rows: codes.length,
  columns: [{ kind: 'category', name: 'c', levels, codes: Int32Array.from(codes) }],
});
const CART = { minLeafRows: 1, maxDepth: 30, bins: 254, complexity: 0 };
const exact = (table: Table, target: readonly number[], options = CART) =>
  fitCart(table, Float64Array.from(target), options, seededRandom(1));

describe('bins', () => {
  test('every value has its own bin where there are few; missing is bin 0', () => {
    const table = numbers([3, 1, Number.NaN, 2, 3]);
    expect([...applyBinning(fitBinning(table, 254), table).features[0]!]).toEqual([3, 1, 0, 2, 3]);
  });

  test('many values share bins of about equal size, new ones fall to their neighbours', () => {
    const table = numbers(Array.from({ length: 1000 }, (_, index) => index));
    const binning = fitBinning(table, 10);
    const counts = new Array<number>(11).fill(0);
    for (const bin of applyBinning(binning, table).features[0]!) counts[bin]!++;
    expect(counts).toEqual([0, ...new Array<number>(10).fill(100)]);
    expect([...applyBinning(binning, numbers([-5, 99.4, 99.6, 5000])).features[0]!]).toEqual([1, 1, 2, 10]);
  });

  test('unknown categories count as missing', () => {
    const table = categories([0, 1, 1, -1], ['a', 'b']);
    expect([...applyBinning(fitBinning(table, 254), table).features[0]!]).toEqual([1, 2, 2, 0]);
  });
});

describe('classification and regression tree', () => {
  test('finds the cut of least squared error, as trying them all does', () => {
    const random = seededRandom(7);
    for (let trial = 0; trial < 20; trial++) {
      const x = Array.from({ length: 30 }, () => Math.floor(random() * 12));
      const y = Array.from({ length: 30 }, () => random());
      const errorOf = (part: readonly number[]): number => {
        const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
        return part.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      };
      const best = Math.min(
        ...[...new Set(x)]
          .sort((a, b) => a - b)
          .slice(0, -1)
          .map((cut) => {
            const left = y.filter((_, row) => x[row]! <= cut);
            const right = y.filter((_, row) => x[row]! > cut);
            return errorOf(left) + errorOf(right);
          }),
      );
      const predicted = predictCart(exact(numbers(x), y, { ...CART, maxDepth: 1 }), numbers(x));
      expect(30 * meanSquaredError(Float64Array.from(y), predicted)).toBeCloseTo(best, 9);
    }
  });

  test('parts categories by any subset in one split', () => {
    const table = categories([0, 1, 2, 3, 0, 1, 2, 3], ['a', 'b', 'c', 'd']);
    const y = [1, 5, 1, 5, 1, 5, 1, 5];
    expect([...predictCart(exact(table, y, { ...CART, maxDepth: 1 }), table)]).toEqual(y);
  });

  test('missing values go where they fit, on either side', () => {
    const x = [1, 2, 3, 4, Number.NaN, Number.NaN];
    for (const missing of [0, 9]) {
      const y = [0, 0, 9, 9, missing, missing];
      expect([...predictCart(exact(numbers(x), y, { ...CART, maxDepth: 1 }), numbers(x))]).toEqual(y);
    }
  });

  test('pruning by cost complexity: a split that saves less than its price is taken back', () => {
    // The first cut saves 100 of 104 squared error, the second one 4 of it.
    const x = [1, 2, 3, 4];
    const y = [0, 0, 12, 8];
    const leaves = (complexity: number): number =>
      new Set(predictCart(exact(numbers(x), y, { ...CART, complexity }), numbers(x))).size;
    expect([0, 0.07, 0.08, 0.95].map(leaves)).toEqual([3, 3, 2, 1]);
  });

  test('a constant target or a constant feature makes a single leaf', () => {
    expect([...predictCart(exact(numbers([1, 2, 3]), [5, 5, 5]), numbers([9]))]).toEqual([5]);
    expect([...predictCart(exact(numbers([1, 1, 1]), [1, 2, 3]), numbers([1]))]).toEqual([2]);
  });

  test('leaf-wise growth stops at the number of leaves, best splits first', () => {
    const table = numbers([1, 2, 3, 4]);
    const binnings = fitBinning(table, 254);
    const options = { ...CART, maxLeaves: 2, l2: 0, categorySmoothing: 0, featuresPerSplit: 1 };
    const tree = growTree(
      applyBinning(binnings, table),
      binnings,
      Float64Array.of(-0, -1, -10, -11),
      new Float64Array(4).fill(1),
      range(4),
      range(1),
      options,
      seededRandom(1),
    );
    expect([...tree.value]).toEqual([5.5, 0.5, 10.5]);
    expect(tree.gain[0]).toBeCloseTo(50, 9);
  });
});

// Friedman (1991): y = 10 sin(pi x1 x2) + 20 (x3 - 0.5)² + 10 x4 + 5 x5 + noise of variance 1, five features idle.
function friedman(rows: number, seed: number) {
  const random = seededRandom(seed);
  const gauss = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const x = Array.from({ length: 10 }, () => Array.from({ length: rows }, () => random()));
  const y = Float64Array.from({ length: rows }, (_, row) => {
    const [a, b, c, d, e] = x.map((column) => column[row]!) as [number, number, number, number, number];
    return 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e + gauss();
  });
  return { table: numbers(...x), y };
}

describe('ensembles', () => {
  const train = friedman(1000, 1);
  const fresh = friedman(1000, 2);
  const FOREST = {
    trees: 100,
    minLeafRows: 3,
    maxDepth: 30,
    featuresPerSplit: 4,
    bins: 254,
    rowsPerTree: 1000,
  };

  test("Friedman's function: the forest beats the 6.2 published for bagged trees (Breiman 1996, from 200 rows)", () => {
    const model = fitForest(train.table, train.y, FOREST, seededRandom(1));
    expect(meanSquaredError(fresh.y, predictForest(model, fresh.table))).toBeLessThan(6.2);
  });

  test('a forest of numbers has leaves small enough for 200 rows', () => {
    const { table, y: target } = friedman(200, 3);
    const data = { table, target, task: 'regression' as const };
    const model = LEARNERS.forest.train(data, { trees: 80, featuresPerSplit: 3 }, seededRandom(1));
    // 9.6 with leaves of ten, as labels have them.
    expect(meanSquaredError(fresh.y, predict(model, fresh.table))).toBeLessThan(9);
  });

  test('boosting comes near the noise, whose variance is 1', () => {
    const options = { ...BOOSTING_DEFAULTS, trees: 250, learningRate: 0.1, featureShare: 1, minLeafRows: 10 };
    const model = fitBoosting(train.table, train.y, 'regression', options, seededRandom(1));
    expect(meanSquaredError(fresh.y, predictBoosting(model, fresh.table))).toBeLessThan(2.3);
  });

  test.each([50, 100, 200, 500])('boosting learns what is plain from %d rows', (rows) => {
    const random = seededRandom(rows);
    const draw = (count: number) => {
      const x = Array.from({ length: count }, () => [random(), random(), random()]);
      return {
        table: numbers(...[0, 1, 2].map((feature) => x.map((row) => row[feature]!))),
        target: Float64Array.from(x, (row) => Number(row[1]! > 0.4)),
        task: 'classification' as const,
      };
    };
    const data = draw(rows);
    const folds = stratifiedFolds(data.target, 3, seededRandom(1));
    const { trees } = chooseTrees(data, BOOSTING_DEFAULTS, folds, 1);
    const options = { ...BOOSTING_DEFAULTS, trees };
    const model = fitBoosting(data.table, data.target, data.task, options, seededRandom(1));
    const other = draw(1000);
    expect(logLoss(other.target, predictBoosting(model, other.table))).toBeLessThan(0.35);
  });

  test('both order leads by probability, and the same seed gives the same model', () => {
    const labels = train.y.map((value) => (value > 14 ? 1 : 0));
    const truth = fresh.y.map((value) => (value > 14 ? 1 : 0));
    const boosted = fitBoosting(
      train.table,
      labels,
      'classification',
      { ...BOOSTING_DEFAULTS, trees: 60 },
      seededRandom(1),
    );
    const probabilities = predictBoosting(boosted, fresh.table);
    expect(auc(truth, probabilities)).toBeGreaterThan(0.93);
    expect(probabilities.every((p) => p > 0 && p < 1)).toBe(true);
    const again = fitBoosting(
      train.table,
      labels,
      'classification',
      { ...BOOSTING_DEFAULTS, trees: 60 },
      seededRandom(1),
    );
    expect(predictBoosting(again, fresh.table)).toEqual(probabilities);
    const forest = fitForest(train.table, labels, { ...FOREST, trees: 30 }, seededRandom(1));
    expect(auc(truth, predictForest(forest, fresh.table))).toBeGreaterThan(0.9);
  });
});
