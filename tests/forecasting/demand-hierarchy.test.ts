import { expect, test } from '@jest/globals';
import { fitDemand, forecastDemand } from '../../forecasting/demand/demand.ts';
import { sumSeries } from '../../forecasting/demand/hierarchy.ts';
import { refreshDemand, type Scope } from '../../forecasting/demand/refresh.ts';

const sales = (seed: number, days: number, level: number) =>
  Array.from({ length: days }, (_, t) =>
    t % 7 === 6 ? 0 : Math.round(level * (1 + Math.sin(t * 12.9898 + seed) * 0.6)),
  );
const end = (days: number) =>
  new Date(Date.UTC(2025, 11, 31) - (days - 1) * 864e5).toISOString().slice(0, 10);
const product = (sku: string, category: string, days: number, level: number) => ({
  sku,
  category,
  start: end(days),
  values: sales(sku.length + level, days, level),
});
const shop = [
  product('a', 'bags', 200, 30),
  product('b', 'bags', 150, 10),
  product('c', 'lights', 200, 50),
  product('bags', 'lights', 90, 5),
];

test('products add up to categories and categories to the total, on every day, with ordered ranges', () => {
  const { forecasts } = refreshDemand(new Map(), shop, { horizon: 30 });
  const mean = (sku: string, scope: Scope = 'product') =>
    forecasts.find((one) => one.scope === scope && one.forecast.sku === sku)!.forecast.mean;
  for (let h = 0; h < 30; h++) {
    expect(mean('bags', 'category')[h]!).toBeCloseTo(mean('a')[h]! + mean('b')[h]!, 6);
    expect(mean('total', 'total')[h]!).toBeCloseTo(
      mean('bags', 'category')[h]! + mean('lights', 'category')[h]!,
      6,
    );
    for (const { forecast: f } of forecasts) {
      const row = [f.lo95[h]!, f.lo80[h]!, f.mean[h]!, f.hi80[h]!, f.hi95[h]!];
      expect(row).toEqual([...row].sort((x, y) => x - y));
      expect(row[0]!).toBeGreaterThanOrEqual(0);
    }
  }
});

test('series that end on different days are refused', () => {
  const late = [...shop, { ...product('late', 'bags', 50, 5), start: '2026-01-01' }];
  expect(() => sumSeries(late)).toThrow(/end on the same day/);
});

test('a model rolled forward by a week stays close to one fitted anew', () => {
  const values = sales(3, 207, 40);
  const series = { sku: 'x', start: '2025-01-01', values: values.slice(0, 200) };
  const rolled = fitDemand(series, { horizon: 14 }).extend(values.slice(200)).forecast;
  const fresh = forecastDemand({ ...series, values }, { horizon: 14 });
  expect(rolled.trainedTo).toBe(fresh.trainedTo);
  const total = (f: { mean: readonly number[] }) => f.mean.reduce((a, b) => a + b, 0);
  expect(Math.abs(total(rolled) / total(fresh) - 1)).toBeLessThan(0.1);
});

test('rolling forward by nothing changes nothing', () => {
  const model = fitDemand({ sku: 'x', start: '2025-01-01', values: sales(1, 120, 20) }, { horizon: 14 });
  expect(model.extend([]).forecast).toEqual(model.forecast);
});
