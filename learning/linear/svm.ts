import { type Random, range, shuffle } from '../random.ts';
import type { Matrix } from './matrix.ts';
import type { Coefficients } from './regression.ts';

const MOST_ROUNDS = 30;
const TOLERANCE = 0.01;

/**
 * Linear support vector machine with squared hinge loss by dual coordinate descent (Hsieh et al. 2008,
 * algorithm 1, as in liblinear): minimises |w|² / 2 + `cost` * sum max(0, 1 - y (w x + b))², y of 0 or 1 taken
 * as -1 or 1; the constant is a feature that is always 1. Decision values are not probabilities.
 */
export function linearSvm(x: Matrix, y: Float64Array, cost: number, random: Random): Coefficients {
  const { rows, columns, data } = x;
  const weights = new Float64Array(columns);
  let intercept = 0;
  const alpha = new Float64Array(rows);
  const diagonal = 1 / (2 * cost);
  const norm = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    norm[row] = 1 + diagonal;
    for (let j = row * columns; j < (row + 1) * columns; j++) norm[row] = norm[row]! + data[j]! ** 2;
  }
  const order = range(rows);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let worst = 0;
    for (const row of shuffle(order, random)) {
      const sign = y[row] === 1 ? 1 : -1;
      const start = row * columns;
      let decision = intercept;
      for (let j = 0; j < columns; j++) decision += weights[j]! * data[start + j]!;
      const slope = sign * decision - 1 + diagonal * alpha[row]!;
      const projected = alpha[row] === 0 ? Math.min(slope, 0) : slope;
      worst = Math.max(worst, Math.abs(projected));
      if (projected === 0) continue;
      const before = alpha[row]!;
      alpha[row] = Math.max(0, before - slope / norm[row]!);
      const step = sign * (alpha[row]! - before);
      intercept += step;
      for (let j = 0; j < columns; j++) weights[j] = weights[j]! + step * data[start + j]!;
    }
    if (worst < TOLERANCE) break;
  }
  return { intercept, weights };
}
