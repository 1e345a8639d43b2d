import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { forecastDemand } from '../../forecasting/demand/demand.ts';

const START = '2025-01-06';
const forecast = (values: (number | null)[], horizon = 60) =>
  forecastDemand({ sku: 'A', start: START, values }, { horizon });

/** Weekly shape, closed on the sixth day, with deterministic wobble. */
const shop = (days: number, level = 20) =>
  Array.from({ length: days }, (_, i) =>
    i % 7 === 5 ? 0 : Math.round(level * (1 + 0.5 * Math.sin(i * 12.9898) + 0.1 * (i % 7))),
  );

describe('demand forecast of one product', () => {
  test('keeps the weekly shape: nothing is expected on the day the shop is closed', () => {
    const result = forecast(shop(370));
    const closed = result.mean.filter((_, h) => (370 + h) % 7 === 5);
    const open = result.mean.filter((_, h) => (370 + h) % 7 !== 5);
    expect(Math.max(...closed)).toBeLessThan(0.25 * Math.min(...open));
    expect(result.trainedFrom).toBe('2025-01-06');
    expect(result.trainedTo).toBe('2026-01-10');
  });

  test('says how good it was on its own past', () => {
    const { backtest } = forecast(shop(370));
    expect(backtest!.days).toBeGreaterThan(500);
    expect(backtest!.coverage80).toBeGreaterThan(0.75);
    expect(backtest!.coverage95).toBeGreaterThan(0.9);
    expect(backtest!.mase).toBeLessThan(1.2);
  });

  test('training starts at the first sale, and one bulk order does not move the forecast', () => {
    const values = [...Array(100).fill(0), ...shop(270)];
    const usual = forecast(values);
    expect(usual.trainedFrom).toBe('2025-04-16');
    const bulk = forecast(values.map((v, i) => (i === 365 ? 74_215 : v)));
    expect(bulk.quality).toContainEqual({ kind: 'outlier', since: '2026-01-06', days: 1 });
    const total = (r: { mean: readonly number[] }) => r.mean.reduce((a, b) => a + b, 0);
    expect(total(bulk)).toBeLessThan(1.6 * total(usual));
  });

  test.each([
    ['one day', [5]],
    ['two days', [5, 7]],
    ['all zero', Array(200).fill(0)],
    ['constant', Array(200).fill(4)],
    ['only unknown days', Array(50).fill(null)],
    ['returns only', Array(50).fill(-3)],
    ['not a number', Array.from({ length: 80 }, (_, i) => (i % 9 === 0 ? Number.NaN : i))],
    ['infinite', Array.from({ length: 80 }, (_, i) => (i === 40 ? Number.POSITIVE_INFINITY : 3))],
  ])('%s: every number is finite, ordered and not negative', (_, values) => {
    const result = forecast(values, 30);
    for (let h = 0; h < 30; h++) {
      const row = [result.lo95[h]!, result.lo80[h]!, result.mean[h]!, result.hi80[h]!, result.hi95[h]!];
      expect(row.every((v) => Number.isFinite(v) && v >= 0)).toBe(true);
      expect(row).toEqual([...row].sort((a, b) => a - b));
    }
    let total = 0;
    for (const sums of [result.cumulativeQ10, result.cumulativeQ90])
      expect(sums).toEqual([...sums].sort((a, b) => a - b));
    result.mean.forEach((units, h) => {
      total += units;
      expect(result.cumulativeQ10[h]).toBeLessThanOrEqual(total + 1e-9);
      expect(result.cumulativeQ90[h]).toBeGreaterThanOrEqual(total - 1e-9);
    });
  });

  test('a constant history gives that constant', () => {
    const result = forecast(Array(200).fill(4), 30);
    for (const v of [...result.mean, ...result.lo95, ...result.hi95]) expect(v).toBeCloseTo(4, 3);
    expect(result.cumulativeQ10[29]).toBeCloseTo(120, 2);
    expect(result.cumulativeQ90[29]).toBeCloseTo(120, 2);
  });

  test('counting in dozens instead of units divides every number by twelve', () => {
    const units = forecast(shop(200, 120).map((v) => v * 12));
    const dozens = forecast(shop(200, 120));
    dozens.mean.forEach((v, h) => {
      expect(units.mean[h]! / 12).toBeCloseTo(v, 3);
      expect(units.cumulativeQ90[h]! / 12).toBeCloseTo(dozens.cumulativeQ90[h]!, 3);
    });
  });

  test('any history of sales gives finite, ordered numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5000), { minLength: 1, maxLength: 150 }), (values) => {
        const result = forecast(values, 20);
        for (let h = 0; h < 20; h++) {
          expect(result.lo95[h]!).toBeGreaterThanOrEqual(0);
          expect(result.lo95[h]!).toBeLessThanOrEqual(result.lo80[h]!);
          expect(result.lo80[h]!).toBeLessThanOrEqual(result.mean[h]!);
          expect(result.mean[h]!).toBeLessThanOrEqual(result.hi80[h]!);
          expect(result.hi80[h]!).toBeLessThanOrEqual(result.hi95[h]!);
          expect(Number.isFinite(result.hi95[h]! + result.cumulativeQ90[h]!)).toBe(true);
        }
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  test('an empty series and an impossible horizon are refused in words', () => {
    expect(() => forecast([])).toThrow(/no days of sales/);
    expect(() => forecast([1, 2], 0)).toThrow(/horizon/);
  });
});

test('a season that past forecasts could not see coming does not make an absurd quantile', () => {
  // Nothing for ten months, then the season: ratios of sums from before it are without bound.
  const values = Array.from({ length: 370 }, (_, t) =>
    t < 300 ? (t % 9 === 0 ? 1 : 0) : 60 + ((t * 7919) % 31),
  );
  const { mean, cumulativeQ90 } = forecast(values);
  const expected = mean.reduce((a, b) => a + b, 0);
  expect(cumulativeQ90.at(-1)!).toBeGreaterThan(expected);
  expect(cumulativeQ90.at(-1)!).toBeLessThan(6 * expected);
});
