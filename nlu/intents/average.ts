/**
 * The one-against-all classifiers averaged with one that learns all intents together, which is better where the
 * examples of an intent are few and costs too much where there are many.
 */
import { seededRandom } from '../random.ts';
import { allRows } from './folds.ts';
import type { Split } from './held-out.ts';
import { addScores, ascend, forgetRows, type SoftmaxProblem, untrained } from './softmax-regression.ts';

/** Examples an intent, on average, up to which the average is better on folds of training files. */
const FEW_AN_INTENT = 25;
/** With fewer classes, all together say hardly more than each against all others. */
const ENOUGH_CLASSES = 4;
/** Rows times classes up to which it takes seconds at most. */
const AFFORDABLE = 250_000;
/** Share of the softmax regression; chosen on folds and on draws of 5, 10 and 20 examples an intent. */
const SHARE = 0.75;

const FULL = { tolerance: 0.002, passes: 50 };
/**
 * A part starts from the full solution. What it forgets pushes the intents of the forgotten rows down, and too few passes
 * would leave them there: the held-out rows would look harder than new messages are.
 */
const PART = { tolerance: 0.02, passes: 12 };

/** Whether a corpus of so many rows and classes takes the average. */
export function isTaughtTogether(rows: number, size: number): boolean {
  return size >= ENOUGH_CLASSES && rows <= FEW_AN_INTENT * size && rows * size <= AFFORDABLE;
}

/** Held-out rows and their scores so far, an array a row; -Infinity for a class left out. */
interface HeldOutScores {
  readonly split: Split;
  readonly scores: readonly Float32Array[];
}

/** Changes weights, biases and the scores of the rows that are held out in place. */
export function averageWithSoftmax(
  problem: SoftmaxProblem,
  { weights, biases }: { readonly weights: Float32Array; readonly biases: Float32Array },
  heldOut: readonly HeldOutScores[],
  seed: number,
): void {
  const { size, classOf } = problem;
  // Brings log-odds, which grow with the number of classes, to the scale of the others: about 1 for the right one, -1
  // where nothing speaks for a class.
  const scale = 2 / (1 + Math.log(size));
  const average = (own: number, together: number) => (1 - SHARE) * own + SHARE * (scale * together - 1);
  const random = seededRandom(seed);
  const rows = allRows(classOf.length);
  const state = untrained(problem);
  ascend(problem, state, rows.slice(), random, FULL);

  for (const { split, scores } of heldOut) {
    for (let part = 0; part < split.parts; part++) {
      const without = forgetRows(problem, state, (row) => split.partOf[row] === part);
      ascend(
        problem,
        without,
        rows.filter((row) => split.partOf[row] !== part),
        random,
        PART,
      );
      for (const row of rows) {
        if (split.partOf[row] !== part) continue;
        const own = scores[row]!;
        const together = new Float32Array(size);
        addScores(problem, without, row, together);
        // The scores of all classes sum to 0; those of classes left out fall far below, and must not lift the others.
        const known = together.filter((_, k) => own[k] !== Number.NEGATIVE_INFINITY);
        const mean = known.reduce((sum, score) => sum + score, 0) / known.length;
        for (let k = 0; k < size; k++) own[k] = average(own[k]!, together[k]! - mean);
      }
    }
  }
  for (let k = 0; k < size; k++) biases[k] = average(biases[k]!, state.biases[k]!);
  for (let at = 0; at < weights.length; at++) {
    weights[at] = (1 - SHARE) * weights[at]! + SHARE * scale * state.weights[at]!;
  }
}
