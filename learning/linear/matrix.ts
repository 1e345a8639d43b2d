/** A dense matrix, row after row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** The matrix times a vector, plus a constant. */
export function multiply({ rows, columns, data }: Matrix, vector: Float64Array, constant = 0): Float64Array {
  const product = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = constant;
    const start = row * columns;
    for (let column = 0; column < columns; column++) sum += data[start + column]! * vector[column]!;
    product[row] = sum;
  }
  return product;
}

/** XᵀWX, square, both triangles. */
export function weightedGram({ rows, columns, data }: Matrix, weights: Float64Array): Float64Array {
  const gram = new Float64Array(columns * columns);
  // One-hot columns are mostly zero: only pairs of the others add anything.
  const filled = new Int32Array(columns);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let count = 0;
    for (let j = 0; j < columns; j++) if (data[start + j] !== 0) filled[count++] = j;
    for (let a = 0; a < count; a++) {
      const offset = filled[a]! * columns;
      const weighted = weights[row]! * data[start + filled[a]!]!;
      for (let b = 0; b <= a; b++) {
        const at = offset + filled[b]!;
        gram[at] = gram[at]! + weighted * data[start + filled[b]!]!;
      }
    }
  }
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < i; j++) gram[j * columns + i] = gram[i * columns + j]!;
  }
  return gram;
}

/** Xᵀv. */
export function transposeMultiply({ rows, columns, data }: Matrix, vector: Float64Array): Float64Array {
  const product = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const value = vector[row]!;
    for (let column = 0; column < columns; column++) {
      product[column] = product[column]! + value * data[row * columns + column]!;
    }
  }
  return product;
}

const LEAST_PIVOT = 1e-12;

/**
 * Solves the symmetric positive semi-definite system `a` x = `b` by Cholesky's method. Where a column depends
 * on earlier ones (its pivot is below 1e-12 of its diagonal), its unknown is 0, as R's lm drops it.
 */
export function solveSymmetric(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!;
      if (j < i) lower[i * n + j] = lower[j * n + j] === 0 ? 0 : sum / lower[j * n + j]!;
      else lower[i * n + i] = sum > LEAST_PIVOT * a[i * n + i]! ? Math.sqrt(sum) : 0;
    }
  }
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= lower[i * n + k]! * x[k]!;
    x[i] = lower[i * n + i] === 0 ? 0 : sum / lower[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i]!;
    for (let k = i + 1; k < n; k++) sum -= lower[k * n + i]! * x[k]!;
    x[i] = lower[i * n + i] === 0 ? 0 : sum / lower[i * n + i]!;
  }
  return x;
}

const MOST_STEPS = 200;

/**
 * Solves `a` x = `b` for a symmetric positive definite `a` that is only known by its product with a vector (Hestenes
 * and Stiefel 1952), until the residual is the share `tolerance` of `b`, in 200 steps at most.
 */
export function conjugateGradients(
  a: (vector: Float64Array) => Float64Array,
  b: Float64Array,
  { start, tolerance }: { readonly start: Float64Array; readonly tolerance: number },
): Float64Array {
  const x = Float64Array.from(start);
  const applied = a(x);
  const residual = b.map((value, i) => value - applied[i]!);
  const direction = residual.slice();
  const enough = tolerance ** 2 * dot(b, b);
  let squares = dot(residual, residual);
  for (let step = 0; step < MOST_STEPS && squares > enough; step++) {
    const image = a(direction);
    const length = squares / dot(direction, image);
    for (let i = 0; i < x.length; i++) {
      x[i] = x[i]! + length * direction[i]!;
      residual[i] = residual[i]! - length * image[i]!;
    }
    const next = dot(residual, residual);
    for (let i = 0; i < x.length; i++) direction[i] = residual[i]! + (next / squares) * direction[i]!;
    squares = next;
  }
  return x;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
