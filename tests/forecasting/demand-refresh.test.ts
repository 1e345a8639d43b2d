import { describe, expect, test } from '@jest/globals';
import { refreshDemand, reviveKnown } from '../../forecasting/demand/refresh.ts';
import { addDays } from '../../forecasting/series/series.ts';

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

describe('what is kept as text', () => {
  // A slow mover, one that never changes, one of a fortnight and one with a bulk order: all forms of models.
  const seasonal = Array.from({ length: 206 }, (_, t) => 5 + (t % 7) + all[t]! / 4);
  const products = (n: number) => [
    product('a', all.slice(0, n)),
    product(
      'slow',
      all.slice(0, n).map((v) => (v % 4 === 0 ? 1 : 0)),
    ),
    product('still', new Array<number>(n).fill(3)),
    product('week', seasonal.slice(0, n)),
    product('new', all.slice(186, n), addDays('2025-01-01', 186)),
    product(
      'bulk',
      all.slice(0, n).map((v, i) => (i === 120 ? 5000 : v)),
    ),
  ];

  test('makes the same forecasts in another process, without fitting', () => {
    const first = refreshDemand(new Map(), products(200), options);
    expect(first.kept).toHaveLength(first.fitted);
    const here = refreshDemand(first.known, products(206), options);
    const there = refreshDemand(reviveKnown(first.kept), products(206), options);
    expect(there.fitted).toBe(0);
    expect(there.kept).toEqual([]);
    expect(there.forecasts).toEqual(here.forecasts);
  });

  test('damaged, foreign or of another format, it is passed over and that model fitted', () => {
    const { kept } = refreshDemand(new Map(), products(200), options);
    const [a, slow, still, ...others] = kept;
    const known = reviveKnown([
      { ...a!, text: a!.text.slice(0, -9) },
      { ...slow!, text: slow!.text.replace('rainmaker-demand-1', 'rainmaker-demand-0') },
      { ...still!, text: 'null' },
      ...others,
    ]);
    expect(refreshDemand(known, products(201), options).fitted).toBe(3);
  });

  test('of another horizon is fitted anew', () => {
    const { known } = refreshDemand(new Map(), products(200), options);
    expect(refreshDemand(known, products(201), { horizon: 7 }).fitted).toBe(8);
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
