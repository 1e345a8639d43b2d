/**
 * Linear support vector machine with squared hinge loss, by dual coordinate descent on sparse rows.
 *
 * Source: Hsieh, Chang, Lin, Keerthi & Sundararajan 2008, "A dual coordinate descent method for large-scale linear
 * SVM" (ICML), algorithm 3 (with shrinking). Minimises over w
 *   |w|^2 / 2 + sum_i C_i max(0, 1 - y_i w.x_i)^2
 * through its dual, whose variables `alpha` are kept by the caller, so that a solution for fewer rows can start from
 * the one for all (alpha seeding; DeCoste & Wagstaff 2000).
 */

/** Compressed sparse rows: row r holds `columns` and `values` from starts[r] to starts[r + 1]. */
export interface SparseMatrix {
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float32Array;
  readonly width: number;
}

export function packRows(
  rows: readonly { columns: Int32Array; values: Float32Array }[],
  width: number,
): SparseMatrix {
  const starts = new Int32Array(rows.length + 1);
  rows.forEach((row, r) => {
    starts[r + 1] = starts[r]! + row.columns.length;
  });
  const columns = new Int32Array(starts[rows.length]!);
  const values = new Float32Array(starts[rows.length]!);
  rows.forEach((row, r) => {
    columns.set(row.columns, starts[r]!);
    values.set(row.values, starts[r]!);
  });
  return { starts, columns, values, width };
}

export function squaredNorms(matrix: SparseMatrix): Float64Array {
  const { starts, values } = matrix;
  return Float64Array.from({ length: starts.length - 1 }, (_, r) => {
    let sum = 0;
    for (let at = starts[r]!; at < starts[r + 1]!; at++) sum += values[at]! * values[at]!;
    return sum;
  });
}

export function dot(matrix: SparseMatrix, row: number, weights: Float32Array): number {
  const { starts, columns, values } = matrix;
  const end = starts[row + 1]!;
  let sum = 0;
  for (let at = starts[row]!; at < end; at++) sum += weights[columns[at]!]! * values[at]!;
  return sum;
}

/** weights += amount * row */
export function addRow(matrix: SparseMatrix, row: number, amount: number, weights: Float32Array): void {
  const { starts, columns, values } = matrix;
  const end = starts[row + 1]!;
  for (let at = starts[row]!; at < end; at++) weights[columns[at]!]! += amount * values[at]!;
}

export interface SvmProblem {
  readonly matrix: SparseMatrix;
  readonly squaredNorms: Float64Array;
  /** +1 or -1 per row. */
  readonly signs: Int8Array;
  /** Penalty C of a row on the wrong side. */
  readonly cost: number;
  /** Squared value of the constant feature that carries the bias. */
  readonly biasScale: number;
}

/** Weights of the columns; the last one is the bias (its feature has the value sqrt(biasScale)). */
export interface SvmState {
  readonly weights: Float32Array;
  bias: number;
  readonly alphas: Float32Array;
}

/**
 * Rows are left aside from this share of the highest gradient on, not from all of it: a quarter fewer visits, no farther from
 * the optimum, since all are looked at again before the end.
 */
const EAGERNESS = 0.5;

/**
 * Descends from `state`, in place, over the rows listed in `order` (shuffled in place by `random`).
 * Stops when the projected gradient spans less than `tolerance`, or after `passes`.
 */
export function descend(
  problem: SvmProblem,
  state: SvmState,
  order: Int32Array,
  random: () => number,
  { tolerance, passes }: { readonly tolerance: number; readonly passes: number },
): void {
  const { matrix, squaredNorms: norms, signs, biasScale } = problem;
  const { weights, alphas } = state;
  const diagonal = 0.5 / problem.cost;
  let active = order.length;
  let shrinkAbove = Number.POSITIVE_INFINITY;
  for (let pass = 0; pass < passes; pass++) {
    let highest = Number.NEGATIVE_INFINITY;
    let lowest = Number.POSITIVE_INFINITY;
    for (let at = 0; at < active; at++) {
      const other = at + Math.floor(random() * (active - at));
      const swap = order[other]!;
      order[other] = order[at]!;
      order[at] = swap;
    }
    for (let at = 0; at < active; at++) {
      const row = order[at]!;
      const sign = signs[row]!;
      const alpha = alphas[row]!;
      const gradient = sign * (dot(matrix, row, weights) + state.bias * biasScale) - 1 + diagonal * alpha;
      if (alpha === 0) {
        if (gradient > shrinkAbove) {
          active--;
          order[at] = order[active]!;
          order[active] = row;
          at--;
          continue;
        }
        if (gradient > 0) continue;
      }
      if (gradient > highest) highest = gradient;
      if (gradient < lowest) lowest = gradient;
      const next = Math.max(alpha - gradient / (norms[row]! + biasScale + diagonal), 0);
      const change = (next - alpha) * sign;
      if (change === 0) continue;
      alphas[row] = next;
      addRow(matrix, row, change, weights);
      state.bias += change;
    }
    if (highest - lowest <= tolerance) {
      if (active === order.length) return;
      active = order.length;
      shrinkAbove = Number.POSITIVE_INFINITY;
    } else {
      shrinkAbove = highest > 0 ? EAGERNESS * highest : Number.POSITIVE_INFINITY;
    }
  }
}

/** Rounds in which the working set grows; three are the rule. */
const ROUNDS = 6;
/** The first round only has to find the rows that the next ones go by. */
const PASSES_OF_FIRST = 5;
/** Rows with a margin beyond this after a round stay on the right side; later rounds don't look at them again. */
const SETTLED = 1.15;

/**
 * Descends over a working set, at first `start`, that takes in the rows on the wrong side of its solution until there
 * are none: most rows are far from the plane and only need a look. Returns the margin of every row, of those beyond
 * SETTLED as it was when they were looked at last.
 */
export function solve(
  problem: SvmProblem,
  state: SvmState,
  start: Int32Array,
  random: () => number,
  accuracy: { readonly tolerance: number; readonly passes: number },
): Float32Array {
  const { matrix, signs, biasScale } = problem;
  const margins = new Float32Array(signs.length);
  const isInside = new Uint8Array(signs.length);
  let working = start;
  for (let round = 1; ; round++) {
    for (const row of working) isInside[row] = 1;
    const passes = round === 1 ? Math.min(PASSES_OF_FIRST, accuracy.passes) : accuracy.passes;
    descend(problem, state, working, random, { ...accuracy, passes });
    const wrong: number[] = [];
    for (let row = 0; row < signs.length; row++) {
      if (margins[row]! > SETTLED) continue;
      margins[row] = signs[row]! * (dot(matrix, row, state.weights) + state.bias * biasScale);
      if (isInside[row] === 0 && margins[row]! < 1 - accuracy.tolerance) wrong.push(row);
    }
    if ((wrong.length === 0 && round > 1) || round === ROUNDS) return margins;
    const next = new Int32Array(working.length + wrong.length);
    next.set(working);
    next.set(wrong, working.length);
    working = next;
  }
}
