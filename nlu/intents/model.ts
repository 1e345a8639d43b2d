import type { LogisticCoefficients } from './logistic.ts';
import type { Vectoriser } from './vectoriser.ts';

/** The intent of examples that are about nothing the bot deals with. Never predicted; it teaches the scope. */
export const NONE = 'none';

/** One labelled utterance. */
export interface Example {
  readonly text: string;
  readonly intent: string;
  readonly language?: string;
}

/** How scores become a probability and a verdict; all learned on rows held out of training. */
export interface Calibration {
  /** Softmax(sharpness * score) over the intents. */
  readonly sharpness: number;
  /** Over the features of `evidence`: the log-odds that the best intent is right. */
  readonly confidence: LogisticCoefficients;
  /** Lowest confidence of a message that is in scope. */
  readonly threshold: number;
}

export interface IntentModel {
  /** Sorted; with `none` last if it was trained on. */
  readonly classes: readonly string[];
  readonly vectoriser: Vectoriser;
  /** Weight of column c for class k at c * classes.length + k. */
  readonly weights: Float32Array;
  readonly biases: Float32Array;
  readonly calibration: Calibration;
  /** Number of examples it was trained on. */
  readonly examples: number;
}
