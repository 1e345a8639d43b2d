import { combinationWeights, combine, describeWeights } from '../combination.ts';
import { ets } from '../models/ets.ts';
import { tsb } from '../models/intermittent.ts';
import type { Fitted, Model } from '../models/model.ts';
import { naive, seasonalNaive } from '../models/naive.ts';
import { revive } from '../models/revive.ts';
import type { FittedState } from '../models/state.ts';
import { theta } from '../models/theta.ts';
import { refitBefore } from '../rolling-origin.ts';
import { cleanDemand } from '../series/cleaning.ts';
import { addDays } from '../series/series.ts';
import { type DemandNote, qualityNotes } from './quality.ts';
import { type DemandOutcome, demandRanges } from './ranges.ts';
import {
  backtestOf,
  type DemandBacktest,
  type DemandSeries,
  floorAtZero,
  originsOf,
  outcomesOf,
  trialsOn,
  view,
  WEEK,
} from './trials.ts';

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
  /** 10 and 90 % quantiles of the units sold in the first h days together, at index h - 1. */
  readonly cumulativeQ10: readonly number[];
  readonly cumulativeQ90: readonly number[];
  /** null when the history is too short to test. */
  readonly backtest: DemandBacktest | null;
  readonly quality: readonly DemandNote[];
}

const MODELS: readonly Model[] = [seasonalNaive, ets, theta, tsb];
const SHORT: readonly Model[] = [naive, theta, tsb];

/** What was learnt from a product's history, and the forecast from its last day. */
export interface DemandModel {
  readonly forecast: DemandForecast;
  /** The same model a few days later: nothing is fitted anew, so a day's sales cost about a millisecond. */
  extend(days: readonly (number | null)[]): DemandModel;
  /** What `reviveDemand` needs to make the model again as it was fitted, before it was extended. */
  keep(): KeptDemandModel;
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

  const seen = view(series);
  const models = seen.y.length >= 4 * WEEK ? MODELS : SHORT;
  const fitted = models.map((model) => model.fit(seen.y, WEEK));
  const refitted = refitBefore(fitted, seen.y, originsOf(seen.y.length, horizon));
  const trials = trialsOn(seen, refitted, horizon);
  const weights = combinationWeights(
    trials,
    models.map(() => 1),
  );
  const outcomes = outcomesOf(trials, weights);
  const name = describeWeights(
    models.map((model) => model.name),
    weights,
  );
  return modelOf(series, {
    series,
    horizon,
    from: seen.from,
    fitted,
    refitted,
    weights,
    outcomes,
    name,
    backtest: backtestOf(outcomes, seen.y),
  });
}

/** A fitted model as plain data. */
export interface KeptDemandModel {
  /** What it was fitted to. */
  readonly series: DemandSeries;
  readonly horizon: number;
  readonly name: string;
  readonly weights: readonly number[];
  /** As fitted to the whole series, and to what came before the first trial. */
  readonly fitted: readonly FittedState[];
  readonly refitted: readonly FittedState[];
  readonly backtest: DemandBacktest | null;
}

/** The model that was kept: the trials are forecast again, nothing is estimated. */
export function reviveDemand({ series, horizon, name, backtest, ...kept }: KeptDemandModel): DemandModel {
  const seen = view(series);
  const weights = Float64Array.from(kept.weights);
  const refitted = kept.refitted.map(revive);
  return modelOf(series, {
    series,
    horizon,
    from: seen.from,
    fitted: kept.fitted.map(revive),
    refitted,
    weights,
    outcomes: outcomesOf(trialsOn(seen, refitted, horizon), weights),
    name,
    backtest,
  });
}

interface Learnt {
  readonly series: DemandSeries;
  readonly horizon: number;
  /** Index of the first day of training. */
  readonly from: number;
  readonly fitted: readonly Fitted[];
  readonly refitted: readonly Fitted[];
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
    keep: () => keptOf(learnt),
  };
}

function keptOf({ series, horizon, name, weights, fitted, refitted, backtest }: Learnt): KeptDemandModel {
  const states = (models: readonly Fitted[]): FittedState[] =>
    models.flatMap((model) => model.state?.() ?? []);
  return {
    series,
    horizon,
    name,
    weights: [...weights],
    fitted: states(fitted),
    refitted: states(refitted),
    backtest,
  };
}
