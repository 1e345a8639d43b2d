import { logit, sigmoid } from './logistic.ts';
import { type Calibration, type IntentModel, NONE } from './model.ts';
import type { SparseVector } from './vectoriser.ts';

/** The raw score of every class: about +1 for the right one and -1 for the others. */
export function scoreClasses(model: IntentModel, vector: SparseVector): Float32Array {
  const { weights, biases } = model;
  const size = biases.length;
  const scores = biases.slice();
  for (let at = 0; at < vector.columns.length; at++) {
    const value = vector.values[at]!;
    const from = vector.columns[at]! * size;
    for (let k = 0; k < size; k++) scores[k]! += value * weights[from + k]!;
  }
  return scores;
}

/** The in-scope class with the highest score. */
export function bestClass(classes: readonly string[], scores: ArrayLike<number>, besides = -1): number {
  let best = -1;
  for (let k = 0; k < classes.length; k++) {
    if (k === besides || classes[k] === NONE) continue;
    if (best < 0 || scores[k]! > scores[best]!) best = k;
  }
  return best;
}

/**
 * What the share of unknown n-grams takes off the best score. Unknown words lower every score anyway, but messages about
 * something else altogether have still more of them than the scores tell.
 */
const STRANGENESS = 0.4;
/** The share that is unknown of held-out rows as a rule: at this nothing comes off, so that scores mean what they did. */
const USUALLY_UNKNOWN = 0.3;

/**
 * What confidence and scope are read from: the score of the best intent, and how far that of `none` is above -1, where it is
 * when nothing speaks for it. A model that was not trained on `none` has 0 for the latter, and takes what is unknown of the
 * message (a share, 0 to 1), as far as that is more than usual, off the former instead.
 */
export function evidence(classes: readonly string[], scores: ArrayLike<number>, unknown: number): number[] {
  const best = scores[bestClass(classes, scores)]!;
  const none = classes.indexOf(NONE);
  return none < 0 ? [best - STRANGENESS * (unknown - USUALLY_UNKNOWN), 0] : [best, scores[none]! + 1];
}

export function confidenceOf(calibration: Calibration, features: readonly number[]): number {
  return sigmoid(logit(calibration.confidence, features));
}

/** Softmax over the in-scope classes; 0 for `none`. */
export function softmax(
  classes: readonly string[],
  scores: ArrayLike<number>,
  sharpness: number,
): Float64Array {
  const highest = scores[bestClass(classes, scores)]!;
  const shares = new Float64Array(classes.length);
  let total = 0;
  for (let k = 0; k < shares.length; k++) {
    if (classes[k] !== NONE) shares[k] = Math.exp(sharpness * (scores[k]! - highest));
    total += shares[k]!;
  }
  for (let k = 0; k < shares.length; k++) shares[k]! /= total;
  return shares;
}
