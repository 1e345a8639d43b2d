import { describe, expect, test } from '@jest/globals';
import { alerts } from '../../forecasting/series/anomalies.ts';
import { changePoints } from '../../forecasting/series/change-points.ts';
import { NILE } from './published-series.ts';

/** Seeded uniform numbers (Park & Miller 1988). */
const random = (seed: number) => () => {
  seed = (seed * 16807) % 2147483647;
  return seed / 2147483647;
};
const noisy = (n: number, level: (t: number) => number, seed = 42) => {
  const next = random(seed);
  return Array.from({ length: n }, (_, t) =>
    t % 7 === 5 ? 0 : Math.max(0, Math.round(level(t) * (0.7 + 0.6 * next()))),
  );
};
const options = { period: 7, newest: 60 };
const start = '2025-01-01';

describe('change points', () => {
  test('the Nile’s level fell in 1899 (Cobb 1978; Killick et al. find the same)', () => {
    const found = changePoints(NILE);
    expect(found.map(({ index }) => 1871 + index)).toEqual([1899]);
    expect(found[0]!.before).toBeCloseTo(1097.75, 1);
    expect(found[0]!.after).toBeCloseTo(849.97, 1);
  });

  test('noise alone has none, in 40 series', () => {
    for (let seed = 1; seed <= 40; seed++) {
      expect(changePoints(Float64Array.from(noisy(200, () => 50, seed)).filter((v) => v > 0))).toEqual([]);
    }
  });

  test('constant and short series have none', () => {
    expect(changePoints(new Float64Array(50).fill(3))).toEqual([]);
    expect(changePoints(new Float64Array([1, 2]))).toEqual([]);
  });
});

describe('alerts', () => {
  test('a doubled level is reported with the day it began', () => {
    const values = noisy(200, (t) => (t < 170 ? 40 : 80));
    const [alert] = alerts({ start, values }, options);
    expect(alert).toMatchObject({ kind: 'level-shift' });
    expect(['2025-06-19', '2025-06-20', '2025-06-21']).toContain(alert!.since);
    expect(alert!.kind === 'level-shift' && alert!.percent).toBeGreaterThan(80);
  });

  test('one huge order is a spike of that day', () => {
    const values = noisy(200, () => 40);
    values[190] = 2000;
    expect(alerts({ start, values }, options)).toEqual([
      expect.objectContaining({ kind: 'spike', since: '2025-07-10', days: 1, value: 2000 }),
    ]);
  });

  test('a product that stops selling is noticed', () => {
    const values = noisy(200, (t) => (t < 190 ? 40 : 0));
    expect(alerts({ start, values }, options)).toContainEqual({
      kind: 'silence',
      since: '2025-07-10',
      days: 10,
    });
  });

  test('ordinary sales, an old change and a slow mover raise nothing', () => {
    expect(alerts({ start, values: noisy(200, () => 40) }, options)).toEqual([]);
    expect(alerts({ start, values: noisy(300, (t) => (t < 100 ? 20 : 40)) }, options)).toEqual([]);
    const slow = Array.from({ length: 200 }, (_, t) => (t % 19 === 0 ? 3 : 0));
    expect(alerts({ start, values: slow }, options).filter(({ kind }) => kind === 'silence')).toEqual([]);
  });

  test.each([[[]], [Array(100).fill(0)], [Array(100).fill(null)], [[1, 2]]])(
    '%j raises nothing',
    (values) => {
      expect(alerts({ start, values }, options)).toEqual([]);
    },
  );
});
