/**
 * Trains the intent classifier: one linear SVM per intent against all others, then, from the scores of rows held out
 * of training, the confidence and the scope.
 */
import { seededRandom, shuffle } from '../random.ts';
import { calibrate } from './calibrate.ts';
import {
  addRow,
  descend,
  dot,
  packRows,
  type SparseMatrix,
  type SvmState,
  squaredNorms,
} from './linear-svm.ts';
import { type Example, type IntentModel, NONE } from './model.ts';
import { fitVectoriser, type Vectoriser, vectorise } from './vectoriser.ts';

export interface TrainOptions {
  /** Shuffles and folds are drawn from it. */
  readonly seed?: number;
  /** Called with the share done, 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

const COST = 1;
const FOLDS = 5;
const FULL = { tolerance: 0.1, passes: 8 };
/** A fold starts from the full solution and needs little more than to forget the rows held out. */
const FOLD = { tolerance: 0.1, passes: 2 };

/**
 * The same examples give the same model, in whatever order they come. Throws a RangeError unless there are two
 * intents besides `none`.
 */
export function trainIntents(examples: readonly Example[], options: TrainOptions = {}): IntentModel {
  const rows = canonicalOrder(examples);
  const classes = classesOf(rows);
  const random = seededRandom(options.seed ?? 1);
  const vectoriser = fitVectoriser(
    rows.map((row) => row.text),
    1,
  );
  const vectors = rows.map((row) => vectorise(vectoriser, row.text));
  const matrix = packRows(vectors, vectoriser.idf.length);
  const folds = stratifiedFolds(rows, FOLDS, random);
  const norms = squaredNorms(matrix);

  const width = classes.length;
  const weights = new Float32Array(matrix.width * width);
  const biases = new Float32Array(width);
  const heldOut = rows.map(() => new Float32Array(width));
  classes.forEach((name, k) => {
    const problem = {
      matrix,
      squaredNorms: norms,
      signs: Int8Array.from(rows, (row) => (row.intent === name ? 1 : -1)),
      costPositive: COST,
      costNegative: COST,
      biasScale: 1,
    };
    const state = {
      weights: new Float32Array(matrix.width),
      bias: 0,
      alphas: new Float32Array(rows.length),
    };
    descend(problem, state, Int32Array.from(rows.keys()), random, FULL);
    for (let column = 0; column < matrix.width; column++)
      weights[column * width + k] = state.weights[column]!;
    biases[k] = state.bias;
    for (let fold = 0; fold < FOLDS; fold++) {
      const others = Int32Array.from(rows.keys()).filter((row) => folds[row] !== fold);
      const without = forget(matrix, state, problem.signs, folds, fold);
      descend(problem, without, others, random, FOLD);
      for (let row = 0; row < rows.length; row++) {
        if (folds[row] === fold) heldOut[row]![k] = dot(matrix, row, without.weights) + without.bias;
      }
    }
    options.onProgress?.((k + 1) / width);
  });

  const unseen = unseenShares(matrix, vectoriser, folds);
  const calibration = calibrate(
    classes,
    rows.map((row, r) => ({ intent: row.intent, scores: heldOut[r]!, ...unseen[r]! })),
  );
  return { classes, vectoriser, weights, biases, calibration, examples: rows.length };
}

/** The solution without the rows of a fold: their part of the weights is taken out. */
function forget(
  matrix: SparseMatrix,
  state: SvmState,
  signs: Int8Array,
  folds: Uint8Array,
  fold: number,
): SvmState {
  const without = { weights: state.weights.slice(), bias: state.bias, alphas: state.alphas.slice() };
  for (let row = 0; row < folds.length; row++) {
    if (folds[row] !== fold || without.alphas[row] === 0) continue;
    const amount = -without.alphas[row]! * signs[row]!;
    addRow(matrix, row, amount, without.weights);
    without.bias += amount;
    without.alphas[row] = 0;
  }
  return without;
}

function canonicalOrder(examples: readonly Example[]): Example[] {
  return examples
    .map(({ text, intent }) => ({ text, intent }))
    .sort((a, b) => compare(a.intent, b.intent) || compare(a.text, b.text));
}

/** By code unit, so that no locale of the machine has a say. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function classesOf(rows: readonly Example[]): string[] {
  const names = [...new Set(rows.map((row) => row.intent))].sort(compare);
  const inScope = names.filter((name) => name !== NONE);
  if (inScope.length < 2) {
    throw new RangeError(
      `Training needs at least two intents besides "${NONE}"; there are ${inScope.length}.`,
    );
  }
  return inScope.length === names.length ? inScope : [...inScope, NONE];
}

/** The fold of each row; every intent is spread over the folds as evenly as it goes. */
export function stratifiedFolds(rows: readonly Example[], folds: number, random: () => number): Uint8Array {
  const byIntent = new Map<string, number[]>();
  rows.forEach((row, r) => {
    const members = byIntent.get(row.intent);
    if (members) members.push(r);
    else byIntent.set(row.intent, [r]);
  });
  const result = new Uint8Array(rows.length);
  let next = 0;
  for (const members of byIntent.values()) {
    for (const row of shuffle(members, random)) result[row] = next++ % folds;
  }
  return result;
}

/** For each row, how much of it the other folds have never seen (as `vectorise` tells of a new message). */
function unseenShares(
  matrix: SparseMatrix,
  vectoriser: Vectoriser,
  folds: Uint8Array,
): { unseenTokens: number; unseenCharacters: number }[] {
  const { starts, columns, values } = matrix;
  const total = new Int32Array(matrix.width);
  for (const column of columns) total[column]!++;
  const inFold = Array.from({ length: FOLDS }, () => new Int32Array(matrix.width));
  folds.forEach((fold, row) => {
    for (let at = starts[row]!; at < starts[row + 1]!; at++) inFold[fold]![columns[at]!]!++;
  });
  return Array.from(folds, (fold, row) => {
    const all = [0, 0];
    const unseen = [0, 0];
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const column = columns[at]!;
      const square = values[at]! * values[at]!;
      all[vectoriser.block[column]!]! += square;
      if (total[column] === inFold[fold]![column]) unseen[vectoriser.block[column]!]! += square;
    }
    const share = (block: number) => (all[block]! > 0 ? unseen[block]! / all[block]! : 1);
    return { unseenTokens: share(0), unseenCharacters: share(1) };
  });
}
