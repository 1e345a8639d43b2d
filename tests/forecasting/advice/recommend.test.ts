import { describe, expect, test } from '@jest/globals';
import {
  boughtTogether,
  growing,
  popular,
  SEASONS,
  seasonal,
} from '../../../forecasting/advice/recommend.ts';

const all = { available: () => true, limit: 5 };
const times = (count: number, skus: string[]) => Array.from({ length: count }, () => ({ skus }));

describe('bought together', () => {
  const baskets = [
    ...times(40, ['stand', 'cases']),
    ...times(20, ['stand', 'bag']),
    ...times(5, ['stand', 'rare']),
    ...times(300, ['bag']),
    ...times(100, ['other']),
  ];

  test('names the companion with its share of the orders', () => {
    expect(boughtTogether('stand', baskets, all)).toEqual([
      expect.objectContaining({
        sku: 'cases',
        reasons: [{ kind: 'together', with: 'stand', share: 40 / 65, lift: 40 / 65 / (40 / 465) }],
      }),
    ]);
  });

  test('what everybody buys anyway and what was seen five times is no companion', () => {
    const skus = boughtTogether('stand', baskets, all).map((r) => r.sku);
    expect(skus).not.toContain('bag');
    expect(skus).not.toContain('rare');
  });

  test('never advises what is not available', () => {
    expect(boughtTogether('stand', baskets, { ...all, available: (sku) => sku !== 'cases' })).toEqual([]);
  });

  test('an unknown product has no companions', () => {
    expect(boughtTogether('nothing', baskets, all)).toEqual([]);
  });
});

describe('season, growth and popularity', () => {
  const year = (inSeason: number, else_: number) =>
    Array.from({ length: 365 }, (_, i) => (i >= 273 && i < 354 ? inSeason : else_));
  const christmas = SEASONS.find((season) => season.name === 'christmas')!;
  const product = (sku: string, values: number[], forecast: number) => ({
    sku,
    start: '2025-01-01',
    values,
    forecast: Array(60).fill(forecast),
  });

  test('christmas: what sold better in its weeks, with the factor, first what stands for more units', () => {
    const found = seasonal(
      christmas,
      [product('small', year(4, 1), 1), product('big', year(40, 10), 10), product('flat', year(5, 5), 5)],
      all,
    );
    expect(found.map((r) => r.sku)).toEqual(['big', 'small']);
    expect(found[0]!.reasons[0]).toEqual({ kind: 'season', season: 'christmas', factor: 4 });
  });

  test('growth compares the forecast with the same days just past', () => {
    expect(growing([product('up', year(5, 5), 6), product('down', year(5, 5), 4)], all)).toEqual([
      expect.objectContaining({ sku: 'up', reasons: [{ kind: 'growth', percent: 20 }] }),
    ]);
  });

  test('popular is by units and leaves out what cannot be had', () => {
    const sold = [
      { sku: 'a', units: 3 },
      { sku: 'b', units: 9 },
      { sku: 'c', units: 0 },
    ];
    expect(popular(sold, all).map((r) => r.sku)).toEqual(['b', 'a']);
    expect(popular(sold, { ...all, available: (sku) => sku !== 'b' }).map((r) => r.sku)).toEqual(['a']);
  });
});
