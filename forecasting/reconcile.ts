import { solve } from './numeric/linear-system.ts';

/** A node of a hierarchy with its own forecast. */
export interface HierarchyNode {
  readonly id: string;
  /** Ids of the nodes it is the sum of; empty for a leaf. */
  readonly children: readonly string[];
  /** Base forecast; the same horizon for all nodes. */
  readonly mean: readonly number[];
  /** One-step errors of the past, aligned in time over the nodes; at least two. */
  readonly errors: readonly number[];
}

/** A node of which only the variance of the errors is known. */
export type NodeOfVariance = Omit<HierarchyNode, 'errors'> & { readonly variance: number };

/**
 * Forecasts that add up, by minimum trace reconciliation with shrunk covariance (Wickramasuriya,
 * Athanasopoulos & Hyndman 2019): with C the constraints "parent less children" and W the covariance of the
 * errors,
 *
 *   reconciled = base - W C' (C W C')^-1 C base.
 *
 * W is shrunk to its diagonal by the optimal intensity of Schaefer & Strimmer (2005). With `nonNegative`,
 * leaves below zero become zero and parents are summed anew. Throws a RangeError for an unknown child or
 * unequal lengths.
 */
export function reconcile(
  nodes: readonly HierarchyNode[],
  options: { readonly nonNegative?: boolean } = {},
): Map<string, number[]> {
  const known = nodes[0]?.errors.length ?? 0;
  const odd = nodes.find(({ errors }) => errors.length !== known || known < 2);
  if (odd) throw new RangeError(`node ${odd.id}: errors need one length over all nodes, at least two`);
  return project(nodes, shrunkCovariance(nodes.map(({ errors }) => errors)), options.nonNegative ?? false);
}

/** The same with W diagonal (weighted least squares): for many nodes and little history. */
export function reconcileByVariance(
  nodes: readonly NodeOfVariance[],
  options: { readonly nonNegative?: boolean } = {},
): Map<string, number[]> {
  const covariance = nodes.map(({ variance }, i) => {
    const row = new Float64Array(nodes.length);
    row[i] = Math.max(variance, 1e-12);
    return row;
  });
  return project(nodes, covariance, options.nonNegative ?? false);
}

type Node = Omit<HierarchyNode, 'errors'>;

function project(
  nodes: readonly Node[],
  covariance: readonly Float64Array[],
  nonNegative: boolean,
): Map<string, number[]> {
  const place = new Map(nodes.map(({ id }, i) => [id, i]));
  const horizon = nodes[0]?.mean.length ?? 0;
  for (const { id, mean, children } of nodes) {
    if (mean.length !== horizon) throw new RangeError(`node ${id}: its mean has another horizon`);
    const missing = children.find((child) => !place.has(child));
    if (missing !== undefined)
      throw new RangeError(`node ${id}: its child ${missing} is not in the hierarchy`);
  }
  const parents = nodes.filter(({ children }) => children.length > 0);
  const constraints = parents.map(({ id, children }) => {
    const row = new Float64Array(nodes.length);
    row[place.get(id)!] = 1;
    for (const child of children) row[place.get(child)!]! -= 1;
    return row;
  });
  // Columns of W C', one per constraint.
  const spread = constraints.map((row) => Float64Array.from(covariance, (line) => dot(line, row)));
  const inner = constraints.map((row) => Float64Array.from(spread, (column) => dot(column, row)));

  const result = nodes.map(({ mean }) => [...mean]);
  for (let h = 0; h < horizon; h++) {
    const base = Float64Array.from(nodes, ({ mean }) => mean[h]!);
    const shadow = solve(
      inner,
      Float64Array.from(constraints, (row) => dot(base, row)),
    );
    for (let i = 0; i < nodes.length; i++) {
      result[i]![h] = base[i]! - spread.reduce((sum, column, k) => sum + column[i]! * shadow[k]!, 0);
    }
  }
  const settled = new Map(nodes.map(({ id }, i) => [id, result[i]!]));
  return sumUp(nodes, settled, nonNegative);
}

/** Sums from the leaves, so that rounding and the floor at zero leave no gap. */
function sumUp(
  nodes: readonly Node[],
  values: ReadonlyMap<string, number[]>,
  nonNegative: boolean,
): Map<string, number[]> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const done = new Map<string, number[]>();
  const settle = (id: string): number[] => {
    const known = done.get(id);
    if (known) return known;
    const { children } = byId.get(id)!;
    const own = values.get(id)!;
    const parts = children.map(settle);
    const sum = own.map((v, h) => {
      if (parts.length > 0) return parts.reduce((total, part) => total + part[h]!, 0);
      return nonNegative ? Math.max(0, v) : v;
    });
    done.set(id, sum);
    return sum;
  };
  return new Map(nodes.map(({ id }) => [id, settle(id)]));
}

function shrunkCovariance(errors: readonly (readonly number[])[]): Float64Array[] {
  const n = errors.length;
  const count = errors[0]?.length ?? 0;
  const deviations = errors.map((row) => Math.sqrt(row.reduce((sum, e) => sum + e * e, 0) / count) || 1e-9);
  const standard = errors.map((row, i) => Float64Array.from(row, (e) => e / deviations[i]!));
  let noise = 0;
  let signal = 0;
  const correlations = standard.map(() => new Float64Array(n));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      let sum = 0;
      let squares = 0;
      for (let t = 0; t < count; t++) {
        const product = standard[i]![t]! * standard[j]![t]!;
        sum += product;
        squares += product * product;
      }
      const r = sum / count;
      correlations[i]![j] = r;
      correlations[j]![i] = r;
      noise += (squares - count * r * r) / (count * (count - 1));
      signal += r * r;
    }
  }
  const intensity = signal > 0 ? Math.max(0, Math.min(1, noise / signal)) : 1;
  return correlations.map((row, i) =>
    row.map((r, j) =>
      i === j ? deviations[i]! ** 2 : (1 - intensity) * r * deviations[i]! * deviations[j]!,
    ),
  );
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
