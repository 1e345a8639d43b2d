/** Bootstrap percentile intervals (Efron & Tibshirani 1993, chapter 13). */
import { type Prediction, perIntent, quantile } from './metrics.ts';

/** Lower and upper end of the 95 % interval. */
export type Interval = readonly [number, number];

const RESAMPLES = 200;

/** The interval of the F1 of each intent that occurs among the rows. */
export function intentIntervals(
  rows: readonly Pick<Prediction, 'intent' | 'predicted'>[],
  random: () => number,
): Map<string, Interval> {
  const drawn = new Map<string, number[]>(
    [...new Set(rows.map((row) => row.intent))].map((name) => [name, []]),
  );
  for (let draw = 0; draw < RESAMPLES; draw++) {
    const sample = rows.map(() => rows[Math.floor(random() * rows.length)]!);
    for (const [intent, { f1 }] of perIntent(sample)) drawn.get(intent)!.push(f1);
  }
  return new Map(
    [...drawn].map(([intent, values]) => {
      values.sort((a, b) => a - b);
      return [intent, [quantile(values, 0.025) ?? 0, quantile(values, 0.975) ?? 1]];
    }),
  );
}
