import { solve } from './linear-system.ts';

/**
 * Nonlinear least squares (Marquardt 1963) with forward-difference derivatives. `residuals` writes into the
 * array it is given and must be finite at `start`. Returns the best point and its sum of squares.
 */
export function levenbergMarquardt(
  residuals: (x: Float64Array, out: Float64Array) => void,
  start: ArrayLike<number>,
  count: number,
  options: { readonly iterations?: number; readonly tolerance?: number } = {},
): { at: Float64Array; squares: number } {
  const { iterations = 12, tolerance = 1e-4 } = options;
  const n = start.length;
  let at = Float64Array.from(start);
  let now = new Float64Array(count);
  let trial = new Float64Array(count);
  residuals(at, now);
  let squares = sumOfSquares(now);
  if (n === 0) return { at, squares };
  const columns = Array.from({ length: n }, () => new Float64Array(count));
  const shifted = new Float64Array(n);
  let damping = 0.01;
  for (let iteration = 0; iteration < iterations; iteration++) {
    for (let j = 0; j < n; j++) {
      shifted.set(at);
      shifted[j]! += 1e-5;
      const column = columns[j]!;
      residuals(shifted, column);
      for (let i = 0; i < count; i++) column[i] = (column[i]! - now[i]!) * 1e5;
    }
    const normal = columns.map((a) => Float64Array.from(columns, (b) => dot(a, b)));
    const gradient = Float64Array.from(columns, (a) => -dot(a, now));
    let improved = false;
    let gain = 0;
    for (let attempt = 0; attempt < 5 && !improved; attempt++) {
      const damped = normal.map((row, j) => {
        const copy = Float64Array.from(row);
        copy[j]! += damping * (row[j]! + 1e-12 + 1e-3 * (squares / count));
        return copy;
      });
      const step = solve(damped, gradient);
      const next = at.map((v, j) => v + Math.max(-2, Math.min(2, step[j]!)));
      residuals(next, trial);
      const value = sumOfSquares(trial);
      if (value < squares) {
        gain = (squares - value) / squares;
        at = next;
        squares = value;
        [now, trial] = [trial, now];
        damping = Math.max(1e-6, damping / 5);
        improved = true;
      } else damping *= 8;
    }
    if (!improved || gain < tolerance) break;
  }
  return { at, squares };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function sumOfSquares(values: Float64Array): number {
  const sum = dot(values, values);
  return Number.isFinite(sum) ? sum : Number.POSITIVE_INFINITY;
}
