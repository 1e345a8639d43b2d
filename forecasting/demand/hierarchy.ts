import { mean } from '../numeric/statistics.ts';
import { reconcileByVariance } from '../reconcile.ts';
import { addDays, daysBetween } from '../series/series.ts';
import type { DemandForecast } from './demand.ts';
import type { DemandSeries } from './trials.ts';

export interface ProductSeries extends DemandSeries {
  readonly category: string;
}

/** Forecasts whose sums agree: products add up to their category, categories to the total. */
export interface DemandHierarchy {
  readonly products: readonly DemandForecast[];
  /** `sku` is the category's name. */
  readonly categories: readonly DemandForecast[];
  readonly total: DemandForecast;
}

/** The sales of every category, and of all products together. */
export interface SummedSeries {
  /** `sku` is the category's name; by name. */
  readonly categories: readonly DemandSeries[];
  readonly total: DemandSeries;
}

/** Sums the sales of the products. All must end on one day; throws a RangeError otherwise or for no product. */
export function sumSeries(products: readonly ProductSeries[]): SummedSeries {
  if (products.length === 0) throw new RangeError('a hierarchy needs at least one product');
  const byCategory = groupBy(products, ({ category }) => category);
  const names = [...byCategory.keys()].sort();
  return {
    categories: names.map((name) => sumOf(name, byCategory.get(name)!)),
    total: sumOf('total', products),
  };
}

/**
 * Reconciles the forecasts of products, categories and total (variances of the days' errors as weights). Ranges
 * move with their mean. `categoryOf` names a product's category by its stock code. All have one horizon.
 */
export function reconcileDemand(
  { products, categories, total }: DemandHierarchy,
  categoryOf: (sku: string) => string,
): DemandHierarchy {
  const node = (id: string, forecast: DemandForecast, children: readonly string[]) => ({
    id,
    children,
    mean: forecast.mean,
    variance: varianceOf(forecast),
  });
  // Prefixes keep a category and a product of one name apart.
  const members = groupBy(products, ({ sku }) => categoryOf(sku));
  const settled = reconcileByVariance(
    [
      node(
        'total',
        total,
        categories.map(({ sku }) => `category ${sku}`),
      ),
      ...categories.map((forecast) =>
        node(
          `category ${forecast.sku}`,
          forecast,
          (members.get(forecast.sku) ?? []).map(({ sku }) => `product ${sku}`),
        ),
      ),
      ...products.map((forecast) => node(`product ${forecast.sku}`, forecast, [])),
    ],
    { nonNegative: true },
  );
  return {
    products: products.map((forecast) => moved(forecast, settled.get(`product ${forecast.sku}`)!)),
    categories: categories.map((forecast) => moved(forecast, settled.get(`category ${forecast.sku}`)!)),
    total: moved(total, settled.get('total')!),
  };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Sums the sales day by day from the earliest start; a product not yet sold counts nothing. */
function sumOf(name: string, seriesList: readonly ProductSeries[]): DemandSeries {
  const start = seriesList.map((series) => series.start).sort()[0]!;
  const ends = new Set(seriesList.map((series) => addDays(series.start, series.values.length)));
  if (ends.size !== 1) throw new RangeError('all series of a hierarchy must end on the same day');
  const first = seriesList[0]!;
  const values = new Array<number>(daysBetween(start, first.start) + first.values.length).fill(0);
  for (const series of seriesList) {
    const offset = daysBetween(start, series.start);
    series.values.forEach((value, i) => {
      values[offset + i]! += value ?? 0;
    });
  }
  return { sku: name, start, values };
}

/** Of a day's error, from the width of the 80 % range. */
function varianceOf({ lo80, hi80 }: DemandForecast): number {
  return mean(hi80.map((high, h) => ((high - lo80[h]!) / 2.563) ** 2));
}

function moved(forecast: DemandForecast, settled: readonly number[]): DemandForecast {
  const shift = (values: readonly number[]): number[] =>
    values.map((v, h) => Math.max(0, v + settled[h]! - forecast.mean[h]!));
  const shiftSums = (values: readonly number[]): number[] => {
    let change = 0;
    return monotone(
      values.map((v, h) => {
        change += settled[h]! - forecast.mean[h]!;
        return Math.max(0, v + change);
      }),
    );
  };
  return {
    ...forecast,
    mean: [...settled],
    lo80: shift(forecast.lo80),
    hi80: shift(forecast.hi80),
    lo95: shift(forecast.lo95),
    hi95: shift(forecast.hi95),
    cumulativeQ10: shiftSums(forecast.cumulativeQ10),
    cumulativeQ90: shiftSums(forecast.cumulativeQ90),
  };
}

/** What was sold in h days cannot be less than in h - 1. */
function monotone(values: readonly number[]): number[] {
  let highest = 0;
  return values.map((v) => {
    highest = Math.max(highest, v);
    return highest;
  });
}
