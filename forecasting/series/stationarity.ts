import { mean, standardDeviation } from '../numeric/statistics.ts';
import { centredAverage, removeSeason, seasonalIndices } from './decomposition.ts';

export function difference(y: Float64Array, lag: number): Float64Array {
  return Float64Array.from({ length: Math.max(0, y.length - lag) }, (_, i) => y[i + lag]! - y[i]!);
}

/**
 * Statistic of Kwiatkowski, Phillips, Schmidt & Shin (1992) for stationarity around a level, Bartlett window
 * of 3 sqrt(n) / 13 lags as in R's `ndiffs`. Above 0.463 stationarity is rejected at 5 %.
 */
export function kpss(y: Float64Array): number {
  const n = y.length;
  const centre = mean(y);
  const e = y.map((v) => v - centre);
  const lags = Math.trunc((3 * Math.sqrt(n)) / 13);
  let longRun = 0;
  for (let lag = 0; lag <= lags; lag++) {
    let sum = 0;
    for (let t = lag; t < n; t++) sum += e[t]! * e[t - lag]!;
    longRun += lag === 0 ? sum : 2 * (1 - lag / (lags + 1)) * sum;
  }
  let partial = 0;
  let squares = 0;
  for (const v of e) {
    partial += v;
    squares += partial * partial;
  }
  return longRun > 0 ? squares / (n * longRun) : 0;
}

/** Differences needed until KPSS accepts stationarity, at most two. */
export function differencesNeeded(y: Float64Array): 0 | 1 | 2 {
  if (y.length < 8 || standardDeviation(y) < 1e-9 || kpss(y) <= 0.463) return 0;
  const once = difference(y, 1);
  return standardDeviation(once) > 1e-9 && kpss(once) > 0.463 ? 2 : 1;
}

/**
 * Strength of season, 0 to 1: 1 - Var(remainder) / Var(season + remainder) of the classical decomposition
 * (Wang, Smith & Hyndman 2006). R's `nsdiffs` takes a seasonal difference above 0.64.
 */
export function seasonalStrength(y: Float64Array, period: number): number {
  if (period < 2 || y.length < 2 * period + 1) return 0;
  const indices = seasonalIndices(y, period, 'additive');
  const trend = centredAverage(y, period);
  const inside = (_: number, i: number): boolean => !Number.isNaN(trend[i]!);
  const detrended = y.map((v, i) => v - trend[i]!);
  const remainder = removeSeason(detrended, indices, 'additive').filter(inside);
  const whole = standardDeviation(detrended.filter(inside)) ** 2;
  return whole > 0 ? Math.max(0, 1 - standardDeviation(remainder) ** 2 / whole) : 0;
}
