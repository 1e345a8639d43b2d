import { describe, expect, test } from '@jest/globals';
import { calibrate, intervalOf } from '../../forecasting/intervals.ts';

const at = (mean: number, sd: number) => ({ mean: Float64Array.of(mean), sd: Float64Array.of(sd) });

describe('intervals', () => {
  test('of a series that may be negative are as wide on both sides', () => {
    const { low, high } = intervalOf(at(10, 4), 2, false);
    expect([low[0], high[0]]).toEqual([2, 18]);
  });

  test('of sales are even on the scale of square roots: moments of a squared normal', () => {
    // Root normal with centre 3 and deviation 1: mean 9 as the median, variance 4 * 9 * 1 + 2 * 1 = 38.
    const { low, high } = intervalOf(at(9, Math.sqrt(38)), 1, true);
    expect(low[0]).toBeCloseTo(4, 12);
    expect(high[0]).toBeCloseTo(16, 12);
  });

  test('never go below 0, nor leave the mean outside', () => {
    for (const [mean, sd] of [
      [0, 0],
      [0, 3],
      [7, 0],
      [7, 1e-12],
      [0.1, 50],
      [1e100, 1e99],
      [1e-300, 1e-300],
    ] as const) {
      const { low, high } = intervalOf(at(mean, sd), 2.5, true);
      expect(low[0]).toBeGreaterThanOrEqual(0);
      expect(low[0]).toBeLessThanOrEqual(mean);
      expect(high[0]).toBeGreaterThanOrEqual(mean);
      expect(Number.isFinite(high[0])).toBe(true);
    }
  });
});

describe('calibration', () => {
  const outcomes = (error: number) =>
    Array.from({ length: 60 }, () => ({ actual: Float64Array.of(100 + error), forecast: at(100, 10) }));

  test('larger errors in the past widen the ranges, by less than in proportion', () => {
    const calm = calibrate(outcomes(5), false);
    const wild = calibrate(outcomes(20), false);
    expect(wild.at80 / calm.at80).toBeCloseTo(4 ** 0.3, 12);
    expect(wild.at95 / calm.at95).toBeCloseTo(4 ** 0.3, 12);
  });

  test('one step that the models were sure of and wrong about does not decide', () => {
    const sure = [...outcomes(5), { actual: Float64Array.of(500), forecast: at(1, 1e-9) }];
    expect(calibrate(sure, true).at95 / calibrate(outcomes(5), true).at95).toBeLessThan(1.1);
  });

  test('without trials, or where nothing ever changed, ranges are those of a typical series', () => {
    const still = [{ actual: Float64Array.of(4), forecast: at(4, 0) }];
    expect(calibrate(still, true)).toEqual(calibrate([], true));
  });
});
