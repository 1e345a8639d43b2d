import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fitArma } from '../../forecasting/models/arma.ts';
import { MODELS, type ModelName } from '../../forecasting/models/index.ts';
import { forecastWith } from '../../forecasting/models/model.ts';
import { seasonalIndices, shrunkSeason } from '../../forecasting/series/decomposition.ts';
import { difference, differencesNeeded, kpss } from '../../forecasting/series/stationarity.ts';
import { AIRLINE, NILE } from './published-series.ts';

const run = (name: ModelName, y: Float64Array, period: number, horizon: number) =>
  forecastWith(MODELS[name], y, { period, horizon });
const relative = (a: ArrayLike<number>, b: readonly number[]) =>
  Math.max(...b.map((v, i) => Math.abs(a[i]! / v - 1)));

describe('against statsmodels 0.14 and published values', () => {
  test('seasonal indices of the airline series (statsmodels seasonal_decompose, multiplicative)', () => {
    const expected = [
      0.91023, 0.88363, 1.00737, 0.97591, 0.98138, 1.11278, 1.22656, 1.21991, 1.06049, 0.92176, 0.80118,
      0.89882,
    ];
    expect(relative(seasonalIndices(AIRLINE, 12, 'multiplicative'), expected)).toBeLessThan(1e-4);
  });

  test('KPSS of the Nile with two lags (statsmodels kpss): not stationary, one difference', () => {
    expect(kpss(NILE)).toBeCloseTo(1.31523, 4);
    expect(differencesNeeded(NILE)).toBe(1);
  });

  test('the airline model of the logs: moving averages near -0.402 and -0.557, variance 0.00135 (Box & Jenkins)', () => {
    const w = difference(difference(AIRLINE.map(Math.log), 12), 1);
    const orders = { p: 0, d: 1, q: 1, P: 0, D: 1, Q: 1, period: 12, constant: false };
    const { ma, variance } = fitArma(w, orders);
    expect(Math.abs(ma[0]! + 0.402)).toBeLessThan(0.04);
    // The conditional likelihood differs from the exact one by the start-up values.
    expect(Math.abs(variance / 0.00135 - 1)).toBeLessThan(0.1);
  });

  test('AR(1) of the Nile: 0.506 (statsmodels ARIMA, exact likelihood)', () => {
    const orders = { p: 1, d: 0, q: 0, P: 0, D: 0, Q: 0, period: 1, constant: true };
    expect(fitArma(NILE, orders).ar[0]!).toBeCloseTo(0.506, 1);
  });

  test('exponential smoothing of the Nile: ETS(M,N,N) with level 839.2 (statsmodels ETSModel)', () => {
    const { mean } = run('ets', NILE, 1, 2);
    expect(MODELS.ets.fit(NILE, 1).form).toBe('ETS(M,N,N)');
    expect(relative(mean, [839.17, 839.17])).toBeLessThan(0.002);
  });

  test('ETS of the airline series for 1961 (statsmodels ETSModel, M Ad M)', () => {
    const expected = [
      441.91, 434.65, 496.92, 483.51, 484.48, 549.9, 611.96, 607.93, 528.32, 461.11, 400.48, 450.23,
    ];
    expect(MODELS.ets.fit(AIRLINE, 12).form).toMatch(/^ETS\(M,(A|Ad),M\)$/);
    expect(relative(run('ets', AIRLINE, 12, 12).mean, expected)).toBeLessThan(0.035);
  });

  test('Theta of the airline series for 1954 (statsmodels 0.15 ThetaModel, multiplicative)', () => {
    const expected = [
      203.04, 210.14, 238.34, 225.26, 222.08, 246.64, 269.32, 271.2, 244.72, 212.95, 186.59, 213.76,
    ];
    expect(relative(run('theta', AIRLINE.slice(0, 60), 12, 12).mean, expected)).toBeLessThan(0.02);
  });

  test('SARIMA finds the airline model’s differences on logs', () => {
    expect(MODELS.sarima.fit(AIRLINE, 12).form).toMatch(/^SARIMA\(\d,1,\d\)\(\d,1,\d\)\[12\] of logs$/);
  });
});

describe('a season to adjust for', () => {
  test('is hardly shrunk where it stands far above the noise', () => {
    const known = AIRLINE.slice(0, 60);
    const { kind, indices } = shrunkSeason(known, 12);
    expect(kind).toBe('multiplicative');
    expect(relative(indices, [...seasonalIndices(known, 12, 'multiplicative')])).toBeLessThan(0.01);
  });

  test('is that of the newest seasons where it has moved, of all where it has not', () => {
    const quarters = (shapes: number[][]) =>
      Float64Array.from({ length: 80 }, (_, t) => {
        const noise = (((t * 7919) % 101) - 50) / 50;
        return 100 + shapes[t < 48 ? 0 : 1]![t % 4]! + noise;
      });
    const before = [-20, 0, 20, 0];
    const after = [20, 0, -20, 0];
    const moved = shrunkSeason(quarters([before, after]), 4);
    expect(relative(moved.indices, [1.2, 1, 0.8, 1])).toBeLessThan(0.02);
    const steady = quarters([before, before]);
    expect(
      relative(shrunkSeason(steady, 4).indices, [...seasonalIndices(steady, 4, 'multiplicative')]),
    ).toBeLessThan(0.01);
  });

  test('is relative where zeros are few, so that it grows with the level', () => {
    const growing = Float64Array.from({ length: 60 }, (_, t) =>
      Math.max(0, t * (1 + Math.cos((Math.PI * t) / 6)) - 1),
    );
    expect(growing.some((v) => v === 0)).toBe(true);
    expect(shrunkSeason(growing, 12).kind).toBe('multiplicative');
  });

  test('vanishes where there is nothing but noise', () => {
    const noise = Float64Array.from({ length: 96 }, (_, t) => 50 + ((t * 7919) % 101) / 10);
    const spread = (indices: Float64Array) => Math.max(...indices) - Math.min(...indices);
    expect(spread(shrunkSeason(noise, 12).indices)).toBeLessThan(
      0.35 * spread(seasonalIndices(noise, 12, 'multiplicative')),
    );
  });

  test('needs three periods, and is added where values are negative', () => {
    expect(shrunkSeason(AIRLINE.slice(0, 35), 12)).toEqual({
      kind: 'additive',
      indices: Float64Array.of(0),
    });
    const centred = AIRLINE.map((v) => v - 300);
    const { kind, indices } = shrunkSeason(centred, 12);
    expect(kind).toBe('additive');
    expect(indices.reduce((sum, index) => sum + index, 0)).toBeCloseTo(0, 9);
  });
});

test('the seasonal mean is the last level with the mean shape of three seasons', () => {
  // Quarters: levels 10, 20, 40; shapes (0.5, 1.5, 1, 1), the last one (0.8, 1.2, 1, 1).
  const y = Float64Array.of(5, 15, 10, 10, 10, 30, 20, 20, 32, 48, 40, 40);
  const { mean } = run('seasonal-mean', y, 4, 6);
  [24, 56, 40, 40, 24, 56].forEach((expected, h) => {
    expect(mean[h]).toBeCloseTo(expected, 9);
  });
});

test('the regression knows how far a level that stays can wander', () => {
  let level = 100;
  const y = Float64Array.from({ length: 120 }, (_, t) => {
    level += Math.abs(Math.sin(t * 12.9898) * 43758.5453) % 1 < 0.5 ? -3 : 3;
    return level;
  });
  const { sd } = run('regression', y, 1, 12);
  // A random walk with steps of 3 has sd 3 after one step and more later.
  expect(sd[0]).toBeGreaterThan(2.5);
  expect(sd[11]).toBeGreaterThan(sd[0]!);
});

describe('intermittent demand', () => {
  const everyThirdDay = Float64Array.from({ length: 90 }, (_, t) => (t % 3 === 2 ? 6 : 0));

  test('six units every third day are two a day by Croston, a little less by SBA', () => {
    const rate = run('croston', everyThirdDay, 1, 1).mean[0]!;
    expect(rate).toBeCloseTo(2, 1);
    expect(run('sba', everyThirdDay, 1, 1).mean[0]!).toBeLessThan(rate);
  });

  test('TSB forgets a dead product, Croston does not', () => {
    const dead = Float64Array.from({ length: 180 }, (_, t) => (t < 90 ? everyThirdDay[t]! : 0));
    expect(run('tsb', dead, 1, 1).mean[0]!).toBeLessThan(0.5 * run('croston', dead, 1, 1).mean[0]!);
  });
});

describe.each(Object.keys(MODELS) as ModelName[])('%s', (name) => {
  const model = MODELS[name];

  test('scaling the series scales the forecast', () => {
    const one = run(name, AIRLINE, 12, 12);
    const thousand = run(
      name,
      AIRLINE.map((v) => 1000 * v),
      12,
      12,
    );
    one.mean.forEach((v, h) => {
      expect(thousand.mean[h]! / 1000 / v).toBeCloseTo(1, 2);
      expect(thousand.sd[h]! / 1000 / one.sd[h]!).toBeCloseTo(1, 1);
    });
  });

  test.each([
    ['constant', Array(40).fill(7), 7],
    ['all zero', Array(40).fill(0), 0],
  ])('a %s series is forecast as itself', (_, values, expected) => {
    const { mean } = run(name, Float64Array.from(values), 12, 6);
    for (const v of mean) expect(Math.abs(v - expected)).toBeLessThan(0.25);
  });

  test('a history that goes on is predicted without fitting again', () => {
    const fitted = model.fit(AIRLINE.slice(0, 120), 12);
    const later = fitted.predict(AIRLINE, 6).mean;
    expect(later).toHaveLength(6);
    expect(later.every((v) => v > 200 && v < 900)).toBe(true);
  });

  test('any series of the least length or more gives finite numbers', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(0)), {
          minLength: model.minimum(4),
          maxLength: 40,
        }),
        fc.constantFrom(1, 4, 7),
        (values, period) => {
          const { mean, sd } = run(name, Float64Array.from(values), period, 5);
          expect(mean.every(Number.isFinite)).toBe(true);
          expect(sd.every((v) => v >= 0)).toBe(true);
        },
      ),
      { numRuns: 40, seed: 11 },
    );
  });
});
