import type { SeriesForecast } from './forecast.ts';

/** Mean and ranges of one quantity at several times. */
export type Ranges = Pick<SeriesForecast, 'mean' | 'lo80' | 'hi80' | 'lo95' | 'hi95'>;

/**
 * The errors of two steps of one forecast that are k apart correlate by NEIGHBOURS · DECAY^k: a level that was missed
 * stays missed, and the less the further they are apart. Set inside the training parts of public and generated series, on sums of 2 to 12 steps.
 */
const NEIGHBOURS = 0.8;
const DECAY = 0.88;

/**
 * Sums over each `steps` steps from the first, such as quarters of a forecast by months; steps left over at the end are
 * in none. A range reaches as far from the mean as errors of that correlation take the sum: less than the sum of the
 * steps' ranges, which would need all errors to agree, and more than if they were independent. Throws a RangeError where
 * `steps` is not a whole number from 1.
 */
export function sumsOf(forecast: Ranges, steps: number): Ranges {
  if (!Number.isInteger(steps) || steps < 1)
    throw new RangeError(`sums are over a whole number of steps from 1, not ${steps}`);
  const blocks = Array.from(
    { length: Math.floor(forecast.mean.length / steps) },
    (_, block) => block * steps,
  );
  const sums = blocks.map((from) => forecast.mean.slice(from, from + steps).reduce((sum, v) => sum + v, 0));
  const edge = (values: readonly number[], side: 1 | -1): number[] =>
    blocks.map((from, block) => {
      let variance = 0;
      // The reaches of the steps before, each by how far its error is still felt.
      let before = 0;
      for (let step = from; step < from + steps; step++) {
        const reach = Math.abs(values[step]! - forecast.mean[step]!);
        variance += reach * (reach + 2 * NEIGHBOURS * before);
        before = DECAY * (before + reach);
      }
      return sums[block]! + side * Math.sqrt(variance);
    });
  return {
    mean: sums,
    lo80: edge(forecast.lo80, -1),
    hi80: edge(forecast.hi80, 1),
    lo95: edge(forecast.lo95, -1),
    hi95: edge(forecast.hi95, 1),
  };
}
