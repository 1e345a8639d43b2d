import { sigmoid } from '../link.ts';
import type { Task } from '../table.ts';
import { type Matrix, multiply, transposeMultiply, weightedGram } from './matrix.ts';
import type { Coefficients } from './regression.ts';

export interface ElasticNetOptions {
  /** Strength of the penalty, from 0. */
  readonly lambda: number;
  /** Share of the penalty on absolute weights: 1 is the lasso, 0 is ridge. */
  readonly alpha: number;
}

const MOST_ROUNDS = 1000;
const MOST_STEPS = 25;
const TOLERANCE = 1e-8;
const LEAST_WEIGHT = 1e-5;

/**
 * Elastic net by coordinate descent with covariance updates (Friedman, Hastie and Tibshirani 2010): minimises
 * the mean squared error / 2 (for classification the mean negative log-likelihood, by reweighting) plus
 * lambda * (alpha * sum |w| + (1 - alpha) * sum w² / 2). The constant is free. Features should have variance 1.
 * `start` makes a path of lambdas quick.
 */
export function elasticNet(
  x: Matrix,
  y: Float64Array,
  task: Task,
  options: ElasticNetOptions,
  start: Coefficients = { intercept: 0, weights: new Float64Array(x.columns) },
): Coefficients {
  if (task === 'regression') return descend(x, y, new Float64Array(x.rows).fill(1 / x.rows), options, start);
  let fitted = start;
  for (let step = 0; step < MOST_STEPS; step++) {
    const logOdds = multiply(x, fitted.weights, fitted.intercept);
    const probabilities = logOdds.map(sigmoid);
    const working = probabilities.map((p) => Math.max(LEAST_WEIGHT, p * (1 - p)));
    const response = logOdds.map((eta, row) => eta + (y[row]! - probabilities[row]!) / working[row]!);
    const next = descend(
      x,
      response,
      working.map((weight) => weight / x.rows),
      options,
      fitted,
    );
    const moved = largestMove(fitted, next);
    fitted = next;
    if (moved < TOLERANCE) break;
  }
  return fitted;
}

const largestMove = (a: Coefficients, b: Coefficients): number =>
  a.weights.reduce((most, weight, index) => Math.max(most, Math.abs(weight - b.weights[index]!)), 0);

const softThreshold = (value: number, by: number): number =>
  Math.sign(value) * Math.max(0, Math.abs(value) - by);

/** Weighted penalised least squares, one weight at a time, until none moves. */
function descend(
  x: Matrix,
  y: Float64Array,
  rowWeights: Float64Array,
  { lambda, alpha }: ElasticNetOptions,
  start: Coefficients,
): Coefficients {
  const p = x.columns;
  const total = rowWeights.reduce((sum, weight) => sum + weight, 0);
  const means = transposeMultiply(x, rowWeights).map((sum) => sum / total);
  const meanY = y.reduce((sum, value, row) => sum + rowWeights[row]! * value, 0) / total;
  const gram = weightedGram(x, rowWeights);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) gram[i * p + j] = gram[i * p + j]! - total * means[i]! * means[j]!;
  }
  const weights = start.weights.slice();
  // slope[j] is the covariance of feature j with what the weights leave unexplained.
  const slope = transposeMultiply(
    x,
    y.map((value, row) => rowWeights[row]! * (value - meanY)),
  );
  for (let j = 0; j < p; j++)
    for (let k = 0; k < p; k++) slope[j] = slope[j]! - gram[j * p + k]! * weights[k]!;

  for (let round = 0; round < MOST_ROUNDS; round++) {
    let moved = 0;
    for (let j = 0; j < p; j++) {
      const curvature = gram[j * p + j]!;
      if (curvature <= 0) continue;
      const next =
        softThreshold(slope[j]! + curvature * weights[j]!, lambda * alpha) /
        (curvature + lambda * (1 - alpha));
      const change = next - weights[j]!;
      if (change === 0) continue;
      weights[j] = next;
      for (let k = 0; k < p; k++) slope[k] = slope[k]! - change * gram[k * p + j]!;
      moved = Math.max(moved, Math.abs(change));
    }
    if (moved < TOLERANCE) break;
  }
  return { weights, intercept: meanY - weights.reduce((sum, weight, j) => sum + weight * means[j]!, 0) };
}

/** `count` strengths from the smallest at which every weight is 0 down to a thousandth of it, evenly in logarithm. */
export function lambdaPath(x: Matrix, y: Float64Array, alpha: number, count: number): number[] {
  const meanY = y.reduce((sum, value) => sum + value, 0) / y.length;
  const slopes = transposeMultiply(
    x,
    y.map((value) => value - meanY),
  );
  const largest =
    slopes.reduce((most, slope) => Math.max(most, Math.abs(slope) / x.rows), 0) / Math.max(alpha, 1e-3);
  return Array.from({ length: count }, (_, index) => largest * 1e-3 ** (index / Math.max(1, count - 1)));
}
