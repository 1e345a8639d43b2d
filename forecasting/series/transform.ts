import { mean, standardDeviation } from '../numeric/statistics.ts';

/** A variance-stabilising change of scale and its inverse. */
export interface Transform {
  readonly name: 'log' | 'none';
  readonly forward: (value: number) => number;
  readonly back: (value: number) => number;
}

/**
 * A later value may be zero where the fitted ones were not: it counts as a tenth of the smallest of those.
 */
function logarithm(y: Float64Array): Transform {
  const floor = y.reduce((least, v) => Math.min(least, v), Number.POSITIVE_INFINITY) / 10;
  return {
    name: 'log',
    forward: (v) => Math.log(Math.max(v, floor)),
    back: (v) => Math.exp(Math.min(700, v)),
  };
}

const NONE: Transform = { name: 'none', forward: (v) => v, back: (v) => v };

/**
 * Log or no transform, by Guerrero's (1993) criterion: the Box-Cox power whose coefficient of variation of
 * sd / mean^(1 - power) over the periods is least, restricted to powers 0 and 1. No log unless all positive.
 */
export function chooseTransform(y: Float64Array, period: number): Transform {
  if (y.some((v) => v <= 0)) return NONE;
  const width = Math.max(2, period);
  const blocks = Math.floor(y.length / width);
  if (blocks < 2) return NONE;
  const spread = (power: number): number => {
    const ratios = Float64Array.from({ length: blocks }, (_, k) => {
      const from = y.length - (blocks - k) * width;
      const block = y.subarray(from, from + width);
      return standardDeviation(block) / mean(block) ** (1 - power);
    });
    return standardDeviation(ratios) / mean(ratios);
  };
  return spread(0) < spread(1) ? logarithm(y) : NONE;
}
