import { sigmoid } from '../link.ts';
import {
  conjugateGradients,
  type Matrix,
  multiply,
  solveSymmetric,
  transposeMultiply,
  weightedGram,
} from './matrix.ts';

/** Weights of the features and the constant; features are taken as they are given. */
export interface Coefficients {
  readonly intercept: number;
  readonly weights: Float64Array;
}

/**
 * Least squares with a ridge penalty: minimises the sum of squared errors plus `ridge` times the sum of
 * squared weights (Hoerl and Kennard 1970); the constant is free. `ridge` 0 is ordinary least squares.
 */
export function linearRegression(x: Matrix, y: Float64Array, ridge = 0): Coefficients {
  const none = new Float64Array(x.columns);
  return weightedRidge(x, y, new Float64Array(x.rows).fill(1), ridge, { start: none, tolerance: EXACT });
}

/** Above so many features the system is not formed, which would take their number squared times the rows. */
const MOST_DIRECT = 500;

/** Residual at which a search ends: of one system, and of each of the systems that lead to a logistic regression. */
const EXACT = 1e-6;
const ROUGH = 1e-4;

/** `search` is how many features are solved for. */
function weightedRidge(
  x: Matrix,
  y: Float64Array,
  weights: Float64Array,
  ridge: number,
  search: { readonly start: Float64Array; readonly tolerance: number },
): Coefficients {
  // Centring by weighted means takes the constant out of the system.
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const means = transposeMultiply(x, weights).map((sum) => sum / total);
  const meanY = y.reduce((sum, value, row) => sum + weights[row]! * value, 0) / total;
  const right = transposeMultiply(
    x,
    y.map((value, row) => weights[row]! * (value - meanY)),
  );
  const solved =
    x.columns > MOST_DIRECT && ridge > 0
      ? conjugateGradients((vector) => centredProduct(x, { weights, means, ridge }, vector), right, search)
      : solveSymmetric(centredGram(x, { weights, means, ridge }), right);
  return {
    weights: solved,
    intercept: meanY - solved.reduce((sum, weight, i) => sum + weight * means[i]!, 0),
  };
}

interface Centring {
  readonly weights: Float64Array;
  /** Weighted means of the columns. */
  readonly means: Float64Array;
  readonly ridge: number;
}

/** (Xc' W Xc + ridge I), Xc being X less its means. */
function centredGram(x: Matrix, { weights, means, ridge }: Centring): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const gram = weightedGram(x, weights);
  for (let i = 0; i < x.columns; i++) {
    for (let j = 0; j < x.columns; j++) {
      gram[i * x.columns + j] = gram[i * x.columns + j]! - total * means[i]! * means[j]!;
    }
    gram[i * x.columns + i] = gram[i * x.columns + i]! + ridge;
  }
  return gram;
}

/** The same times a vector, without forming it. */
function centredProduct(x: Matrix, { weights, means, ridge }: Centring, vector: Float64Array): Float64Array {
  const offset = means.reduce((sum, mean, i) => sum + mean * vector[i]!, 0);
  const weighted = multiply(x, vector, -offset).map((value, row) => value * weights[row]!);
  const total = weighted.reduce((sum, value) => sum + value, 0);
  return transposeMultiply(x, weighted).map((value, i) => value - total * means[i]! + ridge * vector[i]!);
}

const MOST_STEPS = 50;
const TOLERANCE = 1e-9;
/** Keeps working weights off zero where a probability reaches 0 or 1. */
const LEAST_WEIGHT = 1e-6;

/**
 * Logistic regression by iteratively reweighted least squares (McCullagh and Nelder 1989, 2.5): minimises the
 * negative log-likelihood plus `ridge` / 2 times the sum of squared weights. `y` is 0 or 1. With `ridge` above
 * 0 the answer is finite even where the classes can be told apart without error.
 */
export function logisticRegression(x: Matrix, y: Float64Array, ridge = 1): Coefficients {
  let fitted: Coefficients = { intercept: 0, weights: new Float64Array(x.columns) };
  let deviance = Number.POSITIVE_INFINITY;
  for (let step = 0; step < MOST_STEPS; step++) {
    const logOdds = multiply(x, fitted.weights, fitted.intercept);
    const probabilities = logOdds.map(sigmoid);
    const working = probabilities.map((p) => Math.max(LEAST_WEIGHT, p * (1 - p)));
    const response = logOdds.map((eta, row) => eta + (y[row]! - probabilities[row]!) / working[row]!);
    const search = { start: fitted.weights, tolerance: ROUGH };
    const next = weightedRidge(x, response, working, ridge, search);
    const objective = penalisedLoss(x, y, next, ridge);
    // Full steps can overshoot on separable data; halve towards the last point until the loss falls.
    fitted = objective <= deviance ? next : midpoint(fitted, next);
    const reached = objective <= deviance ? objective : penalisedLoss(x, y, fitted, ridge);
    if (Math.abs(deviance - reached) <= TOLERANCE * (Math.abs(reached) + TOLERANCE)) break;
    deviance = reached;
  }
  return fitted;
}

function penalisedLoss(
  x: Matrix,
  y: Float64Array,
  { intercept, weights }: Coefficients,
  ridge: number,
): number {
  let loss = (ridge / 2) * weights.reduce((sum, weight) => sum + weight * weight, 0);
  const logOdds = multiply(x, weights, intercept);
  for (let row = 0; row < x.rows; row++) {
    const eta = logOdds[row]!;
    // log(1 + exp(eta)) without overflow.
    loss += Math.max(eta, 0) + Math.log1p(Math.exp(-Math.abs(eta))) - y[row]! * eta;
  }
  return loss;
}

const midpoint = (a: Coefficients, b: Coefficients): Coefficients => ({
  intercept: (a.intercept + b.intercept) / 2,
  weights: a.weights.map((weight, index) => (weight + b.weights[index]!) / 2),
});
