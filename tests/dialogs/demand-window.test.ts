import { expect, test } from '@jest/globals';
import type { DemandForecast } from '../../dialogs/ports.ts';
import { windowOf } from '../../dialogs/skills/rep/demand/window.ts';

const days = (units: number) => Array.from({ length: 30 }, () => units);
/** Ten a day; sums are known to within a half for one day and to within a tenth for thirty. */
const forecast = {
  trainedTo: '2026-03-03',
  horizon: 30,
  mean: days(10),
  lo80: days(5),
  hi80: days(15),
  cumulativeQ10: days(10).map((units, day) => units * (day + 1) * (0.5 + (0.4 * day) / 29)),
  cumulativeQ90: days(10).map((units, day) => units * (day + 1) * (1.5 - (0.4 * day) / 29)),
} as unknown as DemandForecast;

test('a period from tomorrow on has the range that is kept of its sum, not the sum of its days', () => {
  const { units, range } = windowOf(forecast, { from: '2026-03-04', to: '2026-04-02' })!;
  expect(units).toBe(300);
  expect(range.low).toBeCloseTo(270, 9);
  expect(range.high).toBeCloseTo(330, 9);
});

test('a later part is as uncertain in proportion as a sum of as many days', () => {
  const { units, range } = windowOf(forecast, { from: '2026-04-02', to: '2026-05-30' })!;
  expect([units, range.low, range.high]).toEqual([10, 5, 15]);
});

test('nothing is told of what lies beyond the horizon, nor divided by nothing', () => {
  expect(windowOf(forecast, { from: '2026-04-03', to: '2026-04-10' })).toBeUndefined();
  const none = { ...forecast, mean: days(0), cumulativeQ10: days(0), cumulativeQ90: days(2) };
  expect(windowOf(none, { from: '2026-03-10', to: '2026-03-12' })!.range).toEqual({ low: 0, high: 2 });
});
