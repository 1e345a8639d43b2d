/**
 * Trains the intent classifier: one linear SVM per intent against all others, then, from the scores of rows held out
 * of training, the confidence and the scope.
 */
import { seededRandom, shuffle } from '../random.ts';
import { calibrate, type ScoredRow } from './calibrate.ts';
import { type Embedding, productEmbeddings } from './embedding.ts';
import {
  addRow,
  descend,
  dot,
  packRows,
  type SvmProblem,
  type SvmState,
  squaredNorms,
} from './linear-svm.ts';
import { type Example, type IntentModel, NONE } from './model.ts';
import { columnsOf, fitVectoriser, vectorise } from './vectoriser.ts';

export interface TrainOptions {
  /** Shuffles and folds are drawn from it. */
  readonly seed?: number;
  /** Word vectors; those of the product unless given. */
  readonly embeddings?: readonly Embedding[];
  /** Called with the share done, 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/** The examples are too few to learn from. */
export class TrainingError extends Error {
  readonly code = 'training.too-few-intents';
}

const COST = 1;
const FULL = { tolerance: 0.1, passes: 8 };
/** A part starts from the full solution and has little more to do than forget the rows held out. */
const PART = { tolerance: 0.1, passes: 3 };
/** Rows whose margin is beyond this hardly become support vectors when a part of the others is held out. */
const FAR = 1.05;
const FOLDS = 5;
/** Share of the mean row in the weights; like all numbers here chosen on folds and intents left out of training files. */
const LIKENESS = 0.3;
/** Held-out rows that are enough to calibrate by; a large corpus needs only some of its folds for them. */
const ENOUGH_HELD_OUT = 2000;
/** With fewer intents, leaving some out says nothing about messages beyond all of them. */
const ENOUGH_INTENTS = 4;

/**
 * The same examples give the same model, in whatever order they come. Throws a TrainingError unless there are two
 * intents besides `none`.
 */
export function trainIntents(examples: readonly Example[], options: TrainOptions = {}): IntentModel {
  const rows = canonicalOrder(examples);
  const classes = classesOf(rows);
  const random = seededRandom(options.seed ?? 1);
  const texts = rows.map((row) => row.text);
  const vectoriser = fitVectoriser(texts, options.embeddings ?? productEmbeddings());
  const matrix = packRows(
    texts.map((text) => vectorise(vectoriser, text)),
    columnsOf(vectoriser),
  );
  const norms = squaredNorms(matrix);
  const folds = stratifiedFolds(rows, FOLDS, random);
  const groups = intentGroups(rows, classes, random);

  const size = classes.length;
  const classOf = Int16Array.from(rows, (row) => classes.indexOf(row.intent));
  const parts = Math.max(1, Math.min(FOLDS, Math.ceil((ENOUGH_HELD_OUT * FOLDS) / rows.length)));
  const weights = new Float32Array(matrix.width * size);
  const biases = new Float32Array(size);
  const inScope = rows.map(() => new Float32Array(size));
  const beyond = groups ? rows.map(() => new Float32Array(size)) : [];
  for (let k = 0; k < size; k++) {
    const signs = new Int8Array(rows.length).map((_, row) => (classOf[row] === k ? 1 : -1));
    const problem = { matrix, squaredNorms: norms, signs, cost: COST, biasScale: 1 };
    const state = { weights: new Float32Array(matrix.width), bias: 0, alphas: new Float32Array(rows.length) };
    descend(problem, state, allRows(rows.length), random, FULL);
    const blended = blend(problem, state.weights, () => true);
    for (let column = 0; column < matrix.width; column++) weights[column * size + k] = blended[column]!;
    biases[k] = state.bias;

    const near = allRows(rows.length).filter(
      (row) => signs[row]! * (dot(matrix, row, state.weights) + state.bias) < FAR,
    );
    scoreWithout(problem, state, near, folds, parts, random, (row, score) => {
      inScope[row]![k] = score;
    });
    if (groups) {
      const own = groups[classOf.indexOf(k)]!;
      scoreWithout(problem, state, near, groups, parts, random, (row, score, group) => {
        beyond[row]![k] = group === own ? Number.NEGATIVE_INFINITY : score;
      });
    }
    options.onProgress?.((k + 1) / size);
  }

  const scored = (split: Uint8Array, scores: readonly Float32Array[]): ScoredRow[] =>
    rows.map((row, r) => ({ intent: row.intent, scores: scores[r]! })).filter((_, r) => split[r]! < parts);
  const calibration = calibrate(classes, scored(folds, inScope), groups ? scored(groups, beyond) : []);
  return { classes, vectoriser, weights, biases, calibration, examples: rows.length };
}

function allRows(count: number): Int32Array {
  return new Int32Array(count).map((_, row) => row);
}

/** Scores the rows of each of the first `parts` parts of a split by the solution without that part. */
function scoreWithout(
  problem: SvmProblem,
  state: SvmState,
  near: Int32Array,
  split: Uint8Array,
  parts: number,
  random: () => number,
  visit: (row: number, score: number, part: number) => void,
): void {
  for (let part = 0; part < parts; part++) {
    const without = forget(problem, state, split, part);
    const others = near.filter((row) => split[row] !== part);
    descend(problem, without, others, random, PART);
    const blended = blend(problem, without.weights, (row) => split[row] !== part);
    for (let row = 0; row < split.length; row++) {
      if (split[row] === part) visit(row, dot(problem.matrix, row, blended) + without.bias, part);
    }
  }
}

/**
 * The weights with a little of the direction of the intent's mean row (Rocchio 1971), over the rows it may know. The
 * hyperplane alone tells intents apart; likeness to the examples also tells what is like none of them.
 */
function blend(
  { matrix, signs }: SvmProblem,
  weights: Float32Array,
  isKnown: (row: number) => boolean,
): Float32Array {
  const mean = new Float32Array(weights.length);
  for (let row = 0; row < signs.length; row++) {
    if (signs[row]! > 0 && isKnown(row)) addRow(matrix, row, 1, mean);
  }
  let square = 0;
  for (let column = 0; column < mean.length; column++) square += mean[column]! * mean[column]!;
  const share = LIKENESS / (Math.sqrt(square) || 1);
  for (let column = 0; column < mean.length; column++) {
    mean[column] = weights[column]! + share * mean[column]!;
  }
  return mean;
}

/** The solution with the contribution of a part's rows taken out. */
function forget({ matrix, signs }: SvmProblem, state: SvmState, parts: Uint8Array, part: number): SvmState {
  const without = { weights: state.weights.slice(), bias: state.bias, alphas: state.alphas.slice() };
  for (let row = 0; row < parts.length; row++) {
    if (parts[row] !== part || without.alphas[row] === 0) continue;
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
    throw new TrainingError(
      `Training needs at least two intents besides "${NONE}"; there are ${inScope.length}.`,
    );
  }
  return inScope.length === names.length ? inScope : [...inScope, NONE];
}

/** The fold of each row; every intent is spread over the folds as evenly as it goes. */
export function stratifiedFolds(rows: readonly Example[], folds: number, random: () => number): Uint8Array {
  const result = new Uint8Array(rows.length);
  shuffle([...rows.keys()], random)
    .sort((a, b) => compare(rows[a]!.intent, rows[b]!.intent))
    .forEach((row, index) => {
      result[row] = index % folds;
    });
  return result;
}

/** The group of intents that each row belongs to, for leaving whole intents out; `none` rows are in no group. */
function intentGroups(
  rows: readonly Example[],
  classes: readonly string[],
  random: () => number,
): Uint8Array | undefined {
  const names = shuffle(
    classes.filter((name) => name !== NONE),
    random,
  );
  if (names.length < ENOUGH_INTENTS) return undefined;
  const groupOf = new Map(names.map((name, index) => [name, index % FOLDS]));
  return Uint8Array.from(rows, (row) => groupOf.get(row.intent) ?? FOLDS);
}
