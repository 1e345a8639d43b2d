/**
 * Multinomial logistic regression on sparse rows: all intents learn together, which tells more from few examples than
 * each against all others.
 *
 * Minimises over W  sum_i -log softmax(W x_i)[y_i] + lambda |W|^2 / 2  by dual coordinate ascent: each row holds a
 * distribution q_i over the classes, and W = sum_i x_i (e_{y_i} - q_i) / lambda. A step moves one q_i towards what the
 * model says of the row, as far as its dual objective falls to second order (Shalev-Shwartz & Zhang 2013, "Stochastic
 * dual coordinate ascent methods for regularized loss minimization"; Yu, Huang & Lin 2011 for the dual).
 */
import { shuffle } from '../random.ts';
import type { SparseMatrix } from './linear-svm.ts';

export interface SoftmaxProblem {
  readonly matrix: SparseMatrix;
  readonly squaredNorms: Float64Array;
  /** The class of each row. */
  readonly classOf: Int16Array;
  readonly size: number;
}

export interface SoftmaxState {
  /** Weight of column c for class k at c * size + k. */
  readonly weights: Float32Array;
  readonly biases: Float32Array;
  /** Share of class k that row r holds at r * size + k. */
  readonly shares: Float32Array;
}

/** Strength of the ridge penalty; chosen on folds of training files. */
const LAMBDA = 0.1;

/** Every row holds its own class: all weights are 0. */
export function untrained({ matrix, classOf, size }: SoftmaxProblem): SoftmaxState {
  const shares = new Float32Array(classOf.length * size);
  classOf.forEach((own, row) => {
    shares[row * size + own] = 1;
  });
  return { weights: new Float32Array(matrix.width * size), biases: new Float32Array(size), shares };
}

/** Adds the scores that the classes give a row to `scores`. */
export function addScores(
  { matrix, size }: SoftmaxProblem,
  { weights, biases }: SoftmaxState,
  row: number,
  scores: Float32Array,
): void {
  for (let k = 0; k < size; k++) scores[k]! += biases[k]!;
  for (let at = matrix.starts[row]!; at < matrix.starts[row + 1]!; at++) {
    const value = matrix.values[at]!;
    const from = matrix.columns[at]! * size;
    for (let k = 0; k < size; k++) scores[k]! += value * weights[from + k]!;
  }
}

/** weights += row * changes / lambda */
function addChanges(
  { matrix, size }: SoftmaxProblem,
  { weights, biases }: SoftmaxState,
  row: number,
  changes: Float32Array,
): void {
  for (let k = 0; k < size; k++) biases[k]! += changes[k]! / LAMBDA;
  for (let at = matrix.starts[row]!; at < matrix.starts[row + 1]!; at++) {
    const value = matrix.values[at]! / LAMBDA;
    const from = matrix.columns[at]! * size;
    for (let k = 0; k < size; k++) weights[from + k]! += value * changes[k]!;
  }
}

/**
 * Passes over the rows of `order` (shuffled in place by `random`), then only over those that still move, until no share
 * of any moves by more than `tolerance`.
 */
export function ascend(
  problem: SoftmaxProblem,
  state: SoftmaxState,
  order: Int32Array,
  random: () => number,
  { tolerance, passes }: { readonly tolerance: number; readonly passes: number },
): void {
  const { squaredNorms, size } = problem;
  const { shares } = state;
  const scores = new Float32Array(size);
  const changes = new Float32Array(size);
  let active = order;
  for (let pass = 0; pass < passes; pass++) {
    const moved = shuffle(active, random).filter((row) => {
      scores.fill(0);
      addScores(problem, state, row, scores);
      let highest = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < size; k++) if (scores[k]! > highest) highest = scores[k]!;
      let total = 0;
      for (let k = 0; k < size; k++) {
        scores[k] = Math.exp(scores[k]! - highest);
        total += scores[k]!;
      }
      // Slope and curvature of the dual along the way from the row's shares to the model's.
      let slope = 0;
      let square = 0;
      const from = row * size;
      for (let k = 0; k < size; k++) {
        const said = scores[k]! / total;
        const held = shares[from + k]!;
        const way = said - held;
        changes[k] = way;
        square += way * way;
        slope += (2 * way * way) / (said + held + 1e-12);
      }
      const curvature = slope + ((squaredNorms[row]! + 1) / LAMBDA) * square;
      if (curvature === 0) return false;
      const step = slope / curvature;
      let farthest = 0;
      for (let k = 0; k < size; k++) {
        const change = step * changes[k]!;
        shares[from + k]! += change;
        changes[k] = -change;
        if (Math.abs(change) > farthest) farthest = Math.abs(change);
      }
      addChanges(problem, state, row, changes);
      return farthest > tolerance;
    });
    if (moved.length === 0 && active === order) return;
    active = moved.length === 0 ? order : moved;
  }
}

/** The solution with the contribution of some rows taken out. */
export function forgetRows(
  problem: SoftmaxProblem,
  state: SoftmaxState,
  isForgotten: (row: number) => boolean,
): SoftmaxState {
  const { classOf, size } = problem;
  const without = {
    weights: state.weights.slice(),
    biases: state.biases.slice(),
    shares: state.shares.slice(),
  };
  const changes = new Float32Array(size);
  for (let row = 0; row < classOf.length; row++) {
    if (!isForgotten(row)) continue;
    for (let k = 0; k < size; k++)
      changes[k] = without.shares[row * size + k]! - (classOf[row] === k ? 1 : 0);
    addChanges(problem, without, row, changes);
  }
  return without;
}
