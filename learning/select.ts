import {
  type Dataset,
  type LearnerName,
  lossOf,
  type Settings,
  type Tuned,
  trainTuned,
  tune,
} from './learners.ts';
import { blend, type Model } from './model.ts';
import { seededRandom } from './random.ts';
import { type Split, stratifiedFolds, timeOrderedFolds } from './split.ts';
import { take } from './table.ts';

export interface SelectOptions {
  readonly seed: number;
  readonly folds: number;
  /** Where rows are ordered by time, models are judged only on rows after those they were trained on. */
  readonly order: 'random' | 'time';
  /** Called before each learner is tried, and before what was chosen is trained. */
  readonly onStage?: (stage: string) => void;
}

export interface Candidate {
  readonly name: LearnerName;
  readonly settings: Settings;
  /** Log-loss or squared error by cross-validation. */
  readonly loss: number;
  /** Share in the chosen model, 0 to 1. */
  readonly weight: number;
}

export interface Selection {
  readonly model: Model;
  readonly candidates: readonly Candidate[];
  /** Loss by cross-validation of the chosen model. */
  readonly loss: number;
}

/** Of so many rows every learner finds out by itself that there is nothing to learn. */
const MANY_ROWS = 1000;

/**
 * Learners that `auto` tries: one that is linear, one of many deep trees, one of many small ones, and of few rows, whose noise
 * all of them take for more, the mean of the target.
 */
export const autoLearners = ({ table, task }: Dataset): LearnerName[] => [
  task === 'classification' ? 'logistic' : 'linear',
  'forest',
  'boosting',
  ...(table.rows < MANY_ROWS ? (['constant'] as const) : []),
];

/**
 * Tunes each of `names` by cross-validation and trains their best blend on all rows: the weights are those, in
 * tenths and summing to 1, that give out-of-fold predictions the lowest loss (stacking with convex weights:
 * Wolpert 1992, Breiman 1996). One name alone is itself.
 */
export function selectModel(names: readonly LearnerName[], data: Dataset, options: SelectOptions): Selection {
  const folds = foldsOf(data, options);
  const tuned = names.map((name, index) => {
    options.onStage?.(`trying ${name}, ${index + 1} of ${names.length}`);
    return tune(name, data, folds, options.seed);
  });
  options.onStage?.('training what was chosen');
  const { weights, loss } = bestWeights(tuned, data, folds);
  const parts = tuned.flatMap((one, index) =>
    weights[index]! > 0 ? [{ weight: weights[index]!, model: trainTuned(one, data, options.seed) }] : [],
  );
  return {
    model: parts.length === 1 ? parts[0]!.model : { kind: 'blend', task: data.task, parts },
    candidates: tuned.map(({ name, settings, loss: own }, index) => ({
      name,
      settings,
      loss: own,
      weight: weights[index]!,
    })),
    loss,
  };
}

function foldsOf({ table, target, task }: Dataset, { seed, folds, order }: SelectOptions): Split[] {
  if (order === 'time') return timeOrderedFolds(table.rows, folds);
  const strata = task === 'classification' ? target : new Float64Array(table.rows);
  return stratifiedFolds(strata, folds, seededRandom(seed));
}

const TENTHS = 10;

function bestWeights(tuned: readonly Tuned[], { target, task }: Dataset, folds: readonly Split[]) {
  const tested = Int32Array.from(folds.flatMap(({ test }) => [...test]));
  const actual = take(target, tested);
  const predictions = tuned.map(({ outOfFold }) => take(outOfFold, tested));
  return [...compositions(TENTHS, tuned.length)]
    .map((tenths) => {
      const weights = tenths.map((tenth) => tenth / TENTHS);
      return { weights, loss: lossOf(task, actual, blend(predictions, weights, task)) };
    })
    .reduce((best, candidate) => (candidate.loss < best.loss ? candidate : best));
}

/** All ways to write `total` as an ordered sum of `parts` whole numbers from 0. */
function* compositions(total: number, parts: number): Generator<number[]> {
  if (parts === 1) yield [total];
  else {
    for (let first = total; first >= 0; first--) {
      for (const rest of compositions(total - first, parts - 1)) yield [first, ...rest];
    }
  }
}
