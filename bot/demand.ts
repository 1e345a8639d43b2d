import { addDays, daysBetween, localDay } from '../crm/calendar.ts';
import type { ForecastRecord } from '../crm/models/forecast.ts';
import type { Models } from '../crm/models/index.ts';
import { dailySales } from '../crm/queries/daily-sales.ts';
import type { Basket } from '../forecasting/advice/recommend.ts';
import { type DemandForecast, forecastDemand } from '../forecasting/demand.ts';
import { forecastAll } from '../forecasting/forecast-all.ts';
import type { Log } from './log.ts';
import { RecentAnswers } from './recent-answers.ts';

/** Days of sales that forecasts and advice look back on, and days they look ahead. */
const HISTORY_DAYS = 375;
const HORIZON_DAYS = 90;

/** Another process may have made newer forecasts this long ago. */
const KEPT_MS = 60_000;

type Forecast = Omit<ForecastRecord, 'madeAt'>;

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
 * What the shop knows of its demand: daily sales, baskets and the forecasts made of them. Sales are read from
 * the store when the day's forecasts are made, and kept until the next time.
 */
export class Demand {
  readonly #models: Models;
  readonly #timeZone: string;
  readonly #now: () => Date;
  readonly #log: Log;
  #picture: Promise<Picture> | undefined;
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
    this.#picture ??= this.#read();
    return this.#picture;
  }

  /** The newest forecast of a product; made on the spot when the day's run has not reached it yet. */
  forecast(sku: string): Promise<Forecast | undefined> {
    return this.#forecast.get(sku, async () => {
      const kept = await this.#models.Forecast.findOne({ sku }).lean();
      if (kept) return kept;
      const series = (await this.picture()).series.get(sku);
      return series && forecastDemand(series, { horizon: HORIZON_DAYS });
    });
  }

  /** All newest forecasts by product. */
  forecasts(): Promise<ReadonlyMap<string, readonly number[]>> {
    return this.#forecasts.get('all', async () => {
      const kept = await this.#models.Forecast.find({}).select({ sku: 1, mean: 1 }).lean();
      return new Map(kept.map(({ sku, mean }) => [sku, mean]));
    });
  }

  /** Whether every series has a forecast that was trained up to yesterday. */
  async isUpToDate(): Promise<boolean> {
    const yesterday = addDays(localDay(this.#now(), this.#timeZone), -1);
    return (await this.#models.Forecast.exists({ trainedTo: { $gte: yesterday } })) !== null;
  }

  /** Reads the sales anew and forecasts every product in a worker; `signal` stops it. */
  async refresh(signal: AbortSignal): Promise<void> {
    this.#picture = this.#read();
    const { series } = await this.#picture;
    const { forecasts, failures } = await forecastAll([...series.values()], {
      horizon: HORIZON_DAYS,
      signal,
    });
    for (const { sku, reason } of failures)
      this.#log.warn({ sku, reason }, 'a product could not be forecast');
    if (forecasts.length > 0)
      await this.#models.Forecast.bulkWrite(
        forecasts.map((forecast) => ({
          replaceOne: {
            filter: { sku: forecast.sku },
            replacement: record(forecast, this.#now()),
            upsert: true,
          },
        })),
        { ordered: false },
      );
    this.#forecast.clear();
    this.#forecasts.clear();
    this.#log.info({ forecasts: forecasts.length, failures: failures.length }, 'forecasts made');
  }

  async #read(): Promise<Picture> {
    const to = addDays(localDay(this.#now(), this.#timeZone), -1);
    const from = addDays(to, 1 - HISTORY_DAYS);
    const [sales, baskets] = await Promise.all([
      dailySales(this.#models, { from, to, timeZone: this.#timeZone }),
      this.#baskets(),
    ]);
    const series = [...sales].map(([sku, values]): [string, DailySeries] => {
      const first = values.findIndex((units) => units > 0);
      const start = addDays(from, first);
      return [sku, { sku, start, values: values.slice(first) }];
    });
    return { series: new Map(series), baskets };
  }

  async #baskets(): Promise<Basket[]> {
    const orders = this.#models.Order.find({ source: { $ne: 'day-total' }, status: { $ne: 'cancelled' } })
      .select({ _id: 0, 'lines.sku': 1 })
      .lean()
      .cursor();
    const baskets: Basket[] = [];
    for await (const { lines } of orders)
      if (lines.length > 1) baskets.push({ skus: lines.map((line) => line.sku) });
    return baskets;
  }
}

/**
 * 90 % quantile of the demand summed over the days from `today` on. The forecast starts on the day after its
 * training range; what it expected of the days gone since is taken off.
 */
export function demandFrom(
  forecast: Pick<ForecastRecord, 'trainedTo' | 'mean' | 'cumulativeQ90'>,
  today: string,
): number[] {
  const gone = Math.max(0, daysBetween(forecast.trainedTo, today) - 1);
  const expected = forecast.mean.slice(0, gone).reduce((sum, units) => sum + units, 0);
  return forecast.cumulativeQ90.slice(gone).map((units) => Math.max(0, units - expected));
}

const record = (forecast: DemandForecast, madeAt: Date): ForecastRecord => {
  const { quality: _, ...kept } = forecast;
  return { ...kept, madeAt };
};
