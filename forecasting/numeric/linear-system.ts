/**
 * Solves A x = b for a symmetric positive definite A by Cholesky factorisation. A pivot that is not positive
 * is treated as a redundant direction: its coefficient becomes 0. A and b are not changed.
 */
export function solve(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const n = right.length;
  const lower = matrix.map((row) => Float64Array.from(row));
  for (let j = 0; j < n; j++) {
    const row = lower[j]!;
    let pivot = row[j]!;
    for (let k = 0; k < j; k++) pivot -= row[k]! ** 2;
    const root = pivot > 1e-12 * Math.abs(matrix[j]![j]!) ? Math.sqrt(pivot) : Number.POSITIVE_INFINITY;
    row[j] = root;
    for (let i = j + 1; i < n; i++) {
      const below = lower[i]!;
      let sum = below[j]!;
      for (let k = 0; k < j; k++) sum -= below[k]! * row[k]!;
      below[j] = sum / root;
    }
  }
  const x = Float64Array.from(right);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= lower[i]![k]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= lower[k]![i]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  return x;
}
