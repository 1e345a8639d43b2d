import { sigmoid } from '../link.ts';
import { logLoss } from '../metrics/classification.ts';
import { meanSquaredError } from '../metrics/regression.ts';
import { type Random, sample, seededRandom } from '../random.ts';
import type { Split } from '../split.ts';
import { type Table, type Task, take, takeRows } from '../table.ts';
import { applyBinning, type BinnedTable, type Binning, fitBinning } from './bins.ts';
import { addPredictions, growTree, type Tree } from './tree.ts';

export interface BoostingOptions {
  /** How many at most. */
  readonly trees: number;
  readonly learningRate: number;
  readonly maxLeaves: number;
  readonly maxDepth: number;
  readonly minLeafRows: number;
  readonly l2: number;
  readonly categorySmoothing: number;
  /** Share of the rows drawn for each tree. */
  readonly rowShare: number;
  /** Share of the features drawn for each tree. */
  readonly featureShare: number;
  readonly bins: number;
}

/** A tree needs some features to find interactions. */
const FEWEST_FEATURES = 5;
/** Finer bins than the rows can fill cost time and tell nothing, since a leaf holds tens of rows. */
const ROWS_OF_A_BIN = 30;
const FEWEST_BINS = 32;
/** Of a small table leaves may be smaller, or no tree could part it. */
const LEAVES_OF_A_TABLE = 50;
const FEWEST_LEAF_ROWS = 5;

export const BOOSTING_DEFAULTS: BoostingOptions = {
  trees: 600,
  learningRate: 0.04,
  maxLeaves: 16,
  maxDepth: 8,
  minLeafRows: 40,
  l2: 1,
  categorySmoothing: 20,
  rowShare: 0.7,
  featureShare: 0.3,
  bins: 254,
};

/** A sum of trees on the scale of the link: log-odds for labels, the number itself else. */
export interface BoostingModel {
  readonly kind: 'boosting';
  readonly task: Task;
  readonly binnings: readonly Binning[];
  readonly base: number;
  readonly learningRate: number;
  readonly trees: readonly Tree[];
}

/**
 * Stochastic gradient boosting (Friedman 2001, 2002) of second-order histogram trees. `target` is 0 or 1 for
 * classification (log-loss), any number for regression (squared error). `goesOn` is asked after each tree.
 */
export function fitBoosting(
  table: Table,
  target: Float64Array,
  task: Task,
  options: BoostingOptions,
  random: Random,
  goesOn: (tree: Tree, binnings: readonly Binning[]) => boolean = () => true,
): BoostingModel {
  const binnings = fitBinning(
    table,
    Math.min(options.bins, Math.max(FEWEST_BINS, Math.round(table.rows / ROWS_OF_A_BIN))),
  );
  const binned = applyBinning(binnings, table);
  const base = baseOf(target, task);
  const sums = new Float64Array(table.rows).fill(base);
  const gradient = new Float64Array(table.rows);
  const hessian = new Float64Array(table.rows).fill(1);
  const drawn = Math.max(1, Math.round(options.rowShare * table.rows));
  const tried = Math.max(
    Math.min(FEWEST_FEATURES, binnings.length),
    Math.round(options.featureShare * binnings.length),
  );
  const leafRows = Math.max(FEWEST_LEAF_ROWS, Math.round(table.rows / LEAVES_OF_A_TABLE));
  const growth = {
    ...options,
    minLeafRows: Math.min(options.minLeafRows, leafRows),
    featuresPerSplit: binnings.length,
  };
  const trees: Tree[] = [];
  while (trees.length < options.trees) {
    setGradients(target, sums, task, gradient, hessian);
    const rows = sample(table.rows, drawn, random);
    const features = sample(binnings.length, tried, random);
    const tree = growTree(binned, binnings, gradient, hessian, rows, features, growth, random);
    addPredictions(tree, binned, options.learningRate, sums);
    trees.push(tree);
    if (!goesOn(tree, binnings)) break;
  }
  return { kind: 'boosting', task, binnings, base, learningRate: options.learningRate, trees };
}

const PATIENCE = 30;

/**
 * The number of trees by early stopping: in each fold trees are added until the loss of its test part has not
 * fallen for 30 of them; the mean over the folds of the number at the lowest loss. Also what models of so many
 * trees say of each row of the test parts (NaN for rows in none).
 */
export function chooseTrees(
  { table, target, task }: { readonly table: Table; readonly target: Float64Array; readonly task: Task },
  options: BoostingOptions,
  folds: readonly Split[],
  seed: number,
): { trees: number; outOfFold: Float64Array } {
  const grown = folds.map(({ train, test }) => {
    const testTable = takeRows(table, test);
    const testTarget = take(target, test);
    const trainTarget = take(target, train);
    const sums = new Float64Array(test.length).fill(baseOf(trainTarget, task));
    let binned: BinnedTable | undefined;
    let lowest = Number.POSITIVE_INFINITY;
    let rounds = 0;
    let best = 0;
    const goesOn = (tree: Tree, binnings: readonly Binning[]): boolean => {
      binned ??= applyBinning(binnings, testTable);
      addPredictions(tree, binned, options.learningRate, sums);
      rounds++;
      const loss = lossOfSums(testTarget, sums, task);
      if (loss < lowest) {
        lowest = loss;
        best = rounds;
      }
      return rounds - best < PATIENCE;
    };
    const model = fitBoosting(takeRows(table, train), trainTarget, task, options, seededRandom(seed), goesOn);
    return { model, testTable, test, best };
  });
  const trees = Math.max(1, Math.round(grown.reduce((sum, { best }) => sum + best, 0) / grown.length));
  const outOfFold = new Float64Array(table.rows).fill(Number.NaN);
  for (const { model, testTable, test } of grown) {
    const predicted = predictBoosting({ ...model, trees: model.trees.slice(0, trees) }, testTable);
    for (const [index, row] of test.entries()) outOfFold[row] = predicted[index]!;
  }
  return { trees, outOfFold };
}

const lossOfSums = (target: Float64Array, sums: Float64Array, task: Task): number =>
  task === 'classification' ? logLoss(target, sums.map(sigmoid)) : meanSquaredError(target, sums);

/** The best constant: the mean, for labels its log-odds with one half added to each class. */
export function baseOf(target: Float64Array, task: Task): number {
  const sum = target.reduce((total, value) => total + value, 0);
  return task === 'regression' ? sum / target.length : Math.log((sum + 0.5) / (target.length - sum + 0.5));
}

function setGradients(
  target: Float64Array,
  sums: Float64Array,
  task: Task,
  gradient: Float64Array,
  hessian: Float64Array,
): void {
  for (let row = 0; row < target.length; row++) {
    if (task === 'regression') gradient[row] = sums[row]! - target[row]!;
    else {
      const probability = sigmoid(sums[row]!);
      gradient[row] = probability - target[row]!;
      hessian[row] = probability * (1 - probability);
    }
  }
}

/** Probabilities, or numbers for regression. */
export function predictBoosting(model: BoostingModel, table: Table): Float64Array {
  const binned: BinnedTable = applyBinning(model.binnings, table);
  const sums = new Float64Array(table.rows).fill(model.base);
  for (const tree of model.trees) addPredictions(tree, binned, model.learningRate, sums);
  return model.task === 'classification' ? sums.map(sigmoid) : sums;
}
