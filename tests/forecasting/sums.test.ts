import { describe, expect, test } from '@jest/globals';
import { sumsOf } from '../../forecasting/sums.ts';

const months = (n: number, mean = 10, low = 3, high = 5) => ({
  mean: Array<number>(n).fill(mean),
  lo80: Array<number>(n).fill(mean - low),
  hi80: Array<number>(n).fill(mean + high),
  lo95: Array<number>(n).fill(mean - 2 * low),
  hi95: Array<number>(n).fill(mean + 2 * high),
});

describe('sums of a forecast', () => {
  test('of one step are the forecast', () => {
    expect(sumsOf(months(4), 1)).toEqual(months(4));
  });

  test('of two steps: half-widths a and a with correlation r make a sqrt(2 + 2 r), r = 0.8 * 0.88', () => {
    const { mean, lo80, hi80 } = sumsOf(months(5), 2);
    expect(mean).toEqual([20, 20]);
    expect(lo80[0]).toBeCloseTo(20 - 3 * Math.sqrt(2 + 2 * 0.704), 12);
    expect(hi80[1]).toBeCloseTo(20 + 5 * Math.sqrt(2 + 2 * 0.704), 12);
  });

  test('lie between those of independent errors and those of errors that all agree, and never below 0', () => {
    const { lo80, hi80, lo95 } = sumsOf(months(24, 10, 5, 5), 12);
    expect(hi80).toHaveLength(2);
    expect(hi80[0]! - 120).toBeGreaterThan(5 * Math.sqrt(12));
    expect(hi80[0]! - 120).toBeLessThan(5 * 12);
    expect(120 - lo80[1]!).toBeCloseTo(hi80[1]! - 120, 12);
    expect(lo95[0]).toBeGreaterThan(0);
  });

  test('of fewer steps than are summed are none; a part of a step is refused', () => {
    expect(sumsOf(months(5), 6).mean).toEqual([]);
    expect(() => sumsOf(months(5), 1.5)).toThrow(RangeError);
  });
});
