import { type Random, sample } from '../random.ts';
import { take } from '../table.ts';
import type { BinnedTable, Binning } from './bins.ts';
import {
  bestSplit,
  emptyHistogram,
  fillHistogram,
  type Growth,
  histogramOffsets,
  type Split,
  type Totals,
  type TreeOptions,
  WORDS,
} from './split.ts';

/**
 * A binary tree in arrays by node; node 0 is the root. A split is the set of bins that go left, 256 bits in
 * eight words, so that numbers, categories and missing values are told apart in the same way.
 */
export interface Tree {
  /** Feature of a split, -1 in a leaf. */
  readonly feature: Int32Array;
  /** Number of the left child; the right one follows it. */
  readonly left: Int32Array;
  readonly leftBins: Uint32Array;
  /** Value of each node as if it were a leaf. */
  readonly value: Float64Array;
  /** Fall of the loss by the split of a node, 0 in a leaf. */
  readonly gain: Float64Array;
  readonly rows: Int32Array;
}

interface Leaf {
  readonly node: number;
  readonly rows: Int32Array;
  readonly depth: number;
  readonly histogram: Float64Array | undefined;
  readonly split: Split;
}

interface Node {
  feature: number;
  left: number;
  leftBins: Uint32Array | undefined;
  gain: number;
  readonly totals: Totals;
}

/**
 * Grows a tree that minimises the sum over rows of gradient * value + hessian * value² / 2, best split first
 * (Friedman 2001; second order as in Chen and Guestrin 2016). With gradient -y and hessian 1 it is the
 * regression tree of CART (Breiman et al. 1984), and with labels 0 and 1 its Gini tree. Categories are ordered
 * by mean gradient, which finds the best of all their subsets (Fisher 1958). Missing values go where the loss
 * falls more. `features` says which features may be used, `rows` which rows count, repeats allowed; `rows` is reordered.
 */
export function growTree(
  binned: BinnedTable,
  binnings: readonly Binning[],
  gradient: Float64Array,
  hessian: Float64Array,
  rows: Int32Array,
  features: Int32Array,
  options: TreeOptions,
  random: Random,
): Tree {
  const growth: Growth = {
    binned,
    binnings,
    gradient,
    hessian,
    options,
    offsets: histogramOffsets(binnings, features),
  };
  const drawn = options.featuresPerSplit < features.length;
  const draw = (): Int32Array =>
    drawn ? take(features, sample(features.length, options.featuresPerSplit, random)) : features;

  // With drawn features no histogram outlives its node, so one serves all.
  const shared = drawn ? emptyHistogram(growth) : undefined;

  const nodes: Node[] = [];
  const open: Leaf[] = [];
  const scratch = new Int32Array(rows.length);

  const add = (node: number, own: Int32Array, depth: number, known?: Float64Array): void => {
    const { totals } = nodes[node]!;
    if (depth >= options.maxDepth || totals.rows < 2 * options.minLeafRows) return;
    const features = draw();
    const histogram = known ?? fillHistogram(growth, own, features, shared ?? emptyHistogram(growth));
    const split = bestSplit(growth, histogram, features, totals);
    if (split) open.push({ node, rows: own, depth, split, histogram: drawn ? undefined : histogram });
  };

  nodes.push(leafNode(totalsOf(gradient, hessian, rows)));
  add(0, rows, 0);
  for (let leaves = 1; leaves < options.maxLeaves && open.length > 0; leaves++) {
    const leaf = takeBest(open);
    const { split } = leaf;
    const node = nodes[leaf.node]!;
    Object.assign(node, {
      feature: split.feature,
      left: nodes.length,
      leftBins: split.leftBins,
      gain: split.gain,
    });
    nodes.push(leafNode(split.left), leafNode(minus(node.totals, split.left)));
    const edge = partition(binned.features[split.feature]!, split.leftBins, leaf.rows, scratch);
    const parts = [leaf.rows.subarray(0, edge), leaf.rows.subarray(edge)] as const;
    const histograms = leaf.histogram && childHistograms(growth, leaf.histogram, parts, features);
    add(node.left, parts[0], leaf.depth + 1, histograms?.[0]);
    add(node.left + 1, parts[1], leaf.depth + 1, histograms?.[1]);
  }
  return treeOf(nodes, options.l2);
}

const leafNode = (totals: Totals): Node => ({ feature: -1, left: -1, leftBins: undefined, gain: 0, totals });

const minus = (whole: Totals, part: Totals): Totals => ({
  gradient: whole.gradient - part.gradient,
  hessian: whole.hessian - part.hessian,
  rows: whole.rows - part.rows,
});

function totalsOf(gradient: Float64Array, hessian: Float64Array, rows: Int32Array): Totals {
  let gradientSum = 0;
  let hessianSum = 0;
  for (let index = 0; index < rows.length; index++) {
    gradientSum += gradient[rows[index]!]!;
    hessianSum += hessian[rows[index]!]!;
  }
  return { gradient: gradientSum, hessian: hessianSum, rows: rows.length };
}

function takeBest(open: Leaf[]): Leaf {
  let best = 0;
  for (let index = 1; index < open.length; index++) {
    if (open[index]!.split.gain > open[best]!.split.gain) best = index;
  }
  const leaf = open[best]!;
  open[best] = open[open.length - 1]!;
  open.pop();
  return leaf;
}

export const goesLeft = (words: Uint32Array, offset: number, bin: number): boolean =>
  ((words[offset + (bin >> 5)]! >>> (bin & 31)) & 1) === 1;

/** Moves the rows that go left to the front, both sides in their order, and returns their number. */
function partition(bins: Uint8Array, leftBins: Uint32Array, rows: Int32Array, scratch: Int32Array): number {
  let left = 0;
  let right = 0;
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]!;
    if (goesLeft(leftBins, 0, bins[row]!)) rows[left++] = row;
    else scratch[right++] = row;
  }
  rows.set(scratch.subarray(0, right), left);
  return left;
}

/** Only the smaller child is counted; the larger is the parent, whose histogram it takes over, less it. */
function childHistograms(
  growth: Growth,
  parent: Float64Array,
  [left, right]: readonly [Int32Array, Int32Array],
  features: Int32Array,
): [Float64Array, Float64Array] {
  const leftIsSmaller = left.length < right.length;
  const smaller = fillHistogram(growth, leftIsSmaller ? left : right, features, emptyHistogram(growth));
  for (let index = 0; index < parent.length; index++) parent[index] = parent[index]! - smaller[index]!;
  return leftIsSmaller ? [smaller, parent] : [parent, smaller];
}

function treeOf(nodes: readonly Node[], l2: number): Tree {
  const leftBins = new Uint32Array(nodes.length * WORDS);
  nodes.forEach((node, index) => {
    if (node.leftBins) leftBins.set(node.leftBins, index * WORDS);
  });
  return {
    feature: Int32Array.from(nodes, (node) => node.feature),
    left: Int32Array.from(nodes, (node) => node.left),
    leftBins,
    value: Float64Array.from(nodes, ({ totals }) => -totals.gradient / (totals.hessian + l2)),
    gain: Float64Array.from(nodes, (node) => node.gain),
    rows: Int32Array.from(nodes, (node) => node.totals.rows),
  };
}

/** Adds `weight` times the value of each row's leaf to `sums`. */
export function addPredictions(tree: Tree, binned: BinnedTable, weight: number, sums: Float64Array): void {
  const { feature, left, leftBins, value } = tree;
  for (let row = 0; row < binned.rows; row++) {
    let node = 0;
    while (feature[node]! >= 0) {
      const bin = binned.features[feature[node]!]![row]!;
      node = left[node]! + (goesLeft(leftBins, node * WORDS, bin) ? 0 : 1);
    }
    sums[row] = sums[row]! + weight * value[node]!;
  }
}
