import { bias, coverage, mase, rmsse, smape } from './accuracy.ts';
import { type Change, cleanDemand } from './cleaning.ts';
import { combinationWeights, combine, describeWeights } from './combination.ts';
import { ets } from './models/ets.ts';
import { tsb } from './models/intermittent.ts';
import type { Fitted, Model } from './models/model.ts';
import { naive, seasonalNaive } from './models/naive.ts';
import { theta } from './models/theta.ts';
import { rollingOrigin, type Trial } from './rolling-origin.ts';
import { addDays } from './series.ts';
import { mean, quantileOfSorted, rootMeanSquare } from './statistics.ts';

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
  readonly quality: readonly Change[];
}

const WEEK = 7;
const MODELS: readonly Model[] = [seasonalNaive, ets, theta, tsb];
const SHORT: readonly Model[] = [naive, theta, tsb];

/**
 * Forecasts daily demand: the series is cleaned, the models are weighted by a rolling origin over the last
 * part of the history, and all ranges come from the errors made there, against sales as they were before
 * cleaning. Sales are never negative, and neither is any value here. Throws a RangeError for an empty series
 * or a horizon that is not 1 to 366.
 */
export function forecastDemand(series: DemandSeries, options: { readonly horizon: number }): DemandForecast {
  const { horizon } = options;
  if (!Number.isInteger(horizon) || horizon < 1 || horizon > 366) {
    throw new RangeError(`horizon must be 1 to 366 days, not ${horizon}`);
  }
  if (series.values.length === 0) throw new RangeError(`product ${series.sku} has no days of sales`);

  const cleaned = cleanDemand(series.values, series.outOfStock);
  const { y, raw, from } = trainingPart(cleaned.values, cleaned.changes);
  const models = y.length >= 4 * WEEK ? MODELS : SHORT;
  const fitted = models.map((model) => model.fit(y, WEEK));
  const trials = trialsOf(fitted, y, raw, horizon);
  const weights = combinationWeights(
    trials,
    models.map(() => 1),
  );
  const level = mean(y.subarray(Math.max(0, y.length - 8 * WEEK)));
  const expected = floorAtZero(
    combine(
      fitted.map((model) => model.predict(y, horizon)),
      weights,
    ).mean,
  );
  const runs = trials.map(({ actual, forecasts }) => ({
    actual,
    forecast: floorAtZero(combine(forecasts, weights).mean),
  }));
  const errors = relativeErrors(runs, level, y);

  return {
    sku: series.sku,
    model: describeWeights(
      models.map(({ name }) => name),
      weights,
    ),
    trainedFrom: addDays(series.start, from),
    trainedTo: addDays(series.start, series.values.length - 1),
    horizon,
    mean: [...expected],
    lo80: bound(expected, level, errors, 0.1),
    hi80: bound(expected, level, errors, 0.9),
    lo95: bound(expected, level, errors, 0.025),
    hi95: bound(expected, level, errors, 0.975),
    cumulativeQ90: cumulativeQuantile(expected, runs, { level, errors, drift: levelDrift(y) }),
    backtest: backtestOf(runs, level, y),
    quality: cleaned.changes,
  };
}

interface Run {
  readonly actual: Float64Array;
  readonly forecast: Float64Array;
}

/** From the first sale on, at least a fortnight if there is one; `raw` has bulk orders uncapped. */
function trainingPart(values: Float64Array, changes: readonly Change[]) {
  const idle = changes.find((change) => change.kind === 'not-yet-sold');
  const from = idle ? Math.max(0, Math.min(idle.index + idle.length, values.length - 2 * WEEK)) : 0;
  const raw = Float64Array.from(values);
  for (const change of changes) if (change.kind === 'outlier') raw[change.index] = change.value;
  return { y: values.slice(from), raw: raw.slice(from), from };
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

/** Errors grow with the expected sales of the day: they are kept relative to it, with a floor from the level. */
const unit = (expected: number, level: number): number => expected + 0.25 * level + 1e-9;

/** Sorted relative errors of single days, all origins and steps together. Falls back on the fit's own spread. */
function relativeErrors(runs: readonly Run[], level: number, y: Float64Array): Float64Array {
  const found: number[] = [];
  for (const { actual, forecast } of runs) {
    for (let h = 0; h < actual.length; h++) {
      found.push((actual[h]! - forecast[h]!) / unit(forecast[h]!, level));
    }
  }
  if (found.length < WEEK) {
    const centre = mean(y);
    return y.map((v) => (v - centre) / unit(centre, level)).sort();
  }
  return Float64Array.from(found).sort();
}

/**
 * Shares of the tails that are kept for the 80 and the 95 % range: demand drifts after the tested days, so ranges that
 * just covered those would cover too little of the next. Set on the first seven months of the sample shop's sales.
 */
const TAIL_80 = 0.7;
const TAIL_95 = 0.45;

function bound(expected: Float64Array, level: number, errors: Float64Array, probability: number): number[] {
  const outside = Math.min(probability, 1 - probability);
  const tail = outside * (outside < 0.05 ? TAIL_95 : TAIL_80);
  const shift = quantileOfSorted(errors, probability < 0.5 ? tail : 1 - tail);
  return Array.from(expected, (m) => {
    const value = Math.max(0, m + shift * unit(m, level));
    return probability < 0.5 ? Math.min(m, value) : Math.max(m, value);
  });
}

/**
 * 90 % quantile of demand summed over the first h days: the greater of two estimates, since origins overlap and few are
 * independent: the 90 % quantile of the relative errors of the sums, and the normal quantile of a sum of independent
 * days whose common level drifts. Never falls in h.
 */
function cumulativeQuantile(
  expected: Float64Array,
  runs: readonly Run[],
  { level, errors, drift }: { level: number; errors: Float64Array; drift: number },
): number[] {
  const daily = rootMeanSquare(errors);
  let total = 0;
  let variance = 0;
  let highest = 0;
  return Array.from(expected, (m, h) => {
    total += m;
    variance += (daily * unit(m, level)) ** 2;
    const drifted = drift * total * ((h + 1) / MONTH) ** 0.75;
    const parametric = total + 1.2816 * Math.sqrt(variance + drifted ** 2);
    const shares = runs
      .filter(({ actual }) => actual.length > h)
      .map(({ actual, forecast }) => sum(actual, h + 1) / (sum(forecast, h + 1) + 0.25 * level + 1e-9))
      .sort((a, b) => a - b);
    const observed = shares.length >= 5 ? total * quantileOfSorted(shares, 0.9) : 0;
    highest = Math.max(highest, parametric, observed);
    return highest;
  });
}

/** Days over which the level's drift is measured. */
const MONTH = 28;

/** Relative change of the level from one four weeks to the next: root mean square of the logs, at most 1. */
function levelDrift(y: Float64Array): number {
  const blocks = Math.floor(y.length / MONTH);
  if (blocks < 3) return 0.4;
  const sums = Array.from({ length: blocks }, (_, k) => {
    const from = y.length - (blocks - k) * MONTH;
    return sum(y.subarray(from), MONTH);
  });
  const floor = 0.1 * mean(sums) + 1e-9;
  const changes = sums.slice(1).map((v, k) => Math.log((v + floor) / (sums[k]! + floor)));
  return Math.min(1, rootMeanSquare(changes));
}

function sum(values: Float64Array, count: number): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += values[i]!;
  return total;
}

function backtestOf(runs: readonly Run[], level: number, y: Float64Array): DemandBacktest | null {
  if (runs.length < 2) return null;
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
