import { robustSpread, standardDeviation } from '../numeric/statistics.ts';
import { isSeasonal, removeSeason, type SeasonKind, seasonalIndices } from '../series/decomposition.ts';

/** Values the network looks back on. */
export const LOOKBACK = 16;

/**
 * What makes series of any level, season and size alike for one network: season taken off, logs where all
 * values are positive, then differences from the last value in units of the series' usual step.
 */
export interface Scaling {
  readonly kind: SeasonKind;
  readonly indices: Float64Array;
  readonly log: boolean;
  readonly unit: number;
}

export function scalingOf(y: Float64Array, period: number): Scaling {
  const positive = y.every((v) => v > 0);
  const kind: SeasonKind = positive ? 'multiplicative' : 'additive';
  const neutral = positive ? 1 : 0;
  const indices = isSeasonal(y, period) ? seasonalIndices(y, period, kind) : new Float64Array([neutral]);
  const z = flatten(y, { kind, indices, log: positive });
  const steps = Float64Array.from({ length: Math.max(0, z.length - 1) }, (_, i) => z[i + 1]! - z[i]!);
  const unit = robustSpread(steps) || standardDeviation(steps) || 1;
  return { kind, indices, log: positive, unit: Number.isFinite(unit) ? unit : 1 };
}

/** The series without season, in logs if it has them. A later zero counts as a very small value. */
export function flatten(y: Float64Array, { kind, indices, log }: Omit<Scaling, 'unit'>): Float64Array {
  const flat = removeSeason(y, indices, kind);
  return log ? flat.map((v) => Math.log(Math.max(v, 1e-9))) : flat;
}

/**
 * The last `LOOKBACK` values before `end`, as the network sees them; a short series repeats its first value.
 */
export function windowBefore(z: Float64Array, end: number, unit: number): Float64Array {
  const level = z[end - 1]!;
  return Float64Array.from({ length: LOOKBACK }, (_, i) => {
    const value = z[Math.max(0, end - LOOKBACK + i)]!;
    return squash((value - level) / unit);
  });
}

/** What followed `end`, in the same units. */
export function targetAfter(z: Float64Array, end: number, horizon: number, unit: number): Float64Array {
  return Float64Array.from({ length: horizon }, (_, h) => squash((z[end + h]! - z[end - 1]!) / unit));
}

/** Keeps a wild step from ruling the training. */
function squash(value: number): number {
  return Math.max(-20, Math.min(20, value));
}
