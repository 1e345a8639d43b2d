import { type Alert, alerts } from '../series/anomalies.ts';
import { daysBetween } from '../series/series.ts';
import { type DemandForecast, type DemandModel, fitDemand, reviveDemand } from './demand.ts';
import { type ProductSeries, reconcileDemand, sumSeries } from './hierarchy.ts';
import { readKept, writeKept } from './kept.ts';
import type { DemandSeries } from './trials.ts';

/** Where in the hierarchy a series is; products and categories may share a name. */
export type Scope = 'product' | 'category' | 'total';

/** A model and the days it was fitted to or rolled over. */
interface Known {
  readonly series: DemandSeries;
  readonly model: DemandModel;
  /** Length of the series when it was fitted. */
  readonly fittedTo: number;
}

/** What earlier runs learnt, by scope and name; nothing to begin with. */
export type KnownDemand = ReadonlyMap<string, Known>;

export interface ScopedForecast {
  readonly scope: Scope;
  readonly forecast: DemandForecast;
}

export interface DemandRefresh {
  readonly known: KnownDemand;
  /** Products, categories and the total; their sums agree. */
  readonly forecasts: readonly ScopedForecast[];
  readonly failures: readonly { readonly sku: string; readonly reason: string }[];
  readonly alerts: readonly { readonly scope: Scope; readonly sku: string; readonly alert: Alert }[];
  /** Of all series, those that were fitted anew and not only rolled forward. */
  readonly fitted: number;
  /** What was learnt by fitting those, for `reviveKnown` in another process. */
  readonly kept: readonly KeptDemand[];
}

/** One fitted model as text. */
export interface KeptDemand {
  readonly scope: Scope;
  readonly sku: string;
  readonly text: string;
}

/** What an earlier process learnt; texts of another format, or damaged ones, are passed over. */
export function reviveKnown(kept: readonly KeptDemand[]): KnownDemand {
  const known = new Map<string, Known>();
  for (const { scope, sku, text } of kept) {
    const model = readKept(text);
    if (!model) continue;
    const { series } = model;
    known.set(keyOf(scope, sku), { series, model: reviveDemand(model), fittedTo: series.values.length });
  }
  return known;
}

const keyOf = (scope: Scope, sku: string): string => `${scope} ${sku}`;

/** A model is fitted anew after this many days, or when a day it knows has changed. */
const REFIT_DAYS = 28;
/** Alerts are of what began in the last so many days. */
const NEWS_DAYS = 14;

/**
 * Today's forecasts of all products, their categories and the total. A series that only grew is rolled forward,
 * which costs milliseconds; the others are fitted. A product that cannot be forecast is named in `failures`. All
 * series end on the same day.
 */
export function refreshDemand(
  known: KnownDemand,
  products: readonly ProductSeries[],
  options: { readonly horizon: number; readonly onProgress?: (done: number, total: number) => void },
): DemandRefresh {
  const learnt = new Map<string, Known>();
  const failures: { sku: string; reason: string }[] = [];
  const kept: KeptDemand[] = [];
  const learn = (scope: Scope, series: DemandSeries): void => {
    const key = keyOf(scope, series.sku);
    const rolled = rollForward(known.get(key), series, options.horizon);
    if (rolled) {
      learnt.set(key, rolled);
      return;
    }
    const model = fitDemand(series, options);
    learnt.set(key, { series, model, fittedTo: series.values.length });
    kept.push({ scope, sku: series.sku, text: writeKept(model.keep()) });
  };

  products.forEach((series, done) => {
    try {
      learn('product', series);
    } catch (error) {
      // One odd product must not cost the others their forecasts.
      failures.push({ sku: series.sku, reason: error instanceof Error ? error.message : String(error) });
    }
    options.onProgress?.(done + 1, products.length);
  });
  const usable = products.filter(({ sku }) => learnt.has(keyOf('product', sku)));
  if (usable.length === 0)
    return { known: learnt, forecasts: [], failures, alerts: [], fitted: kept.length, kept };
  const { categories, total } = sumSeries(usable);
  for (const series of categories) learn('category', series);
  learn('total', total);

  const forecastOf = (scope: Scope, { sku }: DemandSeries): DemandForecast =>
    learnt.get(keyOf(scope, sku))!.model.forecast;
  const categoryOf = new Map(usable.map(({ sku, category }) => [sku, category]));
  const settled = reconcileDemand(
    {
      products: usable.map((series) => forecastOf('product', series)),
      categories: categories.map((series) => forecastOf('category', series)),
      total: forecastOf('total', total),
    },
    (sku) => categoryOf.get(sku)!,
  );
  return {
    known: learnt,
    forecasts: [
      ...settled.products.map((forecast) => ({ scope: 'product' as Scope, forecast })),
      ...settled.categories.map((forecast) => ({ scope: 'category' as Scope, forecast })),
      { scope: 'total', forecast: settled.total },
    ],
    failures,
    alerts: [
      ...usable.map((series) => ({ scope: 'product' as Scope, series })),
      ...categories.map((series) => ({ scope: 'category' as Scope, series })),
      { scope: 'total' as Scope, series: total },
    ].flatMap(({ scope, series }) =>
      alerts(series, { period: 7, newest: NEWS_DAYS }).map((alert) => ({ scope, sku: series.sku, alert })),
    ),
    fitted: kept.length,
    kept,
  };
}

/**
 * The known model a few days later, if the series says of all days that both know the same. The window of history
 * moves: its first days may be gone.
 */
function rollForward(known: Known | undefined, series: DemandSeries, horizon: number): Known | undefined {
  if (!known || known.model.forecast.horizon !== horizon) return undefined;
  const { values: old, start } = known.series;
  const gone = daysBetween(start, series.start);
  const fresh = series.values.length - (old.length - gone);
  if (gone < 0 || fresh < 0 || fresh > series.values.length) return undefined;
  if (old.length + fresh - known.fittedTo >= REFIT_DAYS) return undefined;
  for (let i = gone; i < old.length; i++) if (old[i] !== series.values[i - gone]) return undefined;
  const days = series.values.slice(series.values.length - fresh);
  const grown = { ...series, start, values: [...old, ...days] };
  return {
    series: grown,
    model: fresh === 0 ? known.model : known.model.extend(days),
    fittedTo: known.fittedTo,
  };
}
