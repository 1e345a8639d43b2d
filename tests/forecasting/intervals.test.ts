import { describe, expect, test } from '@jest/globals';
import { forecastSeries } from '../../forecasting/forecast.ts';
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
  const outcomes = (error: number, trials = 60) =>
    Array.from({ length: trials }, () => ({ actual: Float64Array.of(100 + error), forecast: at(100, 10) }));

  test('larger errors in the past widen the ranges, by less than in proportion and the more the longer they were seen', () => {
    for (const [trials, power] of [
      [60, 0.075],
      [200, 0.25],
      [400, 0.5],
      [800, 0.5],
    ] as const) {
      const calm = calibrate(outcomes(5, trials), false);
      const wild = calibrate(outcomes(20, trials), false);
      expect(wild.at80 / calm.at80).toBeCloseTo(4 ** power, 12);
      expect(wild.at95 / calm.at95).toBeCloseTo(4 ** power, 12);
    }
  });

  test('recent errors count more than old ones', () => {
    const grown = calibrate([...outcomes(5), ...outcomes(20)], false);
    const calmed = calibrate([...outcomes(20), ...outcomes(5)], false);
    expect(grown.at80 / calmed.at80).toBeGreaterThan(1.1);
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

describe('of a series of which little is known', () => {
  const ranges = (values: readonly (number | null)[]) => {
    const { mean, lo80, hi80, lo95, hi95 } = forecastSeries(
      { id: 'short', period: 12, values },
      { horizon: 6 },
    );
    return { mean, width: hi80.map((high, h) => high - lo80[h]!), wide: hi95.map((v, h) => v - lo95[h]!) };
  };

  test.each([
    ['one value', [5]],
    ['one value that is negative', [-5]],
    ['one value among missing ones', [...Array(20).fill(null), 5, ...Array(20).fill(null)]],
    ['two that are alike', [5, 5]],
    ['eight that are alike', Array(8).fill(5)],
  ])('%s is not taken for certainty, the less the further ahead', (_, values) => {
    const { mean, width, wide } = ranges(values);
    expect(width[0]! / Math.abs(mean[0]!)).toBeGreaterThan(0.1);
    width.forEach((w, h) => {
      expect(w).toBeGreaterThanOrEqual(width[Math.max(0, h - 1)]!);
      expect(w).toBeLessThan(wide[h]!);
    });
  });

  test('a zero may be followed by something', () => {
    expect(ranges([0]).width[0]).toBeGreaterThan(0.1);
  });

  test('the more values agree, the less it may change, whatever the unit', () => {
    const widths = [1, 2, 4, 8].map((n) => ranges(Array(n).fill(5)).width[0]!);
    expect(widths).toEqual([...widths].sort((a, b) => b - a));
    expect(ranges([5000]).width[0]! / ranges([5]).width[0]!).toBeCloseTo(1000, 6);
  });
});
