/**
 * Logistic regression on a handful of dense features, by Newton's method with a ridge penalty.
 *
 * Source: Hastie, Tibshirani & Friedman 2009, "The Elements of Statistical Learning", section 4.4.1; as a calibration
 * of classifier scores Platt 1999.
 */

/** Coefficients, one per feature and the intercept last. */
export type LogisticCoefficients = readonly number[];

const RIDGE = 1e-3;
const ROUNDS = 30;
const LEAST_SHARE = 1e-6;

export function sigmoid(z: number): number {
  return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
}

export function logit(coefficients: LogisticCoefficients, features: readonly number[]): number {
  return features.reduce((sum, value, i) => sum + value * coefficients[i]!, coefficients[features.length]!);
}

/** Independent normal distributions of the coefficients; a precision is one over the variance. */
export interface Prior {
  readonly mean: LogisticCoefficients;
  readonly precision: readonly number[];
}

/** `targets` are probabilities (0 to 1), one per row; at least one row. */
export function fitLogistic(
  rows: readonly (readonly number[])[],
  targets: readonly number[],
  { weights, prior }: { readonly weights?: readonly number[]; readonly prior?: Prior } = {},
): LogisticCoefficients {
  const size = rows[0]!.length + 1;
  const mean = prior?.mean ?? new Array<number>(size).fill(0);
  const precision = prior?.precision ?? mean.map((_, i) => (i < size - 1 ? RIDGE : 0));
  const objective = (coefficients: LogisticCoefficients) =>
    rows.reduce(
      (sum, row, r) => {
        const z = logit(coefficients, row);
        const surprise = Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - targets[r]! * z;
        return sum + (weights?.[r] ?? 1) * surprise;
      },
      coefficients.reduce((sum, b, i) => sum + (precision[i]! / 2) * (b - mean[i]!) ** 2, 0),
    );
  let beta = [...mean];
  for (let round = 0; round < ROUNDS; round++) {
    const gradient = beta.map((b, i) => precision[i]! * (mean[i]! - b));
    const hessian = beta.map((_, i) => beta.map((_, j) => (i === j ? Math.max(precision[i]!, RIDGE) : 0)));
    rows.forEach((row, r) => {
      const p = sigmoid(logit(beta, row));
      const weight = weights?.[r] ?? 1;
      const slope = weight * (targets[r]! - p);
      const curvature = weight * p * (1 - p);
      for (let i = 0; i < size; i++) {
        const xi = i < size - 1 ? row[i]! : 1;
        gradient[i]! += slope * xi;
        for (let j = 0; j <= i; j++) {
          const product = curvature * xi * (j < size - 1 ? row[j]! : 1);
          hessian[i]![j]! += product;
          if (i !== j) hessian[j]![i]! += product;
        }
      }
    });
    const step = solve(hessian, gradient);
    // Newton's step overshoots where most rows are sure; half of it, and so on, until the objective falls.
    const before = objective(beta);
    let share = 1;
    const after = () => beta.map((b, i) => b + share * step[i]!);
    while (share > LEAST_SHARE && objective(after()) > before) share /= 2;
    beta = after();
    if (share * Math.max(...step.map(Math.abs)) < 1e-6) break;
  }
  return beta;
}

/** Gaussian elimination with partial pivoting of a small positive definite system. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = right.length;
  const a = matrix.map((row, i) => [...row, right[i]!]);
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++) {
      if (Math.abs(a[row]![column]!) > Math.abs(a[pivot]![column]!)) pivot = row;
    }
    [a[column], a[pivot]] = [a[pivot]!, a[column]!];
    for (let row = column + 1; row < size; row++) {
      const factor = a[row]![column]! / a[column]![column]!;
      for (let k = column; k <= size; k++) a[row]![k]! -= factor * a[column]![k]!;
    }
  }
  const result = new Array<number>(size).fill(0);
  for (let row = size - 1; row >= 0; row--) {
    let sum = a[row]![size]!;
    for (let k = row + 1; k < size; k++) sum -= a[row]![k]! * result[k]!;
    result[row] = sum / a[row]![row]!;
  }
  return result;
}
