// `rainmaker learn`: from a CSV file, or two, to a tested model and its predictions.
import { readFile, writeFile } from 'node:fs/promises';
import { type CsvFile, DataError, parseCsv } from '../csv.ts';
import { type Importance, permutationImportance } from '../importance.ts';
import { type Dataset, LEARNERS, type LearnerName, rowsOf } from '../learners.ts';
import { auc, brier, expectedCalibrationError, lift, logLoss } from '../metrics/classification.ts';
import { meanAbsoluteError, meanSquaredError, rSquared } from '../metrics/regression.ts';
import { predict } from '../model.ts';
import { range, seededRandom, shuffle } from '../random.ts';
import { type ColumnSchema, inferSchema, tableOf } from '../schema.ts';
import { autoLearners, type Candidate, selectModel } from '../select.ts';
import { type Split, trainTestSplit } from '../split.ts';
import type { Task } from '../table.ts';
import { inferTarget, type TargetSchema, targetOf } from '../target.ts';

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
  /** `auto` or the name of a learner. */
  readonly model?: string;
  /** Where to write one prediction per test row. */
  readonly predictions?: string;
  readonly seed?: number;
  /** `time`: rows stand in order of time, so a model is chosen by how it does on later rows. */
  readonly order?: 'random' | 'time';
  /** Seconds of some clock, for `trainSeconds`. */
  readonly clock: () => number;
}

/** Measures on the test rows whose target is known: the first five of probabilities, the others of estimates. */
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
  readonly features: readonly Importance[];
}

const FOLDS = 3;
const SEED = 1;
const LEAST_ROWS = 10;
/** Shuffling every column of more rows would take longer than training. */
const IMPORTANCE_ROWS = 3000;
const IMPORTANCE_REPEATS = 2;
const HELD_OUT = 0.3;

/**
 * Trains on the first file, measures on the second or on rows held out of the first, and predicts. Columns that are not
 * the target are features; those of the second file that the first has not are ignored. The features that
 * mattered are found on the measured rows, else on training rows.
 * Throws `DataError`, with a code and the line of the file where there is one.
 */
export async function learn(options: LearnOptions): Promise<LearnReport> {
  const { target, seed = SEED, order = 'random', missing = 'fill' } = options;
  const trainFile = await readCsv(options.train);
  const { data, schema, targetSchema } = inFile(options.train, () => datasetOf(trainFile, target));
  const testFile = options.test === undefined ? undefined : await readCsv(options.test);
  const given = testFile && inFile(options.test!, () => testSet(testFile, schema, targetSchema));

  const labelled = withTarget(data);
  const names = learnersFor(options.model ?? 'auto', data.task);
  const held = options.split ?? (given ? undefined : HELD_OUT);
  const { train: kept, test: heldOut } = splitOf(labelled, held, order, seed);
  const learnable = (rows: Dataset): Dataset => (missing === 'drop' ? complete(rows) : rows);
  const train = learnable(rowsOf(labelled, kept));
  checkEnough(train, options.train);
  const started = options.clock();
  const select = (rows: Dataset) => selectModel(names, rows, { seed, folds: FOLDS, order });
  const { model, candidates, loss } = select(train);
  // New rows are predicted by a model that has seen the held-out rows too.
  const final = given && held !== undefined ? select(learnable(labelled)).model : model;
  const trainSeconds = options.clock() - started;

  const measured = held === undefined ? withTarget(given!) : rowsOf(labelled, heldOut);
  const toPredict = given ?? measured;
  if (options.predictions !== undefined) {
    const column = data.task === 'classification' ? 'probability' : 'prediction';
    const predicted = predict(final, toPredict.table);
    await writeFile(options.predictions, `${[column, ...predicted].join('\n')}\n`);
  }
  const random = seededRandom(seed);
  const hasMeasures = measured.table.rows > 0;
  const judged = hasMeasures ? measured : train;
  return {
    task: data.task,
    model: options.model ?? 'auto',
    trainRows: train.table.rows,
    testRows: toPredict.table.rows,
    heldOutRows: heldOut.length,
    rowsWithoutTarget: data.table.rows - labelled.table.rows,
    rowsDropped: kept.length - train.table.rows,
    trainSeconds,
    ...(hasMeasures && measure(data.task, measured.target, predict(model, measured.table))),
    crossValidatedLoss: loss,
    candidates,
    features: permutationImportance(
      model,
      rowsOf(judged, shuffle(range(judged.table.rows), random).slice(0, IMPORTANCE_ROWS)),
      IMPORTANCE_REPEATS,
      random,
    ),
  };
}

function datasetOf(file: CsvFile, target: string) {
  const targetSchema = inferTarget(file, target);
  const schema = inferSchema(
    file,
    file.header.filter((name) => name !== target),
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

async function readCsv(file: string): Promise<CsvFile> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    const { message } = cause as NodeJS.ErrnoException;
    throw new DataError('file.unreadable', `${file} cannot be read: ${message}`);
  }
  return inFile(file, () => parseCsv(textOf(bytes)));
}

const MOST_BYTES = 500_000_000;

function textOf(bytes: Buffer): string {
  if (bytes.length > MOST_BYTES)
    throw new DataError(
      'file.unreadable',
      `it has more than ${MOST_BYTES / 1e6} MB; learn from a sample of its rows`,
    );
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw new DataError('csv.syntax', 'the file is in UTF-16; save it as UTF-8');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new DataError('csv.syntax', 'the file is not in UTF-8; save it as UTF-8');
  }
}

/** Names the file in the faults of what is done with it. */
function inFile<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof DataError ? error.in(file) : error;
  }
}

function withTarget(data: Dataset): Dataset {
  return rowsOf(
    data,
    range(data.target.length).filter((row) => !Number.isNaN(data.target[row]!)),
  );
}

function learnersFor(model: string, task: Task): LearnerName[] {
  if (model === 'auto') return autoLearners(task);
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
    throw new DataError(
      'data.too-few',
      `${file} has ${table.rows} rows with a target, ${fewest} of the rarer value; at least ${LEAST_ROWS} and ${FOLDS} are needed`,
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
