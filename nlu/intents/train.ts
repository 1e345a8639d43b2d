/**
 * Trains the intent classifier: one linear SVM per intent against all others, then, from the scores of rows held out
 * of training, the confidence and the scope.
 */
import { seededRandom } from '../random.ts';
import { averageWithSoftmax, isTaughtTogether } from './average.ts';
import { calibrate, type ScoredRow } from './calibrate.ts';
import { type Embedding, productEmbeddings } from './embedding.ts';
import { allRows, compare, drawOf, foldsOf, intentGroups } from './folds.ts';
import { blend, type Split, scoreWithout, unknownWithout } from './held-out.ts';
import { packRows, solve, squaredNorms } from './linear-svm.ts';
import { type Example, type IntentModel, NONE } from './model.ts';
import { namesAsExamples } from './names.ts';
import { bestClass, confidenceOf, evidence } from './score.ts';
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
/** Close enough to the optimum that a row more or less in the corpus moves scores by thousandths. */
const FULL = { tolerance: 0.05, passes: 20 };
/** Share of the other intents' rows that each intent's classifier starts with. */
const STARTING_SHARE = 0.05;
/** Rows whose margin is beyond this hardly become support vectors when a part of the others is held out. */
const FAR = 1.05;
/** So many that each classifier misses few rows, and its scores are hardly lower than those of the whole. */
const FOLDS = 10;
const GROUPS = 5;
/** Held-out rows that are enough to calibrate by; a large corpus needs only some of its folds for them. */
const ENOUGH_HELD_OUT = 2000;
/** Groups of intents left out, at least: what is left out of fewer would say more of these intents than of scope. */
const ENOUGH_GROUPS = 3;
/** With fewer intents, leaving some out says nothing about messages beyond all of them. */
const ENOUGH_INTENTS = 4;

/**
 * The same examples give the same model, in whatever order they come. Throws a TrainingError unless there are two
 * intents besides `none`.
 */
export function trainIntents(examples: readonly Example[], options: TrainOptions = {}): IntentModel {
  return learn(examples, options, splitsForCalibration).model;
}

/**
 * What each example would be taken for by a model without it and a tenth of the others, and how surely: one training with
 * all folds held out of it, several times as fast as a training a fold and nearly the same. Throws a TrainingError as
 * `trainIntents` does.
 */
export function predictHeldOut(
  examples: readonly Example[],
  options: TrainOptions = {},
): { readonly predicted: string; readonly confidence: number }[] {
  const { model, written, heldOut } = learn(examples, options, splitOfAll);
  const { classes, calibration } = model;
  const keyOf = ({ text, intent }: Example) => JSON.stringify([intent, text]);
  const rowOf = new Map(written.map((row, at) => [keyOf(row), heldOut[at]!]));
  return examples.map((example) => {
    const { scores, unknown } = rowOf.get(keyOf(example))!;
    return {
      predicted: classes[bestClass(classes, scores)]!,
      confidence: confidenceOf(calibration, evidence(classes, scores, unknown)),
    };
  });
}

interface Learned {
  readonly model: IntentModel;
  /** The different examples in the order of training. */
  readonly written: readonly Example[];
  /** Scores of those of them that were held out, in that order. */
  readonly heldOut: readonly ScoredRow[];
}

function learn(examples: readonly Example[], options: TrainOptions, splitsOf: SplitsOf): Learned {
  const seed = options.seed ?? 1;
  const written = canonicalOrder(examples);
  const classes = classesOf(written);
  // The names come last, so that what is read of the written examples alone keeps its place.
  const rows = [...written, ...namesAsExamples(written, classes)];
  const texts = rows.map((row) => row.text);
  const vectoriser = fitVectoriser(texts, options.embeddings ?? productEmbeddings());
  const matrix = packRows(
    texts.map((text) => vectorise(vectoriser, text)),
    columnsOf(vectoriser),
  );
  const norms = squaredNorms(matrix);
  const { folds, groups } = splitsOf(rows, written.length, classes, seed);

  const size = classes.length;
  const classOf = Int16Array.from(rows, (row) => classes.indexOf(row.intent));
  const draws = texts.map((text) => drawOf(text, seed));
  const weightsOf: Float32Array[] = [];
  const biases = new Float32Array(size);
  const inScope = rows.map(() => new Float32Array(size));
  const beyond = groups ? rows.map(() => new Float32Array(size).fill(Number.NEGATIVE_INFINITY)) : [];
  for (let k = 0; k < size; k++) {
    const signs = new Int8Array(rows.length).map((_, row) => (classOf[row] === k ? 1 : -1));
    const problem = { matrix, squaredNorms: norms, signs, cost: COST, biasScale: 1 };
    const state = { weights: new Float32Array(matrix.width), bias: 0, alphas: new Float32Array(rows.length) };
    const random = seededRandom(seed);
    const start = allRows(rows.length).filter((row) => signs[row]! > 0 || draws[row]! < STARTING_SHARE);
    const margins = solve(problem, state, start, random, FULL);
    weightsOf.push(blend(problem, state.weights, () => true));
    biases[k] = state.bias;

    const isNone = classes[k] === NONE;
    const near = allRows(rows.length).filter((row) => margins[row]! < FAR);
    scoreWithout(problem, state, near, folds, undefined, isNone, random, (row, score) => {
      inScope[row]![k] = score;
    });
    if (groups) {
      const own = groups.partOf[classOf.indexOf(k)];
      scoreWithout(problem, state, near, groups, own, isNone, random, (row, score) => {
        beyond[row]![k] = score;
      });
    }
    options.onProgress?.((k + 1) / size);
  }
  const weights = interleave(weightsOf, matrix.width);
  if (isTaughtTogether(rows.length, size)) {
    const heldOut = [
      { split: folds, scores: inScope },
      ...(groups ? [{ split: groups, scores: beyond }] : []),
    ];
    averageWithSoftmax({ matrix, squaredNorms: norms, classOf, size }, { weights, biases }, heldOut, seed);
  }

  const scored = (split: Split, scores: readonly Float32Array[]): ScoredRow[] => {
    const unknown = unknownWithout(matrix, split, vectoriser);
    return written
      .map((row, r) => ({ intent: row.intent, scores: scores[r]!, unknown: unknown[r]! }))
      .filter((_, r) => split.partOf[r]! < split.parts);
  };
  const heldOut = scored(folds, inScope);
  const calibration = calibrate(classes, heldOut, groups ? scored(groups, beyond) : []);
  const model = { classes, vectoriser, weights, biases, calibration, examples: examples.length };
  return { model, written, heldOut };
}

/** The weights of all classes side by side, column for column. */
function interleave(weightsOf: readonly Float32Array[], width: number): Float32Array {
  const size = weightsOf.length;
  const weights = new Float32Array(width * size);
  for (let column = 0; column < width; column++) {
    for (let k = 0; k < size; k++) weights[column * size + k] = weightsOf[k]![column]!;
  }
  return weights;
}

/** How rows are held out: at random, and with their whole intents. */
interface Splits {
  readonly folds: Split;
  readonly groups: Split | undefined;
}

/** `rows` are the written examples and then the names, which are held out with their whole intents only. */
type SplitsOf = (
  rows: readonly Example[],
  written: number,
  classes: readonly string[],
  seed: number,
) => Splits;

/** As many parts as calibration needs. */
const splitsForCalibration: SplitsOf = (rows, written, classes, seed) => {
  const enough = (parts: number) => Math.min(parts, Math.ceil((ENOUGH_HELD_OUT * parts) / written));
  const all = splitOfAll(rows, written, classes, seed);
  const intents = classes.filter((name) => name !== NONE).length;
  return {
    folds: { ...all.folds, parts: enough(FOLDS) },
    groups:
      intents < ENOUGH_INTENTS
        ? undefined
        : {
            partOf: intentGroups(rows, classes, GROUPS, seed),
            parts: Math.max(ENOUGH_GROUPS, enough(GROUPS)),
          },
  };
};

/** Every written example held out once. */
const splitOfAll: SplitsOf = (rows, written, _, seed) => {
  const partOf = new Uint8Array(rows.length).fill(FOLDS);
  partOf.set(foldsOf(rows.slice(0, written), FOLDS, seed));
  return { folds: { partOf, parts: FOLDS }, groups: undefined };
};

/** Each example once: one that is held out while its twin is learned would make the model look surer than it is. */
function canonicalOrder(examples: readonly Example[]): Example[] {
  return examples
    .map(({ text, intent }) => ({ text, intent }))
    .sort((a, b) => compare(a.intent, b.intent) || compare(a.text, b.text))
    .filter(({ text, intent }, at, all) => text !== all[at - 1]?.text || intent !== all[at - 1]?.intent);
}

/** The intents, sorted, with `none` last if it is among them. Throws a TrainingError unless there are two besides `none`. */
export function classesOf(rows: readonly Example[]): string[] {
  const names = [...new Set(rows.map((row) => row.intent))].sort(compare);
  const inScope = names.filter((name) => name !== NONE);
  if (inScope.length < 2) {
    throw new TrainingError(
      `Training needs at least two intents besides "${NONE}"; there are ${inScope.length}.`,
    );
  }
  return inScope.length === names.length ? inScope : [...inScope, NONE];
}
