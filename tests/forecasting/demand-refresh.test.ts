import { describe, expect, test } from '@jest/globals';
import { refreshDemand } from '../../forecasting/demand-refresh.ts';
import { addDays } from '../../forecasting/series.ts';

const sales = (days: number, level: number) =>
  Array.from({ length: days }, (_, t) => Math.round(level * (1 + 0.5 * Math.sin(t * 12.9898 + level))));
const product = (sku: string, values: number[], start = '2025-01-01') => ({
  sku,
  category: 'bags',
  start,
  values,
});
const all = sales(240, 20);
const options = { horizon: 14 };

describe('rolling forward', () => {
  const first = refreshDemand(
    new Map(),
    [product('a', all.slice(0, 200)), product('b', all.slice(0, 200))],
    options,
  );

  test('a new day fits nothing anew', () => {
    const next = refreshDemand(
      first.known,
      [product('a', all.slice(0, 201)), product('b', all.slice(0, 201))],
      options,
    );
    expect([first.fitted, next.fitted]).toEqual([4, 0]);
    for (const { forecast } of next.forecasts) expect(forecast.trainedTo).toBe(addDays('2025-01-01', 200));
  });

  test('nor does a window of history that has moved', () => {
    const moved = (sku: string) => product(sku, all.slice(3, 203), '2025-01-04');
    expect(refreshDemand(first.known, [moved('a'), moved('b')], options).fitted).toBe(0);
  });

  test('a changed past fits that product and its sums, not the others', () => {
    const changed = all.slice(0, 201);
    changed[190]! += 5;
    const next = refreshDemand(
      first.known,
      [product('a', changed), product('b', all.slice(0, 201))],
      options,
    );
    expect(next.fitted).toBe(3);
  });

  test('after four weeks all is fitted anew', () => {
    const values = all.slice(0, 228);
    expect(refreshDemand(first.known, [product('a', values), product('b', values)], options).fitted).toBe(4);
  });

  test('the same forecast, whether days come one by one or together', () => {
    let known = first.known;
    for (let n = 201; n <= 205; n++)
      known = refreshDemand(
        known,
        [product('a', all.slice(0, n)), product('b', all.slice(0, n))],
        options,
      ).known;
    const slow = refreshDemand(
      known,
      [product('a', all.slice(0, 206)), product('b', all.slice(0, 206))],
      options,
    );
    const fast = refreshDemand(
      first.known,
      [product('a', all.slice(0, 206)), product('b', all.slice(0, 206))],
      options,
    );
    expect(slow.forecasts).toEqual(fast.forecasts);
  });
});

test('an alert says of which product, what and since when', () => {
  const fallen = [...sales(180, 40), ...new Array<number>(10).fill(0)];
  const { alerts } = refreshDemand(
    new Map(),
    [product('gone', fallen), product('steady', sales(190, 41))],
    options,
  );
  const found = alerts.find(
    ({ scope, sku, alert }) => scope === 'product' && sku === 'gone' && alert.kind === 'silence',
  );
  expect(found!.alert.since).toBe(addDays('2025-01-01', 180));
  expect(alerts.filter(({ sku }) => sku === 'steady')).toEqual([]);
});

test('nothing sold, nothing forecast', () => {
  expect(refreshDemand(new Map(), [], options).forecasts).toEqual([]);
});
