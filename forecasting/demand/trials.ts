import { bias, coverage, mase, rmsse, smape } from '../accuracy.ts';
import { combine } from '../combination.ts';
import type { Fitted } from '../models/model.ts';
import { mean } from '../numeric/statistics.ts';
import { type Trial, trialsOf } from '../rolling-origin.ts';
import { type Cleaned, cleanDemand } from '../series/cleaning.ts';
import { bound, type DemandOutcome, recentLevel, relativeErrors } from './ranges.ts';

export const WEEK = 7;

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

/** A series as the models see it. */
export interface View {
  /** Index of the first day of training. */
  readonly from: number;
  /** Cleaned, from that day on. */
  readonly y: Float64Array;
  /** The same with bulk orders as they were. */
  readonly raw: Float64Array;
}

/** Cleans a series. */
export function view(series: DemandSeries): View {
  const cleaned = cleanDemand(series.values, series.outOfStock);
  const from = firstDay(cleaned);
  return { from, y: cleaned.values.slice(from), raw: uncapped(cleaned).slice(from) };
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
export function originsOf(length: number, horizon: number): number[] {
  const first = Math.max(6 * WEEK, Math.min(Math.ceil(0.6 * length), length - horizon));
  const origins: number[] = [];
  for (let origin = first; origin <= length - WEEK; origin += 5) origins.push(origin);
  return origins;
}

/** The models' forecasts from the origins, against sales with bulk orders included. */
export function trialsOn({ y, raw }: View, refitted: readonly Fitted[], horizon: number): Trial[] {
  return trialsOf(refitted, y, { horizon, origins: originsOf(y.length, horizon) }).map((trial) => ({
    ...trial,
    actual: raw.subarray(trial.origin, trial.origin + trial.actual.length),
  }));
}

/** The same of their combination. */
export function outcomesOf(trials: readonly Trial[], weights: Float64Array): DemandOutcome[] {
  return trials.map(({ actual, forecasts }) => ({
    actual,
    forecast: floorAtZero(combine(forecasts, weights).mean),
  }));
}

/** Sales are never negative. */
export function floorAtZero(values: Float64Array): Float64Array {
  return values.map((v) => Math.max(v, 0));
}

/** How the combination did at the origins; null for fewer than two. */
export function backtestOf(runs: readonly DemandOutcome[], y: Float64Array): DemandBacktest | null {
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
