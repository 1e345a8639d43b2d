import type { Matrix } from '../linear/matrix.ts';
import { type Random, range, shuffle } from '../random.ts';

export interface Clustering {
  /** Rows are cluster centres. */
  readonly centres: Matrix;
  /** Cluster of each row. */
  readonly clusters: Int32Array;
  /** Sum of squared distances to the own centre. */
  readonly withinSquares: number;
}

const STARTS = 10;
const MOST_STEPS = 100;

/**
 * k-means: Lloyd's algorithm (1982) from centres drawn far apart (k-means++, Arthur and Vassilvitskii 2007), the
 * best of ten starts. Features should be of comparable scale. `k` is from 1 to the number of rows.
 */
export function kMeans(x: Matrix, k: number, random: Random): Clustering {
  if (!Number.isInteger(k) || k < 1 || k > x.rows) throw new RangeError(`k is ${k} for ${x.rows} rows`);
  let best = lloyd(x, drawCentres(x, k, random));
  for (let start = 1; start < STARTS; start++) {
    const next = lloyd(x, drawCentres(x, k, random));
    if (next.withinSquares < best.withinSquares) best = next;
  }
  return best;
}

function squaredDistance(a: Matrix, row: number, b: Matrix, other: number): number {
  let sum = 0;
  for (let column = 0; column < a.columns; column++) {
    sum += (a.data[row * a.columns + column]! - b.data[other * b.columns + column]!) ** 2;
  }
  return sum;
}

/** Each centre is a row, drawn with probability in proportion to its squared distance from the centres so far. */
function drawCentres(x: Matrix, k: number, random: Random): Matrix {
  const data = new Float64Array(k * x.columns);
  const centres: Matrix = { rows: k, columns: x.columns, data };
  const nearest = new Float64Array(x.rows).fill(Number.POSITIVE_INFINITY);
  let chosen = Math.floor(random() * x.rows);
  for (let centre = 0; centre < k; centre++) {
    data.set(x.data.subarray(chosen * x.columns, (chosen + 1) * x.columns), centre * x.columns);
    let total = 0;
    for (let row = 0; row < x.rows; row++) {
      nearest[row] = Math.min(nearest[row]!, squaredDistance(x, row, centres, centre));
      total += nearest[row]!;
    }
    let left = random() * total;
    chosen = 0;
    while (chosen < x.rows - 1 && left >= nearest[chosen]!) left -= nearest[chosen++]!;
  }
  return centres;
}

function lloyd(x: Matrix, centres: Matrix): Clustering {
  const clusters = new Int32Array(x.rows).fill(-1);
  let withinSquares = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    let moved = false;
    withinSquares = 0;
    for (let row = 0; row < x.rows; row++) {
      const { cluster, distance } = nearestCentre(centres, x, row);
      if (cluster !== clusters[row]) moved = true;
      clusters[row] = cluster;
      withinSquares += distance;
    }
    if (!moved) break;
    moveCentres(x, clusters, centres);
  }
  return { centres, clusters, withinSquares };
}

/** The centre nearest to a row, and the squared distance to it. */
export function nearestCentre(
  centres: Matrix,
  x: Matrix,
  row: number,
): { cluster: number; distance: number } {
  let cluster = 0;
  let distance = Number.POSITIVE_INFINITY;
  for (let centre = 0; centre < centres.rows; centre++) {
    const apart = squaredDistance(x, row, centres, centre);
    if (apart < distance) {
      cluster = centre;
      distance = apart;
    }
  }
  return { cluster, distance };
}

/** A centre without rows stays where it is. */
function moveCentres(x: Matrix, clusters: Int32Array, { rows: k, data }: Matrix): void {
  const sums = new Float64Array(data.length);
  const counts = new Float64Array(k);
  for (let row = 0; row < x.rows; row++) {
    const cluster = clusters[row]!;
    counts[cluster] = counts[cluster]! + 1;
    for (let column = 0; column < x.columns; column++) {
      const at = cluster * x.columns + column;
      sums[at] = sums[at]! + x.data[row * x.columns + column]!;
    }
  }
  for (let at = 0; at < data.length; at++) {
    const count = counts[Math.floor(at / x.columns)]!;
    if (count > 0) data[at] = sums[at]! / count;
  }
}

/**
 * Mean silhouette (Rousseeuw 1987), -1 to 1: how much nearer rows are to their own cluster than to the next one,
 * by Euclidean distance. A row alone in its cluster counts 0. Takes time in proportion to rows squared.
 */
export function silhouette(x: Matrix, clusters: Int32Array): number {
  const k = clusters.reduce((most, cluster) => Math.max(most, cluster), 0) + 1;
  const sizes = new Float64Array(k);
  for (const cluster of clusters) sizes[cluster] = sizes[cluster]! + 1;
  let total = 0;
  const sums = new Float64Array(k);
  for (let row = 0; row < x.rows; row++) {
    sums.fill(0);
    for (let other = 0; other < x.rows; other++) {
      const cluster = clusters[other]!;
      sums[cluster] = sums[cluster]! + Math.sqrt(squaredDistance(x, row, x, other));
    }
    const own = clusters[row]!;
    if (sizes[own] === 1) continue;
    const within = sums[own]! / (sizes[own]! - 1);
    let next = Number.POSITIVE_INFINITY;
    for (let cluster = 0; cluster < k; cluster++) {
      if (cluster !== own && sizes[cluster]! > 0) next = Math.min(next, sums[cluster]! / sizes[cluster]!);
    }
    if (Number.isFinite(next) && Math.max(within, next) > 0)
      total += (next - within) / Math.max(within, next);
  }
  return total / x.rows;
}

const SILHOUETTE_ROWS = 1500;

/** k-means for each k from `fewestClusters` to `mostClusters`; that with the highest silhouette (over 1,500 random rows at most). */
export function chooseClusters(
  x: Matrix,
  mostClusters: number,
  random: Random,
  fewestClusters = 2,
): Clustering & { readonly silhouette: number } {
  const rows = shuffle(range(x.rows), random).slice(0, SILHOUETTE_ROWS);
  const sample: Matrix = {
    rows: rows.length,
    columns: x.columns,
    data: new Float64Array(rows.length * x.columns),
  };
  rows.forEach((row, index) => {
    sample.data.set(x.data.subarray(row * x.columns, (row + 1) * x.columns), index * x.columns);
  });
  const tried = [];
  for (let k = fewestClusters; k <= Math.min(mostClusters, x.rows - 1); k++) {
    const clustering = kMeans(x, k, random);
    const own = Int32Array.from(rows, (row) => clustering.clusters[row]!);
    tried.push({ ...clustering, silhouette: silhouette(sample, own) });
  }
  if (tried.length === 0)
    throw new RangeError(`${x.rows} rows cannot be told apart into ${fewestClusters} clusters or more`);
  return tried.reduce((best, candidate) => (candidate.silhouette > best.silhouette ? candidate : best));
}
