import { expect, test } from '@jest/globals';
import {
  bias,
  coverage,
  intervalScore,
  mase,
  naive2,
  owa,
  rmsse,
  smape,
} from '../../forecasting/accuracy.ts';
import { combinationWeights } from '../../forecasting/combination.ts';
import { AIRLINE } from './published-series.ts';

// Worked out by hand.
const training = [1, 3, 2, 4];
const actual = [10, 20];
const forecast = [12, 16];

test('errors of two steps', () => {
  expect(smape(actual, forecast)).toBeCloseTo((200 * 2) / 22 / 2 + (200 * 4) / 36 / 2, 10);
  // The seasonal naive steps at lag 2 are 1 and 1.
  expect(mase(actual, forecast, training, 2)).toBe(3);
  expect(rmsse(actual, forecast, training, 2)).toBeCloseTo(Math.sqrt(10), 10);
  expect(bias(actual, forecast)).toBe(-1);
});

test('coverage and interval score', () => {
  expect(coverage(actual, [9, 21], [11, 30])).toBe(0.5);
  expect(intervalScore(actual, [9, 21], [11, 30], 0.2)).toBe((2 + (9 + 10)) / 2);
});

test('zero against zero is no error, and as good as a perfect benchmark', () => {
  expect(smape([0], [0])).toBe(0);
  expect(mase([1], [1], [2, 2, 2], 1)).toBe(1);
  expect(owa({ smape: 5, mase: 1 }, { smape: 10, mase: 2 })).toBe(0.5);
});

test('Naive 2 repeats the last value where there is no season, and the season where there is', () => {
  expect([...naive2(Float64Array.from([1, 2, 3]), 12, 2)]).toEqual([3, 3]);
  const forecast = naive2(AIRLINE, 12, 12);
  expect(forecast[11]!).toBeCloseTo(432, 6);
  expect(forecast[6]! / forecast[10]!).toBeCloseTo(1.22656 / 0.80118, 3);
});

test('weights: the prior without trials, then inverse to the squared mean absolute error, none for a broken model', () => {
  const distribution = (mean: number[]) => ({
    mean: Float64Array.from(mean),
    sd: new Float64Array(mean.length),
  });
  const trial = {
    origin: 10,
    actual: Float64Array.from([10, 10]),
    forecasts: [
      distribution([11, 11]),
      distribution([11.5, 8.5]),
      distribution([90, 90]),
      distribution([NaN, 1]),
    ],
  };
  // The end of the series cuts later trials short: they tell as much of what comes next, and more as they are newer.
  const short = {
    origin: 11,
    actual: Float64Array.of(10),
    forecasts: [distribution([14]), distribution([11])],
  };
  const long = { ...trial, forecasts: trial.forecasts.slice(0, 2) };
  const [poorer, better] = combinationWeights([long, short], [1, 1]);
  const older = 0.5 ** 0.25;
  expect(better! / poorer!).toBeCloseTo(((older * 1 + 4) / (older * 1.5 + 1)) ** 2, 12);
  expect([...combinationWeights([], [1, 1, 2])]).toEqual([0.25, 0.25, 0.5]);
  const [best, second, far, broken] = combinationWeights([trial], [1, 1, 1, 1]);
  expect(best! / second!).toBeCloseTo(1.5 ** 2, 12);
  expect(best! / far!).toBeCloseTo(80 ** 2, 8);
  expect(broken).toBe(0);
  expect(best! + second! + far!).toBeCloseTo(1, 12);
});
