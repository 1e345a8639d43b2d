import { describe, expect, test } from '@jest/globals';
import { elasticNet, lambdaPath } from '../../learning/linear/elastic-net.ts';
import { conjugateGradients, type Matrix, multiply, solveSymmetric } from '../../learning/linear/matrix.ts';
import { applyPlatt, fitPlatt } from '../../learning/linear/platt.ts';
import { linearRegression, logisticRegression } from '../../learning/linear/regression.ts';
import { linearSvm } from '../../learning/linear/svm.ts';
import { sigmoid } from '../../learning/link.ts';
import { auc } from '../../learning/metrics/classification.ts';
import { seededRandom } from '../../learning/random.ts';

const matrix = (rows: readonly (readonly number[])[]): Matrix => ({
  rows: rows.length,
  columns: rows[0]!.length,
  data: Float64Array.from(rows.flat()),
});

// Longley (1967), as NIST's Statistical Reference Datasets give it: employment by six economic series.
const LONGLEY: readonly (readonly number[])[] = [
  [60323, 83.0, 234289, 2356, 1590, 107608, 1947],
  [61122, 88.5, 259426, 2325, 1456, 108632, 1948],
  [60171, 88.2, 258054, 3682, 1616, 109773, 1949],
  [61187, 89.5, 284599, 3351, 1650, 110929, 1950],
  [63221, 96.2, 328975, 2099, 3099, 112075, 1951],
  [63639, 98.1, 346999, 1932, 3594, 113270, 1952],
  [64989, 99.0, 365385, 1870, 3547, 115094, 1953],
  [63761, 100.0, 363112, 3578, 3350, 116219, 1954],
  [66019, 101.2, 397469, 2904, 3048, 117388, 1955],
  [67857, 104.6, 419180, 2822, 2857, 118734, 1956],
  [68169, 108.4, 442769, 2936, 2798, 120445, 1957],
  [66513, 110.8, 444546, 4681, 2637, 121950, 1958],
  [68655, 112.6, 482704, 3813, 2552, 123366, 1959],
  [69564, 114.2, 502601, 3931, 2514, 125368, 1960],
  [69331, 115.7, 518173, 4806, 2572, 127852, 1961],
  [70551, 116.9, 554894, 4007, 2827, 130081, 1962],
];

// Spector and Mazzeo (1980): grade improved, by grade point average, test score and teaching method.
const SPECTOR: readonly (readonly number[])[] = [
  [2.66, 20, 0, 0], [2.89, 22, 0, 0], [3.28, 24, 0, 0], [2.92, 12, 0, 0], [4.0, 21, 0, 1], [2.86, 17, 0, 0],
  [2.76, 17, 0, 0], [2.87, 21, 0, 0], [3.03, 25, 0, 0], [3.92, 29, 0, 1], [2.63, 20, 0, 0], [3.32, 23, 0, 0],
  [3.57, 23, 0, 0], [3.26, 25, 0, 1], [3.53, 26, 0, 0], [2.74, 19, 0, 0], [2.75, 25, 0, 0], [2.83, 19, 0, 0],
  [3.12, 23, 1, 0], [3.16, 25, 1, 1], [2.06, 22, 1, 0], [3.62, 28, 1, 1], [2.89, 14, 1, 0], [3.51, 26, 1, 0],
  [3.54, 24, 1, 1], [2.83, 27, 1, 1], [3.39, 17, 1, 1], [2.67, 24, 1, 0], [3.65, 21, 1, 1], [4.0, 23, 1, 1],
  [3.1, 21, 1, 0], [2.39, 19, 1, 1],
]; // biome-ignore format: a table reads best in rows

describe('linear regression', () => {
  test("Longley's data: NIST's certified coefficients to seven digits", () => {
    const years = matrix(LONGLEY.map(([, ...x]) => x));
    const y = Float64Array.from(LONGLEY, ([employed]) => employed!);
    const { intercept, weights } = linearRegression(years, y);
    const certified = [
      15.0618722713733, -0.035819179292591, -2.02022980381683, -1.03322686717359, -0.0511041056535807,
      1829.15146461355,
    ];
    certified.forEach((value, index) => {
      expect(weights[index]! / value).toBeCloseTo(1, 7);
    });
    expect(intercept / -3482258.63459582).toBeCloseTo(1, 7);
  });

  test('a ridge penalty shrinks: one centred feature, weight = xy / (xx + ridge)', () => {
    const { intercept, weights } = linearRegression(matrix([[-1], [0], [1]]), Float64Array.of(1, 2, 6), 3);
    expect(weights[0]).toBeCloseTo(5 / (2 + 3), 12);
    expect(intercept).toBeCloseTo(3, 12);
  });

  test('a feature that repeats another gets weight 0', () => {
    const { weights } = linearRegression(
      matrix([
        [1, 2],
        [2, 4],
        [3, 6],
        [5, 10],
      ]),
      Float64Array.of(2, 4, 6, 10),
    );
    expect([...weights]).toEqual([expect.closeTo(2, 9), 0]);
  });
});

test('conjugate gradients solve what Cholesky solves', () => {
  const random = seededRandom(3);
  const n = 30;
  const half = Array.from({ length: n * n }, () => random() - 0.5);
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      a[i * n + j] =
        (i === j ? 1 : 0) + half.slice(i * n, i * n + n).reduce((sum, v, k) => sum + v * half[j * n + k]!, 0);
  const b = Float64Array.from({ length: n }, () => random());
  const found = conjugateGradients((vector) => multiply({ rows: n, columns: n, data: a }, vector), b, {
    start: new Float64Array(n),
    tolerance: 1e-8,
  });
  solveSymmetric(a, b).forEach((value, i) => {
    expect(found[i]).toBeCloseTo(value, 5);
  });
});

test('with more features than rows the weights still solve the normal equations', () => {
  const random = seededRandom(4);
  const rows = 40;
  const columns = 600;
  const x: Matrix = {
    rows,
    columns,
    data: Float64Array.from({ length: rows * columns }, () => random() - 0.5),
  };
  const y = Float64Array.from({ length: rows }, (_, row) => x.data[row * columns]! + random());
  const ridge = 10;
  const { weights, intercept } = linearRegression(x, y, ridge);
  const residuals = multiply(x, weights, intercept).map((value, row) => y[row]! - value);
  for (let column = 0; column < columns; column++) {
    const slope = residuals.reduce((sum, r, row) => sum + r * x.data[row * columns + column]!, 0);
    expect(slope - ridge * weights[column]!).toBeCloseTo(0, 4);
  }
  expect(residuals.reduce((sum, r) => sum + r, 0)).toBeCloseTo(0, 4);
});

describe('logistic regression', () => {
  test('Spector and Mazzeo: the estimates printed by Greene, Econometric Analysis', () => {
    const x = matrix(SPECTOR.map((row) => row.slice(0, 3)));
    const y = Float64Array.from(SPECTOR, (row) => row[3]!);
    const { intercept, weights } = logisticRegression(x, y, 0);
    expect(intercept).toBeCloseTo(-13.021, 3);
    expect(weights[0]).toBeCloseTo(2.826, 3);
    expect(weights[1]).toBeCloseTo(0.095, 3);
    expect(weights[2]).toBeCloseTo(2.379, 3);
    const logOdds = multiply(x, weights, intercept);
    const logLikelihood = y.reduce(
      (sum, label, row) => sum + Math.log(sigmoid(label ? logOdds[row]! : -logOdds[row]!)),
      0,
    );
    expect(logLikelihood).toBeCloseTo(-12.8896, 4);
  });

  test('classes that can be told apart without error give finite weights', () => {
    const { weights } = logisticRegression(matrix([[-2], [-1], [1], [2]]), Float64Array.of(0, 0, 1, 1), 0.01);
    expect(weights[0]).toBeGreaterThan(2);
    expect(Number.isFinite(weights[0])).toBe(true);
  });
});

describe('elastic net', () => {
  const random = seededRandom(5);
  const gauss = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const rows = 300;
  const x = matrix(Array.from({ length: rows }, () => Array.from({ length: 6 }, gauss)));
  const y = Float64Array.from(
    { length: rows },
    (_, row) => 3 * x.data[row * 6]! - 2 * x.data[row * 6 + 1]! + gauss(),
  );
  const labels = y.map((value) => (value > 0 ? 1 : 0));

  test.each([
    ['regression', y],
    ['classification', labels],
  ] as const)('%s: the optimum satisfies the conditions of Karush, Kuhn and Tucker', (task, target) => {
    const lambda = 0.05;
    const alpha = 0.7;
    const { intercept, weights } = elasticNet(x, target, task, { lambda, alpha });
    const fitted = multiply(x, weights, intercept).map((sum) =>
      task === 'classification' ? sigmoid(sum) : sum,
    );
    for (let j = 0; j < 6; j++) {
      let slope = 0;
      for (let row = 0; row < rows; row++)
        slope += (x.data[row * 6 + j]! * (target[row]! - fitted[row]!)) / rows;
      const weight = weights[j]!;
      slope -= lambda * (1 - alpha) * weight;
      if (weight === 0) expect(Math.abs(slope)).toBeLessThanOrEqual(lambda * alpha + 1e-6);
      else expect(slope).toBeCloseTo(Math.sign(weight) * lambda * alpha, 5);
    }
    expect(weights.filter((weight) => weight === 0).length).toBeGreaterThan(0);
  });

  test('the path starts where every weight is 0', () => {
    const [first, second] = lambdaPath(x, y, 1, 20);
    expect([...elasticNet(x, y, 'regression', { lambda: first! * 1.001, alpha: 1 }).weights]).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
    expect(elasticNet(x, y, 'regression', { lambda: second!, alpha: 1 }).weights[0]).toBeGreaterThan(0);
  });
});

describe('linear SVM', () => {
  test('is the optimum of its loss: no nearby weights do better', () => {
    const random = seededRandom(3);
    const x = matrix(Array.from({ length: 80 }, () => [random() * 2 - 1, random() * 2 - 1]));
    const y = Float64Array.from({ length: 80 }, (_, row) =>
      x.data[row * 2]! + x.data[row * 2 + 1]! + random() - 0.5 > 0 ? 1 : 0,
    );
    const cost = 0.5;
    const loss = (w: readonly number[]): number =>
      (w[0]! ** 2 + w[1]! ** 2 + w[2]! ** 2) / 2 +
      cost *
        y.reduce((sum, label, row) => {
          const decision = w[0]! * x.data[row * 2]! + w[1]! * x.data[row * 2 + 1]! + w[2]!;
          return sum + Math.max(0, 1 - (label ? decision : -decision)) ** 2;
        }, 0);
    const { intercept, weights } = linearSvm(x, y, cost, seededRandom(1));
    const found = [weights[0]!, weights[1]!, intercept];
    for (let j = 0; j < 3; j++) {
      for (const step of [-0.05, 0.05]) {
        expect(loss(found)).toBeLessThan(
          loss(found.map((value, index) => (index === j ? value + step : value))),
        );
      }
    }
    expect(auc(y, multiply(x, weights, intercept))).toBeGreaterThan(0.9);
  });

  test("Platt's scaling gives calibrated probabilities", () => {
    const random = seededRandom(9);
    const scores = Float64Array.from({ length: 4000 }, () => 4 * random() - 2);
    const labels = scores.map((score) => (random() < sigmoid(1.5 * score - 0.5) ? 1 : 0));
    const scaling = fitPlatt(scores, labels);
    expect(scaling.slope).toBeCloseTo(1.5, 0);
    expect(applyPlatt(scaling, Float64Array.of(0))[0]).toBeCloseTo(sigmoid(-0.5), 1);
  });
});
