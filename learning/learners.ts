import { fitElasticNet, fitLinear, fitSvm } from './linear/model.ts';
import { logLoss } from './metrics/classification.ts';
import { meanSquaredError } from './metrics/regression.ts';
import { type Model, predict } from './model.ts';
import { type Random, seededRandom } from './random.ts';
import type { Split } from './split.ts';
import { type Table, type Task, take, takeRows } from './table.ts';
import { BOOSTING_DEFAULTS, chooseTrees, fitBoosting } from './trees/boosting.ts';
import { fitCart } from './trees/cart.ts';
import { fitForest } from './trees/forest.ts';

/** What to learn from: labels are 0 and 1. */
export interface Dataset {
  readonly table: Table;
  readonly target: Float64Array;
  readonly task: Task;
}

export type Settings = Readonly<Record<string, number>>;

export interface Learner {
  readonly tasks: readonly Task[];
  /** Chooses settings by cross-validation and says what models with them predict for rows they did not see. */
  tune(data: Dataset, folds: readonly Split[], seed: number): { settings: Settings; outOfFold: Float64Array };
  train(data: Dataset, settings: Settings, random: Random): Model;
}

const BOTH: readonly Task[] = ['classification', 'regression'];
const BINS = 63;
/** A rate needs more rows than a mean does; five are Breiman's choice for numbers. */
const LEAF_ROWS: Readonly<Record<Task, number>> = { classification: 10, regression: 5 };
/** A tree of the forest is grown on no more rows than this: more of them teach the mean of many trees little. */
const MOST_ROWS_OF_A_TREE = 5_000;

/** With so many columns for its rows a table is learnt by heart unless weights are held back. */
const isWide = ({ columns, rows }: Table): boolean => 2 * columns.length > rows;

export const LEARNERS = {
  linear: gridLearner(
    ['regression'],
    ({ table }) => (isWide(table) ? [1, 100, 10_000] : [0.01, 1, 100]).map((ridge) => ({ ridge })),
    ({ table, target, task }, { ridge }) => fitLinear(table, target, task, ridge!),
  ),
  logistic: gridLearner(
    ['classification'],
    ({ table }) => (isWide(table) ? [30, 1000] : [1, 30]).map((ridge) => ({ ridge })),
    ({ table, target, task }, { ridge }) => fitLinear(table, target, task, ridge!),
  ),
  'elastic-net': gridLearner(
    BOTH,
    ({ target }) =>
      [0.1, 0.03, 0.01, 0.003, 0.001].map((share) => ({ lambda: share * deviation(target), alpha: 0.5 })),
    ({ table, target, task }, { lambda, alpha }) =>
      fitElasticNet(table, target, task, { lambda: lambda!, alpha: alpha! }),
  ),
  tree: gridLearner(
    BOTH,
    () => [0.03, 0.01, 0.003, 0.001, 0.0003].map((complexity) => ({ complexity })),
    ({ table, target }, { complexity }, random) =>
      fitCart(table, target, { minLeafRows: 7, maxDepth: 30, bins: 254, complexity: complexity! }, random),
  ),
  forest: gridLearner(
    BOTH,
    ({ table, task }) => {
      const features = table.columns.length;
      const usual = task === 'classification' ? Math.sqrt(features) : features / 3;
      return [{ trees: 80, featuresPerSplit: Math.max(1, Math.round(usual)) }];
    },
    ({ table, target, task }, { trees, featuresPerSplit }, random) => {
      const rowsPerTree = Math.min(table.rows, MOST_ROWS_OF_A_TREE);
      const options = {
        minLeafRows: LEAF_ROWS[task],
        maxDepth: 30,
        bins: BINS,
        trees: trees!,
        featuresPerSplit: featuresPerSplit!,
        rowsPerTree,
      };
      return fitForest(table, target, options, random);
    },
  ),
  boosting: {
    tasks: BOTH,
    tune: (data, folds, seed) => {
      const { trees, outOfFold } = chooseTrees(data, BOOSTING_DEFAULTS, folds, seed);
      return { settings: { trees }, outOfFold };
    },
    train: ({ table, target, task }, { trees }, random) =>
      fitBoosting(table, target, task, { ...BOOSTING_DEFAULTS, trees: trees! }, random),
  },
  svm: gridLearner(
    ['classification'],
    () => [{ cost: 0.001 }, { cost: 0.01 }],
    ({ table, target }, { cost }, random) => fitSvm(table, target, cost!, random),
  ),
  /** The mean of the target: what every other must beat. */
  constant: gridLearner(
    BOTH,
    () => [{}],
    ({ table, target }, _, random) =>
      fitCart(table, target, { minLeafRows: 1, maxDepth: 0, bins: 2, complexity: 0 }, random),
  ),
} as const satisfies Record<string, Learner>;

export type LearnerName = keyof typeof LEARNERS;

const deviation = (values: Float64Array): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
};

/** What cross-validation lowers: log-loss of probabilities, squared error of estimates. */
export const lossOf = (task: Task, actual: Float64Array, predicted: Float64Array): number =>
  task === 'classification' ? logLoss(actual, predicted) : meanSquaredError(actual, predicted);

export const rowsOf = ({ table, target, task }: Dataset, rows: Int32Array): Dataset => ({
  table: takeRows(table, rows),
  target: take(target, rows),
  task,
});

/** A learner with the settings chosen for it. */
export interface Tuned {
  readonly name: LearnerName;
  readonly settings: Settings;
  /** Prediction of each row by a model that did not see it; NaN for rows in no test part. */
  readonly outOfFold: Float64Array;
  /** Loss of these. */
  readonly loss: number;
}

/** Loss of predictions in the rows that some test part holds. */
function testedLoss({ target, task }: Dataset, folds: readonly Split[], outOfFold: Float64Array): number {
  const tested = Int32Array.from(folds.flatMap(({ test }) => [...test]));
  return lossOf(task, take(target, tested), take(outOfFold, tested));
}

/** A learner that tries each of `settings` and keeps that of the lowest loss. */
function gridLearner(
  tasks: readonly Task[],
  settings: (data: Dataset) => readonly Settings[],
  train: Learner['train'],
): Learner {
  const tune: Learner['tune'] = (data, folds, seed) => {
    const tried = settings(data).map((chosen) => {
      const outOfFold = new Float64Array(data.table.rows).fill(Number.NaN);
      for (const fold of folds) {
        const model = train(rowsOf(data, fold.train), chosen, seededRandom(seed));
        const predicted = predict(model, takeRows(data.table, fold.test));
        for (const [index, row] of fold.test.entries()) outOfFold[row] = predicted[index]!;
      }
      return { settings: chosen, outOfFold, loss: testedLoss(data, folds, outOfFold) };
    });
    return tried.reduce((best, candidate) => (candidate.loss < best.loss ? candidate : best));
  };
  return { tasks, tune, train };
}

/** Settings chosen by cross-validation. */
export function tune(name: LearnerName, data: Dataset, folds: readonly Split[], seed: number): Tuned {
  const { settings, outOfFold } = LEARNERS[name].tune(data, folds, seed);
  return { name, settings, outOfFold, loss: testedLoss(data, folds, outOfFold) };
}

/** Trains a tuned learner on all rows. */
export function trainTuned({ name, settings }: Tuned, data: Dataset, seed: number): Model {
  return LEARNERS[name].train(data, settings, seededRandom(seed));
}
