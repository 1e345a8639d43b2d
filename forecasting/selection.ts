import { dotm } from './models/dotm.ts';
import { adjustedEts, ets, LONGEST_PERIOD } from './models/ets.ts';
import { sba, tsb } from './models/intermittent.ts';
import type { Model } from './models/model.ts';
import { naive, seasonalNaive } from './models/naive.ts';
import { regression } from './models/regression.ts';
import { adjustedSarima, sarima } from './models/sarima.ts';
import { seasonalMean } from './models/seasonal-mean.ts';
import { theta } from './models/theta.ts';
import { seasonalStrength } from './series/stationarity.ts';

/** A model and its weight before any error is known. */
export interface Candidate {
  readonly model: Model;
  readonly prior: number;
}

/** Share of zeros from which sales count as intermittent. */
const INTERMITTENT = 0.3;

/** Whether a series is of sales that often are zero. */
export function isIntermittent(y: Float64Array): boolean {
  return y.every((v) => v >= 0) && y.filter((v) => v === 0).length >= INTERMITTENT * y.length;
}

/** How seasonal a series counts that is too short to tell, or has no season: as seasonal as not. */
const UNKNOWN_STRENGTH = 0.5;

/**
 * The models worth combining for a series: slow movers get the intermittent ones instead of SARIMA, DOTM and the seasonal
 * naive one, short series what they can carry, down to the naive forecast for one value. The models whose gain is a season
 * estimated with the trend, regression and SARIMA, and the seasonal mean count as the season is strong: without one they
 * follow what wanders by chance.
 */
export function candidates(y: Float64Array, period: number): Candidate[] {
  const intermittent = isIntermittent(y);
  const seasonal = period > 1 && y.length >= 2 * period;
  const strength = seasonal ? seasonalStrength(y, period) : UNKNOWN_STRENGTH;
  const all: Candidate[] = [
    { model: ets, prior: 1 },
    { model: theta, prior: intermittent ? 0.5 : 1 },
    ...(intermittent
      ? [
          { model: tsb, prior: 0.5 },
          { model: sba, prior: 0.5 },
        ]
      : [
          ...(period > LONGEST_PERIOD ? [] : [{ model: adjustedEts, prior: 0.5 }]),
          { model: adjustedSarima, prior: 0.5 },
          { model: dotm, prior: 1 },
          { model: sarima, prior: (1 + strength) / 2 },
        ]),
    { model: regression, prior: intermittent ? 1 : strength },
    ...(seasonal ? [{ model: seasonalMean, prior: strength }] : []),
    ...(seasonal && !intermittent ? [{ model: seasonalNaive, prior: 0.15 }] : []),
    ...(seasonal && intermittent ? [] : [{ model: naive, prior: seasonal ? 0.15 : 1 }]),
  ];
  return all.filter(({ model }) => y.length >= model.minimum(period));
}

/**
 * Origins for the trials: some 16 over the horizon and two periods before the end, never in the first 55 % of
 * the series nor in its first eight values; none for a series too short to hold something back.
 */
export function trialOrigins(length: number, period: number, horizon: number): number[] {
  const span = Math.min(horizon + 2 * period, Math.floor(0.45 * length), length - 8);
  const step = Math.max(1, Math.round(span / 16));
  const last = length - Math.min(4, horizon);
  const origins: number[] = [];
  for (let origin = length - span; span > 0 && origin <= last; origin += step) origins.push(origin);
  return origins;
}
