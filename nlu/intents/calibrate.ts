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
 * Slope and intercept from score to log-odds of being right: much the same in every corpus, so those with too few rows
 * to tell take these. Mean and spread are of fits on held-out parts of training files.
 */
const USUAL: Prior = { mean: [3.5, 1], precision: [0.44, 2] };

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
  const [slope, intercept] = fitLogistic(
    inScope.map(([best, ofNone]) => [best! + ratio * ofNone!]),
    known.map((row) => (classes[bestClass(classes, row.scores)] === row.intent ? 1 : 0)),
    { prior: USUAL },
  ) as [number, number];
  const confidence = [slope, slope * ratio, intercept];
  const draft = { sharpness: fitSharpness(classes, known), confidence, threshold: 0 };
  const confidences = (rows: readonly number[][]) =>
    rows.map((row) => confidenceOf(draft, row)).sort((a, b) => a - b);
  const threshold = findThreshold(confidences(inScope), confidences(outOfScope));
  return { ...draft, threshold };
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
