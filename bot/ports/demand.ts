import { addDays, daysBetween, localDay } from '../../crm/calendar.ts';
import type { DemandAlert } from '../../crm/models/demand-alert.ts';
import type { ForecastRecord } from '../../crm/models/forecast.ts';
import type { Models } from '../../crm/models/index.ts';
import { salesDays, unitsByProduct } from '../../crm/queries/sales-days.ts';
import type { DemandForecast as Forecast, Subject } from '../../dialogs/ports.ts';
import type { Basket } from '../../forecasting/advice/recommend.ts';
import { forecastDemand } from '../../forecasting/demand/demand.ts';
import type { KeptDemand, Scope, ScopedForecast } from '../../forecasting/demand/refresh.ts';
import { type DemandForecasts, DemandWorker } from '../../forecasting/demand/refresh-in-worker.ts';
import type { Alert } from '../../forecasting/series/anomalies.ts';
import type { Log } from '../log.ts';
import { RecentAnswers } from './recent-answers.ts';

/** Days of sales that forecasts and advice look back on, and days they look ahead. */
const HISTORY_DAYS = 375;
const HORIZON_DAYS = 90;

/** Another process may have made newer forecasts this long ago. */
const KEPT_MS = 60_000;

/** A fitted model is replaced after four weeks; an older one is of what is no longer sold. */
const MODEL_DAYS = 60;
const DAY_MS = 86_400_000;

const WITH_SUMS = { cumulativeQ10: { $exists: true } };

/** How long an alert is kept. */
const ALERT_DAYS = 90;
/** Two changes of level nearer than this are one. */
const SAME_SHIFT_DAYS = 14;

export interface DailySeries {
  readonly sku: string;
  /** Local day of the first value, YYYY-MM-DD. */
  readonly start: string;
  readonly values: readonly number[];
}

interface Picture {
  readonly series: ReadonlyMap<string, DailySeries>;
  readonly baskets: readonly Basket[];
}

/**
 * What the shop knows of its demand: daily sales, baskets, the forecasts made of them and what was unusual. Sales
 * are read from the store when the day's forecasts are made, or first asked for on a new day, and kept until then.
 */
export class Demand {
  readonly #models: Models;
  readonly #timeZone: string;
  readonly #now: () => Date;
  readonly #log: Log;
  readonly #worker = new DemandWorker();
  #picture: { readonly day: string; readonly read: Promise<Picture> } | undefined;
  readonly #forecast = new RecentAnswers<string, Forecast | undefined>(KEPT_MS);
  readonly #forecasts = new RecentAnswers<'all', ReadonlyMap<string, readonly number[]>>(KEPT_MS);

  constructor(options: { models: Models; timeZone: string; now: () => Date; log: Log }) {
    this.#models = options.models;
    this.#timeZone = options.timeZone;
    this.#now = options.now;
    this.#log = options.log;
  }

  /** Sales by product and the baskets of customers' orders. */
  picture(): Promise<Picture> {
    const day = localDay(this.#now(), this.#timeZone);
    if (this.#picture?.day !== day) this.#picture = { day, read: this.#read() };
    return this.#picture.read;
  }

  /** The newest forecast of a product; made on the spot when the day's run has not reached it yet. */
  forecast(sku: string): Promise<Forecast | undefined> {
    return this.#forecast.get(sku, async () => {
      const kept = await this.#kept({ scope: 'product', sku });
      if (kept) return kept;
      const series = (await this.picture()).series.get(sku);
      return series && forecastDemand(series, { horizon: HORIZON_DAYS });
    });
  }

  /** Of a product as above; of a category or all what the day's run stored. */
  async forecastOf({ scope, sku }: Subject): Promise<Forecast | undefined> {
    if (scope === 'product') return this.forecast(sku);
    return this.#kept({ scope, sku });
  }

  /** One without ranges of sums is of an earlier version, and about to be made anew. */
  async #kept({ scope, sku }: Subject): Promise<Forecast | undefined> {
    const { collection } = this.#models.Forecast;
    const kept = await collection.findOne<Forecast>({ scope, sku, ...WITH_SUMS });
    return kept ?? undefined;
  }

  /** All newest forecasts by product. */
  forecasts(): Promise<ReadonlyMap<string, readonly number[]>> {
    return this.#forecasts.get('all', async () => {
      const kept = await this.#models.Forecast.find({ scope: 'product' }).select({ sku: 1, mean: 1 }).lean();
      return new Map(kept.map(({ sku, mean }) => [sku, mean]));
    });
  }

  /** What was unusual in the sales, the newest first. */
  async alerts(since: string, limit: number): Promise<DemandAlert[]> {
    return this.#models.DemandAlert.find({ since: { $gte: since } })
      .sort({ since: -1, scope: 1, sku: 1 })
      .limit(limit)
      .select({ _id: 0, __v: 0 })
      .lean();
  }

  /** Whether all was forecast from the sales up to yesterday. */
  async isUpToDate(): Promise<boolean> {
    const yesterday = addDays(localDay(this.#now(), this.#timeZone), -1);
    const newest = { scope: 'total' as const, trainedTo: { $gte: yesterday }, ...WITH_SUMS };
    return (await this.#models.Forecast.exists(newest)) !== null;
  }

  /**
   * Reads the sales of the days that are new, forecasts every product, category and the total in a worker and
   * stores forecasts and alerts; `signal` stops it. A failure leaves what was stored before.
   */
  async refresh(signal: AbortSignal): Promise<void> {
    this.#picture = undefined;
    const { Product, DemandModel } = this.#models;
    const [{ series }, products, kept] = await Promise.all([
      this.picture(),
      Product.find({}).select({ _id: 0, sku: 1, category: 1 }).lean(),
      this.#worker.hasLearnt
        ? undefined
        : DemandModel.find({}).select({ _id: 0, scope: 1, sku: 1, text: 1 }).lean<KeptDemand[]>(),
    ]);
    const categoryOf = new Map(products.map(({ sku, category }) => [sku, category]));
    const result = await this.#worker.refresh(
      {
        products: [...series.values()].map((one) => ({
          ...one,
          category: categoryOf.get(one.sku) ?? NO_CATEGORY,
        })),
        horizon: HORIZON_DAYS,
        ...(kept && { kept }),
      },
      { signal },
    );
    for (const { sku, reason } of result.failures)
      this.#log.warn({ sku, reason }, 'a product could not be forecast');
    await this.#store(result);
    this.#forecast.clear();
    this.#forecasts.clear();
    const { forecasts, fitted, failures, alerts } = result;
    this.#log.info(
      { forecasts: forecasts.length, fitted, failures: failures.length, alerts: alerts.length },
      'forecasts made',
    );
  }

  /** Ends the worker that keeps the models. */
  close(): Promise<void> {
    return this.#worker.close();
  }

  async #store({ forecasts, failures, alerts, kept }: DemandForecasts): Promise<void> {
    const { Forecast, DemandAlert, DemandModel } = this.#models;
    const now = this.#now();
    if (forecasts.length > 0) {
      await Forecast.bulkWrite(
        forecasts.map((one) => {
          const replacement = record(one, now);
          const { scope, sku } = replacement;
          return { replaceOne: { filter: { scope, sku }, replacement, upsert: true } };
        }),
        { ordered: false },
      );
      // What is no longer sold has no forecast; what could not be forecast tonight keeps its old one.
      await Forecast.deleteMany({ madeAt: { $lt: now }, sku: { $nin: failures.map(({ sku }) => sku) } });
    }
    if (kept.length > 0)
      await DemandModel.bulkWrite(
        kept.map((one) => ({
          replaceOne: {
            filter: { scope: one.scope, sku: one.sku },
            replacement: { ...one, fittedAt: now },
            upsert: true,
          },
        })),
        { ordered: false },
      );
    await DemandModel.deleteMany({ fittedAt: { $lt: new Date(now.getTime() - MODEL_DAYS * DAY_MS) } });
    const shifts = await DemandAlert.find({ kind: 'level-shift' })
      .select({ scope: 1, sku: 1, since: 1 })
      .lean();
    // With every day that comes the start of the same change is told a little differently.
    const isTold = ({ scope, sku, alert }: DemandForecasts['alerts'][number]): boolean =>
      alert.kind === 'level-shift' &&
      shifts.some(
        (told) =>
          told.scope === scope &&
          told.sku === sku &&
          told.since !== alert.since &&
          Math.abs(daysBetween(told.since, alert.since)) < SAME_SHIFT_DAYS,
      );
    const news = alerts.filter((one) => !isTold(one));
    if (news.length > 0)
      await DemandAlert.bulkWrite(
        news.map(({ scope, sku, alert }) => ({
          updateOne: {
            filter: { scope, sku, kind: alert.kind, since: alert.since },
            update: { $set: detailOf(alert), $setOnInsert: { foundAt: now } },
            upsert: true,
          },
        })),
        { ordered: false },
      );
    const oldest = addDays(localDay(now, this.#timeZone), -ALERT_DAYS);
    await DemandAlert.deleteMany({ since: { $lt: oldest } });
  }

  async #read(): Promise<Picture> {
    const now = this.#now();
    const to = addDays(localDay(now, this.#timeZone), -1);
    const from = addDays(to, 1 - HISTORY_DAYS);
    const days = await salesDays(this.#models, { from, to, timeZone: this.#timeZone, now });
    const series = [...unitsByProduct(days)].map(([sku, values]): [string, DailySeries] => {
      const first = values.findIndex((units) => units > 0);
      const start = addDays(from, first);
      return [sku, { sku, start, values: values.slice(first) }];
    });
    const baskets = days.flatMap((day) => day.baskets.map((skus) => ({ skus })));
    return { series: new Map(series), baskets };
  }
}

/** Of products that were sold and are no longer in the catalogue. */
const NO_CATEGORY = 'none';

/**
 * 90 % quantile of the demand summed over the days from `today` on. The forecast starts on the day after its
 * training range; what it expected of the days gone since is taken off.
 */
export function demandFrom(
  forecast: Pick<ForecastRecord, 'trainedTo' | 'mean' | 'cumulativeQ90'>,
  today: string,
): number[] {
  const gone = daysGone(forecast, today);
  const expected = forecast.mean.slice(0, gone).reduce((sum, units) => sum + units, 0);
  return forecast.cumulativeQ90.slice(gone).map((units) => Math.max(0, units - expected));
}

/** Expected units a day from `today` on. */
export const demandAhead = (forecast: Pick<ForecastRecord, 'trainedTo' | 'mean'>, today: string): number[] =>
  forecast.mean.slice(daysGone(forecast, today));

const daysGone = ({ trainedTo }: Pick<ForecastRecord, 'trainedTo'>, today: string): number =>
  Math.max(0, daysBetween(trainedTo, today) - 1);

const record = ({ scope, forecast }: ScopedForecast, madeAt: Date): ForecastRecord => ({
  scope: scope satisfies Scope,
  ...forecast,
  madeAt,
});

/** What an alert says, in the words of its record. */
function detailOf(alert: Alert): Pick<DemandAlert, 'days' | 'value' | 'expected'> {
  switch (alert.kind) {
    case 'spike':
    case 'drop':
      return { days: alert.days, value: alert.value, expected: alert.expected };
    case 'level-shift':
      return { value: alert.after, expected: alert.before };
    case 'silence':
      return { days: alert.days };
  }
}
