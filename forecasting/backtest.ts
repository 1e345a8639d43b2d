import { bias, coverage, intervalScore, mase, naive2, owa, rmsse, seasonalScale, smape } from './accuracy.ts';
import { forecastSeries, type SeriesForecast } from './forecast.ts';
import type { Model } from './models/model.ts';
import { fillMissing } from './series/cleaning.ts';

/** A model under the name it has in the report. */
export interface Contestant {
  readonly name: string;
  readonly model: 'auto' | Model;
}

/** One series with its last part held out. */
export interface Holdout {
  readonly id: string;
  readonly period: number;
  /** Day of the first value, YYYY-MM-DD, where it is known. */
  readonly start?: string;
  readonly training: readonly (number | null)[];
  /** What came after; null where it is not known. */
  readonly actual: readonly (number | null)[];
}

/** Errors of one model on one series, or their means over a set. Scaled ones are in seasonal naive steps. */
export interface Scores {
  readonly smape: number;
  readonly mase: number;
  readonly rmsse: number;
  /** Forecast less actual, scaled. */
  readonly bias: number;
  readonly coverage80: number;
  readonly coverage95: number;
  /** Scaled interval score of the 95 % interval (the M4 competition's MSIS). */
  readonly intervalScore: number;
  readonly cpuMs: number;
}

export interface SeriesBacktest {
  readonly id: string;
  readonly scores: Readonly<Record<string, Scores>>;
  /** Of the M4 benchmark, to which OWA is relative. */
  readonly naive2: { readonly smape: number; readonly mase: number };
  /** The first model's forecast, for a plot. */
  readonly forecast: SeriesForecast;
}

export interface BacktestReport {
  readonly series: number;
  readonly models: readonly (Scores & { readonly model: string; readonly owa: number })[];
}

/**
 * Forecasts the held-out part with every model and scores it. `cpuMs` reads a clock of CPU time used, in
 * milliseconds. Throws a RangeError where the training part has no value or nothing is held out.
 */
export function backtestSeries(
  holdout: Holdout,
  contestants: readonly Contestant[],
  cpuMs: () => number,
): SeriesBacktest {
  const { training, actual, ...series } = holdout;
  const { id, period } = series;
  const known = [...actual.keys()].filter((h) => actual[h] !== null && Number.isFinite(actual[h]));
  if (known.length === 0) throw new RangeError('the held-out part has no known value');
  const y = fillMissing(training, period).values;
  const came = known.map((h) => actual[h]!);
  const pick = (values: ArrayLike<number>): number[] => known.map((h) => values[h]!);
  const scale = seasonalScale(y, period);

  const run = ({ name, model }: Contestant) => {
    const before = cpuMs();
    const forecast = forecastSeries({ ...series, values: training }, { horizon: actual.length, model });
    const used = cpuMs() - before;
    const mean = pick(forecast.mean);
    const scores: Scores = {
      smape: smape(came, mean),
      mase: mase(came, mean, y, period),
      rmsse: rmsse(came, mean, y, period),
      bias: bias(came, mean) / scale,
      coverage80: coverage(came, pick(forecast.lo80), pick(forecast.hi80)),
      coverage95: coverage(came, pick(forecast.lo95), pick(forecast.hi95)),
      intervalScore: intervalScore(came, pick(forecast.lo95), pick(forecast.hi95), 0.05) / scale,
      cpuMs: used,
    };
    return { name, forecast, scores };
  };
  const runs = contestants.map(run);
  const benchmark = pick(naive2(y, period, actual.length));
  return {
    id,
    scores: Object.fromEntries(runs.map(({ name, scores }) => [name, scores])),
    naive2: { smape: smape(came, benchmark), mase: mase(came, benchmark, y, period) },
    forecast: runs[0]!.forecast,
  };
}

/**
 * Means over the series; OWA from the means, as the M4 competition did. A series whose training part never
 * changes has no scale: it counts only in what needs none.
 */
export function summarise(results: readonly SeriesBacktest[], models: readonly string[]): BacktestReport {
  const benchmark = {
    smape: meanOf(results.map(({ naive2: own }) => own.smape)),
    mase: meanOf(results.map(({ naive2: own }) => own.mase)),
  };
  return {
    series: results.length,
    models: models.map((model) => {
      const over = (key: keyof Scores): number => meanOf(results.map(({ scores }) => scores[model]![key]));
      const scores: Scores = {
        smape: over('smape'),
        mase: over('mase'),
        rmsse: over('rmsse'),
        bias: over('bias'),
        coverage80: over('coverage80'),
        coverage95: over('coverage95'),
        intervalScore: over('intervalScore'),
        cpuMs: over('cpuMs'),
      };
      return { model, owa: owa(scores, benchmark), ...scores };
    }),
  };
}

function meanOf(values: readonly number[]): number {
  const finite = values.filter(Number.isFinite);
  return finite.reduce((sum, v) => sum + v, 0) / finite.length;
}
