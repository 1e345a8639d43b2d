import { type Random, range } from '../random.ts';
import type { Table } from '../table.ts';
import { applyBinning, type Binning, fitBinning } from './bins.ts';
import { addPredictions, growTree, type Tree } from './tree.ts';

export interface CartOptions {
  readonly minLeafRows: number;
  readonly maxDepth: number;
  readonly bins: number;
  /** Fall of squared error (as a share of that without a split) that each leaf must earn. */
  readonly complexity: number;
}

/** One tree; leaves hold means, so probabilities where targets are 0 and 1. */
export interface CartModel {
  readonly kind: 'tree';
  readonly binnings: readonly Binning[];
  readonly tree: Tree;
}

/**
 * Classification and regression tree (Breiman, Friedman, Olshen and Stone 1984), pruned by cost complexity.
 * Cuts are exact where a number column has no more values than bins.
 */
export function fitCart(table: Table, target: Float64Array, options: CartOptions, random: Random): CartModel {
  const binnings = fitBinning(table, options.bins);
  const growth = {
    ...options,
    maxLeaves: Number.POSITIVE_INFINITY,
    l2: 0,
    categorySmoothing: 0,
    featuresPerSplit: binnings.length,
  };
  const gradient = target.map((value) => -value);
  const hessian = new Float64Array(table.rows).fill(1);
  const full = growTree(
    applyBinning(binnings, table),
    binnings,
    gradient,
    hessian,
    range(table.rows),
    range(binnings.length),
    growth,
    random,
  );
  const mean = target.reduce((sum, value) => sum + value, 0) / target.length;
  const error = target.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { kind: 'tree', binnings, tree: prune(full, (options.complexity * error) / 2) };
}

/**
 * Weakest-link pruning: where the splits below a node lower the loss by less than `price` a leaf, it becomes a
 * leaf. The same node numbers stay; those cut off are no longer reached.
 */
export function prune(tree: Tree, price: number): Tree {
  const feature = tree.feature.slice();
  const gain = tree.gain.slice();
  const saved = tree.gain.slice();
  const splits = new Int32Array(feature.length);
  // Children stand behind their parents, so that a pass from the end sees them first.
  for (let node = feature.length - 1; node >= 0; node--) {
    if (feature[node]! < 0) continue;
    const left = tree.left[node]!;
    saved[node] = gain[node]! + saved[left]! + saved[left + 1]!;
    splits[node] = 1 + splits[left]! + splits[left + 1]!;
    if (saved[node]! < price * splits[node]!) {
      feature[node] = -1;
      gain[node] = 0;
      saved[node] = 0;
      splits[node] = 0;
    }
  }
  return { ...tree, feature, gain };
}

export function predictCart(model: CartModel, table: Table): Float64Array {
  const sums = new Float64Array(table.rows);
  addPredictions(model.tree, applyBinning(model.binnings, table), 1, sums);
  return sums;
}
