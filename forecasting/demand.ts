import { bias, coverage, mase, rmsse, smape } from './accuracy.ts';
import { type Cleaned, cleanDemand } from './cleaning.ts';
import { combinationWeights, combine, describeWeights } from './combination.ts';
import { type DemandNote, qualityNotes } from './demand-quality.ts';
import { bound, type DemandOutcome, demandRanges, recentLevel, relativeErrors } from './demand-ranges.ts';
import { ets } from './models/ets.ts';
import { tsb } from './models/intermittent.ts';
import type { Fitted, Model } from './models/model.ts';
import { naive, seasonalNaive } from './models/naive.ts';
import { theta } from './models/theta.ts';
import { rollingOrigin, type Trial } from './rolling-origin.ts';
import { addDays } from './series.ts';
import { mean } from './statistics.ts';

/** Daily unit sales of one product. */
export interface DemandSeries {
  readonly sku: string;
  /** Day of the first value, YYYY-MM-DD. */
  readonly start: string;
  /** Units sold a day; null where unknown. */
  readonly values: readonly (number | null)[];
  /** Indices of days on which there was nothing to sell. */
  readonly outOfStock?: readonly number[];
}

/** How the same procedure did on the last part of the history, which it had not seen. */
export interface DemandBacktest {
  /** Days that were forecast, over all origins; 0 when the history is too short to test. */
  readonly days: number;
  readonly smape: number;
  readonly mase: number;
  readonly rmsse: number;
  /** Forecast less actual, units a day. */
  readonly bias: number;
  /** Shares of days inside the intervals, each origin judged by intervals from the other origins. */
  readonly coverage80: number;
  readonly coverage95: number;
}

export interface DemandForecast {
  readonly sku: string;
  /** The combined models with their weights, such as `ets 0.4 + tsb 0.3 + ...`. */
  readonly model: string;
  readonly trainedFrom: string;
  readonly trainedTo: string;
  /** Days ahead; the arrays below have this length, index 0 for the day after `trainedTo`. */
  readonly horizon: number;
  readonly mean: readonly number[];
  readonly lo80: readonly number[];
  readonly hi80: readonly number[];
  readonly lo95: readonly number[];
  readonly hi95: readonly number[];
  /** 90 % quantile of the units sold in the first h days together, at index h - 1. */
  readonly cumulativeQ90: readonly number[];
  /** null when the history is too short to test. */
  readonly backtest: DemandBacktest | null;
  readonly quality: readonly DemandNote[];
}

const WEEK = 7;
const MODELS: readonly Model[] = [seasonalNaive, ets, theta, tsb];
const SHORT: readonly Model[] = [naive, theta, tsb];

/** What was learnt from a product's history, and the forecast from its last day. */
export interface DemandModel {
  readonly forecast: DemandForecast;
  /** The same model a few days later: nothing is fitted anew, so a day's sales cost about a millisecond. */
  extend(days: readonly (number | null)[]): DemandModel;
}

/** `fitDemand` for those who need the forecast only. */
export function forecastDemand(series: DemandSeries, options: { readonly horizon: number }): DemandForecast {
  return fitDemand(series, options).forecast;
}

/**
 * Forecasts daily demand: the series is cleaned, the models are weighted by a rolling origin over the last
 * part of the history, and all ranges come from the errors made there, against sales as they were before
 * cleaning. Sales are never negative, and neither is any value here. Throws a RangeError for an empty series
 * or a horizon that is not 1 to 366.
 */
export function fitDemand(series: DemandSeries, options: { readonly horizon: number }): DemandModel {
  const { horizon } = options;
  if (!Number.isInteger(horizon) || horizon < 1 || horizon > 366) {
    throw new RangeError(`horizon must be 1 to 366 days, not ${horizon}`);
  }
  if (series.values.length === 0) throw new RangeError(`product ${series.sku} has no days of sales`);

  const cleaned = cleanDemand(series.values, series.outOfStock);
  const from = firstDay(cleaned);
  const y = cleaned.values.slice(from);
  const models = y.length >= 4 * WEEK ? MODELS : SHORT;
  const fitted = models.map((model) => model.fit(y, WEEK));
  const trials = trialsOf(fitted, y, uncapped(cleaned).slice(from), horizon);
  const weights = combinationWeights(
    trials,
    models.map(() => 1),
  );
  const outcomes = trials.map(({ actual, forecasts }) => ({
    actual,
    forecast: floorAtZero(combine(forecasts, weights).mean),
  }));
  const name = describeWeights(
    models.map((model) => model.name),
    weights,
  );
  return modelOf(series, {
    horizon,
    from,
    fitted,
    weights,
    outcomes,
    name,
    backtest: backtestOf(outcomes, y),
  });
}

interface Learnt {
  readonly horizon: number;
  /** Index of the first day of training. */
  readonly from: number;
  readonly fitted: readonly Fitted[];
  readonly weights: Float64Array;
  readonly outcomes: readonly DemandOutcome[];
  readonly name: string;
  readonly backtest: DemandBacktest | null;
}

function modelOf(series: DemandSeries, learnt: Learnt): DemandModel {
  const { horizon, from, fitted, weights, outcomes, name, backtest } = learnt;
  const cleaned = cleanDemand(series.values, series.outOfStock);
  const y = cleaned.values.slice(from);
  const ahead = fitted.map((model) => model.predict(y, horizon));
  const ranges = demandRanges(floorAtZero(combine(ahead, weights).mean), outcomes, y);
  return {
    forecast: {
      sku: series.sku,
      model: name,
      trainedFrom: addDays(series.start, from),
      trainedTo: addDays(series.start, series.values.length - 1),
      horizon,
      ...ranges,
      backtest,
      quality: qualityNotes(cleaned.changes, series.start),
    },
    extend: (days) => modelOf({ ...series, values: [...series.values, ...days] }, learnt),
  };
}

/** The first sale, but at least a fortnight before the end if there is one. */
function firstDay({ values, changes }: Cleaned): number {
  const idle = changes.find((change) => change.kind === 'not-yet-sold');
  return idle ? Math.max(0, Math.min(idle.index + idle.length, values.length - 2 * WEEK)) : 0;
}

/** The values with bulk orders as they were. */
function uncapped({ values, changes }: Cleaned): Float64Array {
  const raw = Float64Array.from(values);
  for (const change of changes) if (change.kind === 'outlier') raw[change.index] = change.value;
  return raw;
}

/** Origins every five days over the last two fifths of the history, but never in its first six weeks. */
function trialsOf(models: readonly Fitted[], y: Float64Array, raw: Float64Array, horizon: number): Trial[] {
  const first = Math.max(6 * WEEK, Math.min(Math.ceil(0.6 * y.length), y.length - horizon));
  const origins: number[] = [];
  for (let origin = first; origin <= y.length - WEEK; origin += 5) origins.push(origin);
  return rollingOrigin(models, y, { horizon, origins }).map((trial) => ({
    ...trial,
    actual: raw.subarray(trial.origin, trial.origin + trial.actual.length),
  }));
}

function floorAtZero(values: Float64Array): Float64Array {
  return values.map((v) => Math.max(v, 0));
}

function backtestOf(runs: readonly DemandOutcome[], y: Float64Array): DemandBacktest | null {
  if (runs.length < 2) return null;
  const level = recentLevel(y);
  const scores = runs.map(({ actual, forecast }, i) => {
    const others = relativeErrors(
      runs.filter((_, k) => k !== i),
      level,
      y,
    );
    const at = (probability: number): number[] => bound(forecast, level, others, probability);
    return {
      smape: smape(actual, forecast),
      mase: mase(actual, forecast, y, WEEK),
      rmsse: rmsse(actual, forecast, y, WEEK),
      bias: bias(actual, forecast),
      coverage80: coverage(actual, at(0.1), at(0.9)),
      coverage95: coverage(actual, at(0.025), at(0.975)),
    };
  });
  const average = (key: keyof (typeof scores)[number]): number => mean(scores.map((score) => score[key]));
  return {
    days: runs.reduce((days, { actual }) => days + actual.length, 0),
    smape: average('smape'),
    mase: average('mase'),
    rmsse: average('rmsse'),
    bias: average('bias'),
    coverage80: average('coverage80'),
    coverage95: average('coverage95'),
  };
}
