// `rainmaker learn`: from two CSV files to a tested model and its predictions.
import { readFile, writeFile } from 'node:fs/promises';
import { type CsvFile, DataError, parseCsv } from '../csv.ts';
import { type Importance, permutationImportance } from '../importance.ts';
import { type Dataset, LEARNERS, type LearnerName, rowsOf } from '../learners.ts';
import { auc, brier, expectedCalibrationError, lift, logLoss } from '../metrics/classification.ts';
import { meanAbsoluteError, meanSquaredError, rSquared } from '../metrics/regression.ts';
import { predict } from '../model.ts';
import { range, seededRandom, shuffle } from '../random.ts';
import { inferSchema, tableOf } from '../schema.ts';
import { autoLearners, type Candidate, selectModel } from '../select.ts';
import { type Task, take } from '../table.ts';
import { inferTarget, targetOf } from '../target.ts';

export interface LearnOptions {
  /** CSV files with a header; the target may be missing from the second. */
  readonly train: string;
  readonly test: string;
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
  /** Training rows left out because their target is empty. */
  readonly rowsWithoutTarget: number;
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

/**
 * Trains on the first file alone, predicts the second and measures how right that was. Columns of both that are
 * not the target are features; those of the second that the first has not are ignored. The features that
 * mattered are found on the test rows where their target is known, else on training rows.
 * Throws `DataError`, with a code and the line of the file where there is one.
 */
export async function learn(options: LearnOptions): Promise<LearnReport> {
  const seed = options.seed ?? SEED;
  const trainFile = await readCsv(options.train);
  const testFile = await readCsv(options.test);
  const { data, schema, targetSchema } = inFile(options.train, () => {
    const targetSchema = inferTarget(trainFile, options.target);
    const schema = inferSchema(
      trainFile,
      trainFile.header.filter((name) => name !== options.target),
    );
    const { task } = targetSchema;
    return {
      data: { table: tableOf(trainFile, schema), target: targetOf(trainFile, targetSchema), task },
      schema,
      targetSchema,
    };
  });
  const test = inFile(options.test, () => ({
    table: tableOf(testFile, schema),
    target: testFile.header.includes(options.target)
      ? targetOf(testFile, targetSchema)
      : new Float64Array(testFile.rows.length).fill(Number.NaN),
    task: data.task,
  }));

  const labelled = withTarget(data);
  const names = learnersFor(options.model ?? 'auto', data.task);
  checkEnough(labelled, options.train);
  const started = options.clock();
  const { model, candidates, loss } = selectModel(names, labelled, {
    seed,
    folds: FOLDS,
    order: options.order ?? 'random',
  });
  const trainSeconds = options.clock() - started;

  const predicted = predict(model, test.table);
  if (options.predictions !== undefined) {
    const column = data.task === 'classification' ? 'probability' : 'prediction';
    await writeFile(options.predictions, `${[column, ...predicted].join('\n')}\n`);
  }
  const known = range(test.target.length).filter((row) => !Number.isNaN(test.target[row]!));
  const random = seededRandom(seed);
  const judged = known.length > 0 ? rowsOf(test, known) : labelled;
  return {
    task: data.task,
    model: options.model ?? 'auto',
    trainRows: labelled.table.rows,
    testRows: test.table.rows,
    rowsWithoutTarget: data.table.rows - labelled.table.rows,
    trainSeconds,
    ...(known.length > 0 && measure(data.task, take(test.target, known), take(predicted, known))),
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

async function readCsv(file: string): Promise<CsvFile> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const { message } = cause as NodeJS.ErrnoException;
    throw new DataError('file.unreadable', `${file} cannot be read: ${message}`);
  }
  return inFile(file, () => parseCsv(text));
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
