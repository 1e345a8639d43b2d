import { type Random, range, shuffle } from './random.ts';

/** Row numbers of the two parts, each ascending. */
export interface Split {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** Holds out `share` of the rows at random. */
export function trainTestSplit(rows: number, share: number, random: Random): Split {
  const order = shuffle(range(rows), random);
  const held = Math.round(rows * share);
  return { test: order.slice(0, held).sort(), train: order.slice(held).sort() };
}

/** `folds` splits whose test parts are disjoint and cover all rows; each has its share of every value of `strata`. */
export function stratifiedFolds(strata: ArrayLike<number>, folds: number, random: Random): Split[] {
  const order = shuffle(range(strata.length), random).sort((a, b) => strata[a]! - strata[b]!);
  const foldOf = new Int32Array(strata.length);
  order.forEach((row, position) => {
    foldOf[row] = position % folds;
  });
  return Array.from({ length: folds }, (_, fold) => ({
    train: range(strata.length).filter((row) => foldOf[row] !== fold),
    test: range(strata.length).filter((row) => foldOf[row] === fold),
  }));
}

/**
 * Splits of rows that are ordered by time: the test parts are the last `folds` of `folds + 1` equal blocks,
 * each trained on all rows before it, so that nothing is learned from the future.
 */
export function timeOrderedFolds(rows: number, folds: number): Split[] {
  const edge = (block: number): number => Math.round((rows * block) / (folds + 1));
  return Array.from({ length: folds }, (_, fold) => ({
    train: range(edge(fold + 1)),
    test: range(rows).subarray(edge(fold + 1), edge(fold + 2)),
  }));
}
