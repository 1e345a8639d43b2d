import { describe, expect, test } from '@jest/globals';
import { cleanDemand, fillMissing, treatOutliers } from '../../forecasting/series/cleaning.ts';
import { AIRLINE, NILE } from './published-series.ts';

describe('missing values', () => {
  test('a gap is filled along the season and recorded', () => {
    const season = [10, 20, 30, 40];
    const values = Array.from({ length: 24 }, (_, t) => (t === 9 || t === 10 ? null : season[t % 4]! + t));
    const filled = fillMissing(values, 4);
    expect(filled.changes.map(({ index }) => index)).toEqual([9, 10]);
    expect(Math.abs(filled.values[9]! - 29)).toBeLessThan(3);
    expect(Math.abs(filled.values[10]! - 40)).toBeLessThan(3);
  });

  test('a gap where the series grows is filled on its way', () => {
    const filled = fillMissing(
      Array.from({ length: 60 }, (_, t) => (t === 24 || t === 35 ? null : 10 * t)),
      12,
    );
    expect(Math.abs(filled.values[24]! - 240)).toBeLessThan(1);
    expect(Math.abs(filled.values[35]! - 350)).toBeLessThan(1);
  });

  test('nothing missing, nothing changed', () => {
    expect(fillMissing([1, 2, 3], 1)).toEqual({ values: Float64Array.from([1, 2, 3]), changes: [] });
  });
});

describe('outliers and level shifts', () => {
  test('the airline series and the Nile are left as they are', () => {
    expect(treatOutliers(AIRLINE, 12).changes).toEqual([]);
    expect(treatOutliers(NILE, 1).changes).toEqual([]);
  });

  test('a misplaced decimal point is put back among its neighbours', () => {
    const values = Float64Array.from(AIRLINE);
    values[70] = values[70]! * 10;
    const { changes, values: treated } = treatOutliers(values, 12);
    expect(changes).toEqual([expect.objectContaining({ kind: 'outlier', index: 70 })]);
    expect(Math.abs(treated[70]! / AIRLINE[70]! - 1)).toBeLessThan(0.2);
  });

  test.each([
    ['steady growth', 12, (t: number) => 1.1 ** t],
    ['a smooth rise and fall', 12, (t: number) => 1000 + 300 * Math.sin(t / 15)],
    ['a straight line', 4, (t: number) => 50 + 3 * t],
    ['growth with a season that grows', 12, (t: number) => 1.05 ** t * (2 + Math.sin((Math.PI * t) / 6))],
  ])('%s is neither error nor step', (_, period, value) => {
    for (const length of [24, 40, 66, 120])
      expect(
        treatOutliers(
          Float64Array.from({ length }, (_, t) => value(t)),
          period,
        ).changes,
      ).toEqual([]);
  });

  test('a peak that grows with its season is no error, though the beginning was zeros', () => {
    const values = Float64Array.from({ length: 120 }, (_, t) =>
      t < 12 ? 0 : Math.round(t ** 2 * (t % 12 === 0 ? 3 : 1) + ((t * 37) % 11)),
    );
    expect(treatOutliers(values, 12).changes).toEqual([]);
  });

  test('after a lasting step the past is moved to the new level', () => {
    const values = Float64Array.from({ length: 80 }, (_, t) => (t < 50 ? 100 : 300) + ((t * 7) % 4));
    const { changes, values: treated } = treatOutliers(values, 1);
    expect(changes).toEqual([expect.objectContaining({ kind: 'level-shift', index: 50 })]);
    expect(treated[10]!).toBeGreaterThan(280);
    expect(treated[60]).toBe(values[60]);
  });
});

describe('daily demand', () => {
  const week = [5, 6, 7, 8, 9, 3, 0];
  const days = (n: number) => Array.from({ length: n }, (_, t) => week[t % 7]!);

  test('unknown and sold-out days are not zeros, and each is told apart', () => {
    const values: (number | null)[] = days(70);
    values[30] = null;
    values[38] = 0;
    const { values: cleaned, changes } = cleanDemand(values, [38]);
    expect(changes).toEqual([
      { kind: 'missing', index: 30, replacement: 7 },
      { kind: 'stock-out', index: 38, replacement: 8 },
    ]);
    expect([cleaned[30], cleaned[38]]).toEqual([7, 8]);
  });

  test('returns are no sales, time before the first sale is no demand, a long silence is noted', () => {
    const values = [...Array(20).fill(0), ...days(140), ...Array(15).fill(0), ...days(21)];
    values[50] = -4;
    const kinds = cleanDemand(values).changes.map(({ kind, index }) => [kind, index]);
    expect(kinds).toContainEqual(['negative', 50]);
    expect(kinds).toContainEqual(['not-yet-sold', 0]);
    expect(kinds).toContainEqual(['zero-run', 159]);
  });
});
