import { sigmoid } from '../link.ts';
import { logisticRegression } from './regression.ts';

/** Probability is sigmoid(slope * score + intercept). */
export interface PlattScaling {
  readonly slope: number;
  readonly intercept: number;
}

const RIDGE = 1;

/**
 * Fits probabilities to scores that the scored rows did not train (Platt 1999): a logistic regression on the
 * score alone. A ridge keeps it finite where the scores tell the classes apart without error, and flat where they
 * hardly vary.
 */
export function fitPlatt(scores: Float64Array, labels: Float64Array): PlattScaling {
  const { intercept, weights } = logisticRegression(
    { rows: scores.length, columns: 1, data: scores },
    labels,
    RIDGE,
  );
  return { slope: weights[0]!, intercept };
}

export const applyPlatt = ({ slope, intercept }: PlattScaling, scores: Float64Array): Float64Array =>
  scores.map((score) => sigmoid(slope * score + intercept));
