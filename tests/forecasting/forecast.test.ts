import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { forecastSeries, type SeriesForecast } from '../../forecasting/forecast.ts';
import { calendarFeatures } from '../../forecasting/series/calendar.ts';
import { AIRLINE } from './published-series.ts';

const forecast = (values: readonly (number | null)[], period = 12, horizon = 12) =>
  forecastSeries({ id: 's', period, values }, { horizon });

const expectSound = ({ mean, lo80, hi80, lo95, hi95 }: SeriesForecast) => {
  for (let h = 0; h < mean.length; h++) {
    const row = [lo95[h]!, lo80[h]!, mean[h]!, hi80[h]!, hi95[h]!];
    expect(row.every(Number.isFinite)).toBe(true);
    expect(row).toEqual([...row].sort((a, b) => a - b));
  }
};

describe('automatic forecast', () => {
  test('the last year of the airline series within 4 %, and inside the 95 % range', () => {
    const result = forecast([...AIRLINE].slice(0, 132));
    const actual = [...AIRLINE].slice(132);
    const error = result.mean.reduce((sum, v, h) => sum + Math.abs(v / actual[h]! - 1), 0) / 12;
    expect(error).toBeLessThan(0.04);
    expect(
      actual.filter((v, h) => v >= result.lo95[h]! && v <= result.hi95[h]!).length,
    ).toBeGreaterThanOrEqual(11);
    expect(result.model).toMatch(/ETS.*SARIMA|SARIMA.*ETS/);
  });

  test('is the same every time', () => {
    expect(forecast([...AIRLINE])).toEqual(forecast([...AIRLINE]));
  });

  test('intervals cover about what they say, on 60 seeded seasonal series', () => {
    let state = 20_251;
    const next = () => {
      state = (state * 16807) % 2147483647;
      return state / 2147483647;
    };
    const normal = () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
    let in80 = 0;
    let in95 = 0;
    for (let k = 0; k < 60; k++) {
      let level = 100;
      const values = Array.from({ length: 108 }, (_, t) => {
        level += 0.2 + 1.5 * normal();
        return level + 15 * Math.sin((2 * Math.PI * t) / 12) + 4 * normal();
      });
      const result = forecast(values.slice(0, 96));
      values.slice(96).forEach((v, h) => {
        if (v >= result.lo80[h]! && v <= result.hi80[h]!) in80++;
        if (v >= result.lo95[h]! && v <= result.hi95[h]!) in95++;
      });
    }
    expect(in80 / 720).toBeGreaterThan(0.74);
    expect(in80 / 720).toBeLessThan(0.9);
    expect(in95 / 720).toBeGreaterThan(0.9);
  });

  test('missing values are filled and reported', () => {
    const gapped = [...AIRLINE].map((v, i) => (i % 10 === 3 ? null : v));
    const result = forecast(gapped);
    expect(result.changes).toHaveLength(15);
    const full = forecast([...AIRLINE]);
    result.mean.forEach((v, h) => {
      expect(Math.abs(v / full.mean[h]! - 1)).toBeLessThan(0.08);
    });
  });

  test('with a start date, working days are taken out and put back', () => {
    const features = calendarFeatures('2015-01-01', 108, 'month');
    const working = features.rows[features.names.indexOf('working-days')]!;
    const values = Array.from(working, (days, t) => (100 + (t % 12)) * Math.exp(0.05 * days));
    const series = { id: 's', period: 12, start: '2015-01-01', values: values.slice(0, 96) };
    const dated = forecastSeries(series, { horizon: 12 });
    expect(dated.calendar.map(({ feature }) => feature)).toEqual(['working-days']);
    const worst = (mean: readonly number[]) =>
      Math.max(...mean.map((v, h) => Math.abs(v / values[96 + h]! - 1)));
    expect(worst(dated.mean)).toBeLessThan(0.03);
    expect(worst(forecast(values.slice(0, 96)).mean)).toBeGreaterThan(0.04);
  });

  test('a slow mover is forecast by the intermittent models and never below zero', () => {
    const result = forecast(
      Array.from({ length: 120 }, (_, t) => (t % 9 === 0 ? 5 : 0)),
      7,
      14,
    );
    expect(result.model).toMatch(/tsb|sba/);
    expect(Math.min(...result.lo95)).toBeGreaterThanOrEqual(0);
    expectSound(result);
  });
});

test('zeros before a product was sold are not its demand', () => {
  const sold = Array.from({ length: 80 }, (_, t) => 20 + (t % 7));
  const result = forecast([...Array(60).fill(0), ...sold], 7, 7);
  expect(result.changes).toEqual([{ kind: 'not-yet-sold', index: 0, length: 60 }]);
  expect(result.mean).toEqual(forecast(sold, 7, 7).mean);
});

describe('bad input', () => {
  test.each([
    ['one value', [5], 12],
    ['two values', [5, 7], 12],
    ['three values', [5, 7, 6], 4],
    ['constant', Array(50).fill(3), 12],
    ['all zero', Array(50).fill(0), 12],
    ['negative', Array.from({ length: 60 }, (_, t) => -100 + t + (t % 12)), 12],
    ['NaN inside', Array.from({ length: 60 }, (_, t) => (t % 5 ? t : Number.NaN)), 12],
    ['infinite', Array.from({ length: 60 }, (_, t) => (t === 30 ? Number.POSITIVE_INFINITY : t)), 12],
    [
      'a gap of two years',
      Array.from({ length: 96 }, (_, t) => (t > 30 && t < 55 ? null : 50 + (t % 12))),
      12,
    ],
    ['missing at both ends', [null, null, 4, 5, 6, 5, 4, null], 4],
    ['one known value', [null, 7, null], 12],
    ['a frequency longer than the series', Array.from({ length: 30 }, (_, t) => t), 365],
    ['an absurd frequency', Array.from({ length: 30 }, (_, t) => t), 90_000],
    ['huge numbers', Array.from({ length: 40 }, (_, t) => 1e15 + t * 1e13), 12],
    ['tiny numbers', Array.from({ length: 40 }, (_, t) => 1e-12 * (1 + (t % 4))), 4],
    ['one enormous spike', Array.from({ length: 60 }, (_, t) => (t === 40 ? 1e9 : 10 + (t % 12))), 12],
  ])('%s: finite, ordered numbers', (_, values, period) => {
    expectSound(forecast(values, period, 8));
  });

  test.each([2 ** -990, 2 ** -40, 2 ** 300])('in units of %p the same is forecast', (unit) => {
    const values = Array.from({ length: 60 }, (_, t) => 50 + t + 9 * Math.sin(t) + ((t * 7) % 12));
    const plain = forecast(values, 12, 8);
    const other = forecast(
      values.map((v) => v * unit),
      12,
      8,
    );
    expect(other.model).toBe(plain.model);
    expect(other.lo95).toEqual(plain.lo95.map((v) => v * unit));
    expect(other.hi80).toEqual(plain.hi80.map((v) => v * unit));
  });

  test('growth that the whole series shows is carried on, however far', () => {
    const values = Array.from({ length: 24 }, (_, t) => 1.5 ** t);
    for (const horizon of [4, 18]) {
      const { mean } = forecast(values, 12, horizon);
      expect(mean.at(-1)! / 1.5 ** (23 + horizon)).toBeCloseTo(1, 1);
    }
  });

  test('100,000 points take no longer than the newest thousand', () => {
    const values = Array.from({ length: 100_000 }, (_, t) => 100 + 10 * Math.sin(t / 3) + (t % 7));
    const long = forecast(values, 7, 14);
    expect(long.mean).toEqual(forecast(values.slice(-1000), 7, 14).mean);
  });

  test('no known value, no horizon, no period: refused in words', () => {
    expect(() => forecast([null, null])).toThrow('no known value');
    expect(() => forecast([1, 2], 12, 0)).toThrow('horizon');
    expect(() => forecast([1, 2], 0)).toThrow('period');
    expect(() => forecast([1, 2], 1.5)).toThrow('period');
  });

  test('any numbers at all', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.double({ min: -1e9, max: 1e9 }), { freq: 8 }), { minLength: 1, maxLength: 60 }),
        fc.constantFrom(1, 4, 7, 12),
        (values, period) => {
          fc.pre(values.some((v) => v !== null && Number.isFinite(v)));
          expectSound(forecast(values, period, 6));
        },
      ),
      { numRuns: 40, seed: 17 },
    );
  });
});
