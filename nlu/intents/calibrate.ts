/**
 * Confidence and scope, learned from rows that the classifier did not see.
 *
 * Held-out rows of known intents show when the best intent is right. What is out of scope shows in rows whose whole
 * intent was left out of training, and in the `none` rows if there are any.
 */
import { fitLogistic, type Prior } from './logistic.ts';
import { type Calibration, NONE } from './model.ts';
import { bestClass, confidenceOf, evidence } from './score.ts';

/**
 * A training row with the scores that classifiers trained without it gave it, -Infinity for a class left out, and the share
 * of its n-grams that the rows they knew don't have.
 */
export interface ScoredRow {
  readonly intent: string;
  readonly scores: Float32Array;
  readonly unknown: number;
}

/** Share of in-scope rows that the verdict may lose at most. */
const LOST_IN_SCOPE = 0.1;
/** The share it loses where nothing tells what is out of scope. */
const LOST_BLINDLY = 0.05;

/**
 * Slope and intercept from score to log-odds of being right: much the same in every corpus of so many intents, so those
 * with too few rows to tell take these. Means and spreads are of fits on held-out parts of training files.
 */
const usual = (intents: number): Prior => ({ mean: [3.5, oddsAtZero(intents)], precision: [0.44, 1.5] });

/**
 * Log-odds that the best intent is right where its score is 0: the fewer others there are, the less there is to be taken
 * for. Of two, whose scores are each other's opposite, 0 is as low as the best can be.
 */
const oddsAtZero = (intents: number): number => (intents === 2 ? 1.3 : 3.7 - 0.95 * Math.log(intents));

/** Where all held-out rows are right, they say that the score doesn't matter; it still does for what is out of scope. */
const LEAST_SLOPE = 1;
const FIXED = 1e6;

/** `heldOut` are rows held out at random; `beyond` those of intents left out as a whole, and may be empty. */
export function calibrate(
  classes: readonly string[],
  heldOut: readonly ScoredRow[],
  beyond: readonly ScoredRow[],
): Calibration {
  const known = heldOut.filter((row) => row.intent !== NONE);
  const none = heldOut.filter((row) => row.intent === NONE);
  const features = (row: ScoredRow) => evidence(classes, row.scores, row.unknown);
  const inScope = known.map(features);
  const outOfScope = [...none, ...beyond].map(features);
  // One number ranks messages by scope and is read as a probability in scope (Platt scaling).
  const ratio = none.length > 0 ? noneRatio(inScope, none.map(features), beyond.map(features)) : 0;
  const [slope, intercept] = fitConfidence(
    inScope.map(([best, ofNone]) => best! + ratio * ofNone!),
    known.map((row) => (classes[bestClass(classes, row.scores)] === row.intent ? 1 : 0)),
    { weights: balanced(known), prior: usual(classes.filter((name) => name !== NONE).length) },
  );
  const confidence = [slope, slope * ratio, intercept];
  const draft = { sharpness: fitSharpness(classes, known), confidence, threshold: 0 };
  const confidences = (rows: readonly number[][]) =>
    rows.map((row) => confidenceOf(draft, row)).sort((a, b) => a - b);
  const threshold = findThreshold(confidences(inScope), confidences(outOfScope));
  return { ...draft, threshold };
}

/** Slope and intercept from scores to the log-odds of their targets; the slope at least LEAST_SLOPE. */
function fitConfidence(
  scores: readonly number[],
  targets: readonly number[],
  { weights, prior }: { readonly weights: readonly number[]; readonly prior: Prior },
): [slope: number, intercept: number] {
  const rows = scores.map((score) => [score]);
  const fitted = (prior: Prior) => fitLogistic(rows, targets, { weights, prior }) as [number, number];
  const free = fitted(prior);
  if (free[0] >= LEAST_SLOPE) return free;
  return fitted({ mean: [LEAST_SLOPE, prior.mean[1]!], precision: [FIXED, prior.precision[1]!] });
}

/**
 * Weights that sum to the number of rows. Messages seldom come in the proportions of the examples: an intent weighs by the
 * square root of its rows, halfway between every row alike and every intent alike.
 */
function balanced(rows: readonly ScoredRow[]): number[] {
  const counts = new Map<string, number>();
  for (const { intent } of rows) counts.set(intent, (counts.get(intent) ?? 0) + 1);
  const weights = rows.map(({ intent }) => 1 / Math.sqrt(counts.get(intent)!));
  const scale = rows.length / weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight * scale);
}

/** Weights of the two scores before anything is known, and how firmly that is held. */
const OF_NONE: Prior = { mean: [1, -1, 0], precision: [1, 1, 0] };
const LEAST_BEST = 0.5;

/** What the score of `none` weighs against the best one in telling what is in scope; at most 0. */
function noneRatio(
  inScope: readonly number[][],
  none: readonly number[][],
  beyond: readonly number[][],
): number {
  // Either kind of row out of scope weighs as much as the other, both together as much as those in scope.
  const kinds = beyond.length > 0 ? 2 : 1;
  const weightsOf = (rows: readonly unknown[]) => rows.map(() => inScope.length / kinds / rows.length);
  const [best, ofNone] = fitLogistic(
    [...inScope, ...none, ...beyond],
    [...inScope.map(() => 1), ...none.map(() => 0), ...beyond.map(() => 0)],
    { weights: [...inScope.map(() => 1), ...weightsOf(none), ...weightsOf(beyond)], prior: OF_NONE },
  ) as [number, number, number];
  return Math.min(0, ofNone / Math.max(best, LEAST_BEST));
}

/** The highest mean of in-scope recall and out-of-scope recall within the bound. Both lists ascend. */
function findThreshold(inScope: readonly number[], outOfScope: readonly number[]): number {
  if (outOfScope.length === 0) return inScope[Math.floor(LOST_BLINDLY * inScope.length)]!;
  let best = inScope[0]!;
  let highest = Number.NEGATIVE_INFINITY;
  let refused = 0;
  for (let lost = 0; lost <= LOST_IN_SCOPE * inScope.length; lost++) {
    while (refused < outOfScope.length && outOfScope[refused]! < inScope[lost]!) refused++;
    const balance = refused / outOfScope.length - lost / inScope.length;
    if (balance > highest) [highest, best] = [balance, inScope[lost]!];
  }
  return best;
}

/** The softmax factor with the highest likelihood of the true intents (temperature scaling; Guo et al. 2017). */
function fitSharpness(classes: readonly string[], rows: readonly ScoredRow[]): number {
  const loss = (sharpness: number) =>
    rows.reduce((sum, { intent, scores }) => {
      const truth = scores[classes.indexOf(intent)]!;
      let others = 0;
      for (let k = 0; k < classes.length; k++) {
        if (classes[k] !== NONE) others += Math.exp(sharpness * (scores[k]! - truth));
      }
      return sum + Math.log(others);
    }, 0);
  let [low, high] = [0.5, 20];
  for (let step = 0; step < 12; step++) {
    const [left, right] = [low + (high - low) / 3, high - (high - low) / 3];
    if (loss(left) < loss(right)) high = right;
    else low = left;
  }
  return (low + high) / 2;
}
