import { type CalendarEffect, calendarEffects, calendarFeatures } from './calendar.ts';
import { centredAverage, removeSeason, seasonalIndices } from './decomposition.ts';

export interface CalendarAdjustment {
  /** The series as it would be if every month or day were like its neighbours. */
  readonly values: Float64Array;
  readonly effects: readonly CalendarEffect[];
  /** Puts the calendar back into the value `h` steps ahead (0 for the first). */
  readonly restore: (value: number, h: number) => number;
}

const NONE = (y: Float64Array): CalendarAdjustment => ({ values: y, effects: [], restore: (value) => value });

/**
 * Takes effects of the calendar out of a monthly or daily series whose first day is known: working days,
 * Easter, Chinese New Year, Singles' Day, Black Friday, Christmas. They are estimated on what classical
 * decomposition leaves, on the log scale for positive series; only effects that clearly explain it are kept.
 * Other frequencies, and series with less than three years of months or ten weeks of days, are returned as
 * they are.
 */
export function adjustForCalendar(
  y: Float64Array,
  options: { readonly start: string | undefined; readonly period: number; readonly horizon: number },
): CalendarAdjustment {
  const { start, period, horizon } = options;
  const step = period === 12 ? 'month' : period === 7 ? 'day' : undefined;
  if (start === undefined || step === undefined || y.length < (step === 'month' ? 36 : 70)) return NONE(y);
  const positive = y.every((v) => v > 0);
  const z = positive ? y.map(Math.log) : y;
  const trend = centredAverage(z, period);
  const detrended = removeSeason(z, seasonalIndices(z, period, 'additive'), 'additive');
  // Where the average does not reach, at both ends, nothing is known of the remainder.
  const remainder = detrended.map((v, t) => (Number.isNaN(trend[t]!) ? 0 : v - trend[t]!));

  const features = calendarFeatures(start, y.length + horizon, step);
  const effects = calendarEffects(remainder, features);
  if (effects.length === 0) return NONE(y);
  const at = (t: number): number =>
    effects.reduce(
      (sum, { feature, size }) => sum + size * features.rows[features.names.indexOf(feature)]![t]!,
      0,
    );
  return {
    values: y.map((v, t) => (positive ? v * Math.exp(-at(t)) : v - at(t))),
    effects,
    restore: (value, h) => (positive ? value * Math.exp(at(y.length + h)) : value + at(y.length + h)),
  };
}
