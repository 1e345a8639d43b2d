import { expect, test } from '@jest/globals';
import { candidates } from '../../forecasting/selection.ts';
import { seededRandom } from '../../learning/random.ts';

const priors = (y: readonly number[], period: number): Record<string, number> =>
  Object.fromEntries(
    candidates(Float64Array.from(y), period).map(({ model, prior }) => [model.name, prior] as const),
  );
const random = seededRandom(4);
const noise = Array.from({ length: 96 }, () => random() - 0.5);
let level = 100;
const wandering = noise.map((step) => (level += 8 * step));
const seasonal = noise.map((error, t) => 100 + 30 * Math.sin((2 * Math.PI * t) / 12) + error);

test('models of a season and a trend at once count as the season is strong', () => {
  const weak = priors(wandering, 12);
  const strong = priors(seasonal, 12);
  for (const name of ['regression', 'sarima', 'seasonal-mean'])
    expect(weak[name]).toBeLessThan(strong[name]!);
  expect(strong.regression).toBeGreaterThan(0.95);
  expect(strong.sarima).toBeGreaterThan(0.95);
  for (const name of ['ets', 'theta', 'dotm']) expect([weak[name], strong[name]]).toEqual([1, 1]);
});

test('without a season, and where less than two of it are known, they count less than exponential smoothing', () => {
  for (const one of [priors(wandering, 1), priors(wandering.slice(0, 20), 12)]) {
    expect(one.regression).toBe(0.5);
    expect(one.sarima).toBeLessThan(one.ets!);
    expect(one).not.toHaveProperty('seasonal-mean');
  }
});

test('slow movers are left to the intermittent models, regression and smoothing', () => {
  const names = Object.keys(
    priors(
      noise.map((v) => (v > 0 ? 1 : 0)),
      12,
    ),
  );
  expect(names).toEqual(expect.arrayContaining(['tsb', 'sba', 'ets', 'regression']));
  expect(names).not.toEqual(expect.arrayContaining(['sarima']));
});
