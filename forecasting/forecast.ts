import { combinationWeights, combine, describeWeights } from './combination.ts';
import { calibrate, intervalOf, ofShortSeries } from './intervals.ts';
import { isPlausible, type Model } from './models/model.ts';
import { naive } from './models/naive.ts';
import { mean } from './numeric/statistics.ts';
import { rollingOrigin } from './rolling-origin.ts';
import { type Candidate, candidates, trialOrigins } from './selection.ts';
import type { CalendarEffect } from './series/calendar.ts';
import { adjustForCalendar } from './series/calendar-adjustment.ts';
import { type Change, fillMissing, treatOutliers } from './series/cleaning.ts';
import type { Series } from './series/series.ts';

export interface ForecastOptions {
  /** Steps ahead, 1 to 10,000. */
  readonly horizon: number;
  /** `auto`, the default, combines what the series' own history favours. */
  readonly model?: 'auto' | Model;
  /** Models that join the automatic combination, such as a trained LSTM that has earned its use. */
  readonly extra?: readonly Model[];
}

export interface SeriesForecast {
  readonly id: string;
  /**
   * The chosen forms with their weights, such as `ETS(M,Ad,M) 0.31 + SARIMA(0,1,1)(0,1,1)[12] 0.25 + ...`.
   */
  readonly model: string;
  readonly mean: readonly number[];
  readonly lo80: readonly number[];
  readonly hi80: readonly number[];
  readonly lo95: readonly number[];
  readonly hi95: readonly number[];
  /** Effects of the calendar that were found, where the series has a start. */
  readonly calendar: readonly CalendarEffect[];
  /** What cleaning changed before the models saw the series. */
  readonly changes: readonly Change[];
}

/** Older values than this, or than four periods, tell nothing about the next and only cost time. */
const LONGEST_MEMORY = 1000;
/** Squares of larger values would overflow. */
const LARGEST = 1e100;
/** Fewer known values tell nothing of how good forecasts of them are. */
const LEAST_TRIED = 12;
/** A longer season than this is not looked for. */
const LONGEST_SEASON = 1000;

/**
 * Forecasts one series of any frequency: missing values are filled, the candidate models fitted, weighted by
 * their errors at rolling origins inside the series, combined, and the ranges calibrated on the same errors.
 * A series that was never negative gets no negative value. Throws a RangeError when there is no value, one is
 * beyond 1e100, or the horizon or the period is out of range; every other input gives finite numbers.
 */
export function forecastSeries(series: Series, options: ForecastOptions): SeriesForecast {
  const { horizon, model = 'auto', extra = [] } = options;
  requireInteger('horizon', horizon, 10_000);
  requireInteger('period', series.period, 100_000);
  const period = series.period <= LONGEST_SEASON ? series.period : 1;
  const filled = fillMissing(series.values, period);
  const known = filled.values.length - filled.changes.length;
  if (known === 0) throw new RangeError('the series has no known value');
  if (filled.values.some((v) => Math.abs(v) > LARGEST))
    throw new RangeError('a value is beyond 1e100: no quantity is, so look for a fault in the data');

  const idle = zerosBeforeFirst(filled.values, period);
  const forgotten = Math.max(filled.values.length - Math.max(LONGEST_MEMORY, 4 * period), idle);
  const memory = filled.values.slice(forgotten);
  const notYetSold: Change[] = idle > 0 ? [{ kind: 'not-yet-sold', index: 0, length: idle }] : [];
  const treated = treatOutliers(memory, period);
  const calendar = adjustForCalendar(treated.values, {
    start: series.start && forgotten === 0 ? series.start : undefined,
    period,
    horizon,
  });
  const unit = unitOf(calendar.values);
  const y = calendar.values.map((v) => v / unit);
  const chosen: Candidate[] =
    model === 'auto' || y.length < model.minimum(period)
      ? [...candidates(y, period), ...extra.map((joining) => ({ model: joining, prior: 1 }))]
      : [{ model, prior: 1 }];

  const fits = chosen
    .map(({ model: candidate, prior }) => ({ fitted: candidate.fit(y, period), prior }))
    .map(({ fitted, prior }) => ({ fitted, prior, ahead: fitted.predict(y, horizon) }))
    .filter(({ ahead }) => isPlausible(ahead, y));
  if (fits.length === 0) {
    const fitted = naive.fit(y, period);
    fits.push({ fitted, prior: 1, ahead: fitted.predict(y, horizon) });
  }

  const fitted = fits.map((fit) => fit.fitted);
  const origins = known < LEAST_TRIED ? [] : trialOrigins(y.length, period, horizon);
  const trials = rollingOrigin(fitted, y, { horizon, origins });
  const weights = combinationWeights(
    trials,
    fits.map(({ prior }) => prior),
  );
  const combined = combine(
    fits.map(({ ahead }) => ahead),
    weights,
  );
  const nonNegative = memory.every((v) => v >= 0);
  const forecast = {
    ...(trials.length > 0 ? combined : ofShortSeries(combined, y, known)),
    mean: nonNegative ? combined.mean.map((v) => Math.max(0, v)) : combined.mean,
  };
  const outcomes = trials.map(({ actual, forecasts }) => ({ actual, forecast: combine(forecasts, weights) }));
  const multipliers = calibrate(outcomes, nonNegative);
  const at80 = intervalOf(forecast, multipliers.at80, nonNegative);
  const at95 = intervalOf(forecast, multipliers.at95, nonNegative);
  const restored = (values: Float64Array): number[] => {
    const back = Array.from(values, (v, h) => calendar.restore(v * unit, h));
    return nonNegative ? back.map((v) => Math.max(0, v)) : back;
  };
  return {
    id: series.id,
    model: describeWeights(
      fitted.map(({ form }) => form),
      weights,
    ),
    mean: restored(forecast.mean),
    lo80: restored(at80.low),
    hi80: restored(at80.high),
    lo95: restored(at95.low),
    hi95: restored(at95.high),
    calendar: calendar.effects,
    changes: [...filled.changes, ...notYetSold, ...treated.changes.map((change) => later(change, forgotten))],
  };
}

/**
 * The power of two, which divides without rounding, next to the values' mean size: in this unit no square is lost, and a series
 * is forecast alike in grams and in tons.
 */
function unitOf(values: Float64Array): number {
  const size = mean(values.map(Math.abs));
  return size > 0 ? 2 ** Math.max(-1000, Math.round(Math.log2(size))) : 1;
}

/**
 * Values before the first that is not zero, if there are two periods and eight of them or more and as many values
 * follow: the product was not on sale yet.
 */
function zerosBeforeFirst(values: Float64Array, period: number): number {
  const least = Math.max(8, 2 * period);
  const first = values.findIndex((v) => v !== 0);
  return first >= least && values.length - first >= least ? first : 0;
}

/** The same change counted from the series' first value. */
function later(change: Change, offset: number): Change {
  return { ...change, index: change.index + offset };
}

function requireInteger(name: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 1 || value > most) {
    throw new RangeError(`${name} must be a whole number from 1 to ${most}, not ${value}`);
  }
}
