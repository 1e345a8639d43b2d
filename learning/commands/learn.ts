// `rainmaker learn`: from a CSV file, or two, to a tested model and its predictions.
import { type CsvFile, DataError } from '../csv.ts';
import { type Importance, permutationImportance } from '../importance.ts';
import { type Leak, leaksIn } from '../leaks.ts';
import { type Dataset, LEARNERS, type LearnerName, rowsOf } from '../learners.ts';
import { auc, brier, expectedCalibrationError, lift, logLoss } from '../metrics/classification.ts';
import { meanAbsoluteError, meanSquaredError, rSquared } from '../metrics/regression.ts';
import { range, seededRandom, shuffle } from '../random.ts';
import { type ColumnSchema, checkColumns, inferSchema, schemaNotes, tableOf } from '../schema.ts';
import { autoLearners, type Candidate, selectModel } from '../select.ts';
import { type Split, trainTestSplit } from '../split.ts';
import type { Task } from '../table.ts';
import { inferTarget, type TargetSchema, targetNotes, targetOf } from '../target.ts';
import { UnknownLevels } from '../unknown-levels.ts';
import { csvBatches, sampledCsv } from './csv-file.ts';
import { checkWritable, IMPORTANCE_ROWS, judge, predictAll, withTarget } from './predict-batches.ts';

export interface LearnOptions {
  /** CSV files with a header; the target may be missing from the second. */
  readonly train: string;
  /** Without it the held-out rows of the first are predicted. */
  readonly test?: string;
  /**
   * Share of the first file's rows with a target that is held out to measure on, between 0 and 1: at random by seed, or
   * the last ones where rows stand in order of time. Without a second file 0.3; beside one, it is predicted by a
   * model of all rows.
   */
  readonly split?: number;
  /** What to do with training rows that lack a cell: `fill` (default) keeps them. */
  readonly missing?: 'fill' | 'drop';
  /** Name of the target column. */
  readonly target: string;
  /** Columns that are not to be learnt from. */
  readonly ignore?: readonly string[];
  /** `auto` or the name of a learner. */
  readonly model?: string;
  /** Where to write one prediction per test row. */
  readonly predictions?: string;
  readonly seed?: number;
  /** Of a longer first file so many rows are used, drawn by seed; 100,000 by default, or 40 million cells. */
  readonly most?: number;
  /** `time`: rows stand in order of time, so a model is chosen by how it does on later rows. */
  readonly order?: 'random' | 'time';
  /** Seconds of some clock, for `trainSeconds`. */
  readonly clock: () => number;
  /** Told what is being done, such as `trying boosting, 3 of 3`. */
  readonly onStage?: (stage: string) => void;
}

/**
 * Measures on the test rows whose target is known: the first five of probabilities, the others of estimates. NaN where one
 * is not defined, as AUC is of rows of one label.
 */
export interface TestMeasures {
  readonly auc?: number;
  readonly brier?: number;
  readonly logLoss?: number;
  readonly expectedCalibrationError?: number;
  /** Rate of positives in the best tenth over that of all. */
  readonly liftOfBestTenth?: number;
  readonly mse?: number;
  readonly mae?: number;
  readonly r2?: number;
}

export interface LearnReport extends TestMeasures {
  readonly task: Task;
  readonly model: string;
  /** Rows of the first file, and how many of them were used: all, or a sample. */
  readonly rowsInFile: number;
  readonly rowsSampled: number;
  readonly trainRows: number;
  readonly testRows: number;
  /** Rows held out of the first file to measure on. */
  readonly heldOutRows: number;
  /** Training rows left out because their target is empty, and because another cell is. */
  readonly rowsWithoutTarget: number;
  readonly rowsDropped: number;
  readonly trainSeconds: number;
  /** Loss (log-loss, or squared error) by cross-validation on the training rows: of the model, of what it was chosen from. */
  readonly crossValidatedLoss: number;
  readonly candidates: readonly Candidate[];
  /** The 50 that the model leans on most, where there are more. */
  readonly features: readonly Importance[];
  /** Columns that alone tell the target nearly entirely: what is known only with it must not be learnt from. */
  readonly leaks: readonly Leak[];
  /** How columns were read, where a user might expect otherwise. */
  readonly notes: readonly string[];
}

const FOLDS = 3;
const SEED = 1;
const LEAST_ROWS = 10;
const IMPORTANCE_REPEATS = 2;
const HELD_OUT = 0.3;

/**
 * Trains on the first file, measures on the second or on rows held out of the first, and predicts. Columns that are not
 * the target, nor to be ignored, are features; those of the second file that the first has not are ignored. The features that
 * mattered are found on the measured rows, else on training rows.
 * Throws `DataError`, with a code and the line of the file where there is one.
 */
export async function learn(options: LearnOptions): Promise<LearnReport> {
  const { target, seed = SEED, order = 'random', missing = 'fill', test, most } = options;
  const stage = options.onStage ?? (() => {});
  if (options.predictions !== undefined) await checkWritable(options.predictions, [options.train, test]);
  stage(`reading ${options.train}`);
  const trainFile = await sampledCsv(options.train, most, seededRandom(seed));
  const { data, schema, targetSchema } = inFile(options.train, () =>
    datasetOf(trainFile, target, options.ignore ?? []),
  );
  const unknown = new UnknownLevels();
  const read = (file: CsvFile): Dataset => testSet(file, schema, targetSchema);
  const batches = test === undefined ? undefined : () => datasets(test, read);
  // A fault in the second file is told before anything is learnt.
  if (test !== undefined)
    for await (const batch of csvBatches(test)) inFile(test, () => unknown.see(batch, read(batch).table));

  const labelled = withTarget(data);
  const names = learnersFor(options.model ?? 'auto', labelled);
  const held = options.split ?? (batches ? undefined : HELD_OUT);
  const { train: kept, test: heldOut } = splitOf(labelled, held, order, seed);
  const learnable = (rows: Dataset): Dataset => (missing === 'drop' ? complete(rows) : rows);
  const train = learnable(rowsOf(labelled, kept));
  checkEnough(train, options.train);
  const started = options.clock();
  const select = (rows: Dataset) => selectModel(names, rows, { seed, folds: FOLDS, order, onStage: stage });
  const { model, candidates, loss } = select(train);
  // New rows are predicted by a model that has seen the held-out rows too.
  const final = batches && held !== undefined ? select(learnable(labelled)).model : model;
  const trainSeconds = options.clock() - started;

  stage('predicting, and measuring what mattered');
  const apart = rowsOf(labelled, heldOut);
  const predicted = await predictAll(batches?.() ?? [apart], {
    final,
    model,
    seed,
    ...(options.predictions !== undefined && { output: options.predictions }),
    column: data.task === 'classification' ? 'probability' : 'prediction',
  });
  const measured = held === undefined ? predicted : judge(apart, model);
  const random = seededRandom(seed);
  const hasMeasures = measured.actual.length > 0;
  const judged = hasMeasures ? measured.rows : train;
  return {
    task: data.task,
    model: options.model ?? 'auto',
    rowsInFile: trainFile.rowsInFile,
    rowsSampled: trainFile.rows.length,
    trainRows: train.table.rows,
    testRows: predicted.count,
    heldOutRows: heldOut.length,
    rowsWithoutTarget: data.table.rows - labelled.table.rows,
    rowsDropped: kept.length - train.table.rows,
    trainSeconds,
    ...(hasMeasures && measure(data.task, measured.actual, measured.predicted)),
    crossValidatedLoss: loss,
    candidates,
    features: permutationImportance(
      model,
      rowsOf(judged, shuffle(range(judged.table.rows), random).slice(0, IMPORTANCE_ROWS)),
      IMPORTANCE_REPEATS,
      random,
    ),
    leaks: leaksIn(train, seededRandom(seed)),
    notes: [
      ...(candidates.length > 1 && candidates.some(({ name, weight }) => name === 'constant' && weight === 1)
        ? ['no column was found to tell more of the target than its mean: that is predicted of every row']
        : []),
      ...targetNotes(data.target, targetSchema),
      ...schemaNotes(trainFile, schema),
      ...unknown.notes(new UnknownLevels().see(trainFile, data.table)),
    ],
  };
}

async function* datasets(file: string, read: (batch: CsvFile) => Dataset): AsyncGenerator<Dataset> {
  for await (const batch of csvBatches(file)) yield inFile(file, () => read(batch));
}

function datasetOf(file: CsvFile, target: string, ignore: readonly string[]) {
  checkColumns(file, [target, ...ignore]);
  const targetSchema = inferTarget(file, target);
  const schema = inferSchema(
    file,
    file.header.filter((name) => name !== target && !ignore.includes(name)),
  );
  const { task } = targetSchema;
  const data: Dataset = { table: tableOf(file, schema), target: targetOf(file, targetSchema), task };
  return { data, schema, targetSchema };
}

/** Rows to predict; NaN where the target is not known. */
const testSet = (file: CsvFile, schema: readonly ColumnSchema[], targetSchema: TargetSchema): Dataset => ({
  table: tableOf(file, schema),
  target: file.header.includes(targetSchema.name)
    ? targetOf(file, targetSchema)
    : new Float64Array(file.rows.length).fill(Number.NaN),
  task: targetSchema.task,
});

function splitOf(
  { table: { rows } }: Dataset,
  share: number | undefined,
  order: 'random' | 'time',
  seed: number,
): Split {
  if (share === undefined) return { train: range(rows), test: new Int32Array() };
  if (order === 'random') return trainTestSplit(rows, share, seededRandom(seed));
  const held = Math.round(rows * share);
  return { train: range(rows - held), test: range(rows).slice(rows - held) };
}

/** The rows in which no cell is missing; a category level too rare to learn counts as missing. */
function complete(data: Dataset): Dataset {
  const { rows, columns } = data.table;
  const isThere = (row: number): boolean =>
    columns.every((column) =>
      column.kind === 'number' ? !Number.isNaN(column.values[row]!) : column.codes[row]! >= 0,
    );
  return rowsOf(data, range(rows).filter(isThere));
}

/** Names the file in the faults of what is done with it. */
function inFile<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof DataError ? error.in(file) : error;
  }
}

function learnersFor(model: string, data: Dataset): LearnerName[] {
  if (model === 'auto') return autoLearners(data);
  const { task } = data;
  const usable = (Object.keys(LEARNERS) as LearnerName[]).filter((name) =>
    LEARNERS[name].tasks.includes(task),
  );
  const name = usable.find((candidate) => candidate === model);
  if (name !== undefined) return [name];
  const what = task === 'classification' ? 'two values' : 'numbers';
  throw new DataError(
    'model.unknown',
    `no model "${model}" for a target of ${what}; use auto, ${usable.join(', ')}`,
  );
}

/** Each fold needs something to train on and to test. */
function checkEnough({ table, target, task }: Dataset, file: string): void {
  const positives = task === 'classification' ? target.reduce((sum, label) => sum + label, 0) : target.length;
  const fewest = task === 'classification' ? Math.min(positives, target.length - positives) : target.length;
  if (table.rows < LEAST_ROWS || fewest < FOLDS) {
    const rarer = task === 'classification' ? `, ${fewest} of the rarer value` : '';
    throw new DataError(
      'data.too-few',
      `${file} leaves ${table.rows} ${table.rows === 1 ? 'row' : 'rows'} to learn from${rarer}; at least ${LEAST_ROWS}${task === 'classification' ? ` and ${FOLDS}` : ''} are needed`,
    );
  }
  if (table.columns.length === 0) throw new DataError('data.too-few', `${file} has no column but the target`);
}

function measure(task: Task, actual: Float64Array, predicted: Float64Array): TestMeasures {
  if (task === 'regression') {
    return {
      mse: meanSquaredError(actual, predicted),
      mae: meanAbsoluteError(actual, predicted),
      r2: rSquared(actual, predicted),
    };
  }
  return {
    auc: auc(actual, predicted),
    brier: brier(actual, predicted),
    logLoss: logLoss(actual, predicted),
    expectedCalibrationError: expectedCalibrationError(actual, predicted),
    liftOfBestTenth: lift(actual, predicted, 0.1),
  };
}
