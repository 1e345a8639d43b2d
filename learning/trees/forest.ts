import { type Random, range } from '../random.ts';
import type { Table } from '../table.ts';
import { applyBinning, type Binning, fitBinning } from './bins.ts';
import { addPredictions, growTree, type Tree } from './tree.ts';

export interface ForestOptions {
  readonly trees: number;
  readonly minLeafRows: number;
  readonly maxDepth: number;
  /** Features tried at each split; the usual choice is the root of their number for labels, a third for numbers. */
  readonly featuresPerSplit: number;
  readonly bins: number;
  /** Rows drawn with replacement for each tree; Breiman's choice is as many as there are. */
  readonly rowsPerTree: number;
}

/** The mean of trees, each on rows drawn with replacement; a probability where targets are 0 and 1. */
export interface ForestModel {
  readonly kind: 'forest';
  readonly binnings: readonly Binning[];
  readonly trees: readonly Tree[];
}

/** Random forest (Breiman 2001); leaves hold means, so that it gives probabilities (Malley et al. 2012). */
export function fitForest(
  table: Table,
  target: Float64Array,
  options: ForestOptions,
  random: Random,
): ForestModel {
  const binnings = fitBinning(table, options.bins);
  const binned = applyBinning(binnings, table);
  const gradient = target.map((value) => -value);
  const hessian = new Float64Array(table.rows).fill(1);
  const growth = { ...options, maxLeaves: Number.POSITIVE_INFINITY, l2: 0, categorySmoothing: 1 };
  const trees = Array.from({ length: options.trees }, () => {
    const rows = Int32Array.from({ length: options.rowsPerTree }, () =>
      Math.floor(random() * table.rows),
    ).sort();
    return growTree(binned, binnings, gradient, hessian, rows, range(binnings.length), growth, random);
  });
  return { kind: 'forest', binnings, trees };
}

export function predictForest(model: ForestModel, table: Table): Float64Array {
  const binned = applyBinning(model.binnings, table);
  const sums = new Float64Array(table.rows);
  for (const tree of model.trees) addPredictions(tree, binned, 1 / model.trees.length, sums);
  return sums;
}
