import { createWriteStream } from 'node:fs';
import { open, realpath, rename, stat, unlink } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { DataError } from '../csv.ts';
import { type Dataset, rowsOf } from '../learners.ts';
import { type Model, predict } from '../model.ts';
import { range, sample, seededRandom } from '../random.ts';
import { concatenated, joinedTables } from '../table.ts';
import { isSameFile } from './same-file.ts';

/** Shuffling every column of more rows would take longer than training. */
export const IMPORTANCE_ROWS = 3000;

/** The rows whose target is known. */
export function withTarget(data: Dataset): Dataset {
  return rowsOf(
    data,
    range(data.target.length).filter((row) => !Number.isNaN(data.target[row]!)),
  );
}

/** Rows whose target is known, or some of them, and what was predicted of all. */
export interface Judged {
  readonly rows: Dataset;
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
}

/** What a model says of rows whose target is known. */
export const judge = (rows: Dataset, model: Model): Judged => ({
  rows,
  actual: rows.target,
  predicted: predict(model, rows.table),
});

interface Predicting {
  /** Predicts what is written, and what is measured. */
  readonly final: Model;
  readonly model: Model;
  readonly output?: string;
  /** Name of the column that is written. */
  readonly column: string;
  readonly seed: number;
}

/** Predicts batch by batch, writes the predictions and keeps what measures are made of. */
export async function predictAll(
  batches: AsyncIterable<Dataset> | Iterable<Dataset>,
  { final, model, output, column, seed }: Predicting,
): Promise<Judged & { readonly count: number }> {
  const random = seededRandom(seed);
  const parts: Judged[] = [];
  let count = 0;
  const lines = async function* (): AsyncGenerator<string> {
    yield `${column}\n`;
    for await (const batch of batches) {
      count += batch.table.rows;
      const known = judge(withTarget(batch), model);
      const size = Math.min(IMPORTANCE_ROWS, known.actual.length);
      parts.push({ ...known, rows: rowsOf(known.rows, sample(known.actual.length, size, random)) });
      if (output === undefined || batch.table.rows === 0) continue;
      yield `${predict(final, batch.table).join('\n')}\n`;
    }
  };
  await (output === undefined ? drained(lines()) : written(lines, output));
  return {
    count,
    rows: joined(parts.map(({ rows }) => rows)),
    actual: concatenated(parts.map(({ actual }) => actual)),
    predicted: concatenated(parts.map(({ predicted }) => predicted)),
  };
}

async function drained(lines: AsyncGenerator<string>): Promise<void> {
  for await (const _ of lines);
}

/**
 * Throws `DataError` where predictions cannot go to a file, or would go over one of those they are made of: learning
 * takes minutes, and this can be said before.
 */
export async function checkWritable(output: string, inputs: readonly (string | undefined)[]): Promise<void> {
  for (const input of inputs)
    if (input !== undefined && (await isSameFile(input, output)))
      throw new DataError('file.unwritable', `${output} is a file to read; name another for the predictions`);
  await writing(output, async () => {
    const isThere = (await found(output)) !== undefined;
    await (await open(output, 'a')).close();
    if (!isThere) await unlink(output);
  });
}

const found = (file: string) => stat(file).catch(() => undefined);

/**
 * A file of predictions is there whole or not at all: they go to one beside it, which takes its name in the end. What is no
 * file, such as a pipe, gets them as they come.
 */
const written = (lines: () => AsyncGenerator<string>, output: string): Promise<void> =>
  writing(output, async () => {
    const there = await found(output);
    if (there !== undefined && !there.isFile()) return pipeline(lines, createWriteStream(output));
    const file = there === undefined ? output : await realpath(output);
    const part = `${file}.part`;
    try {
      await pipeline(lines, createWriteStream(part));
      await rename(part, file);
    } catch (error) {
      await unlink(part).catch(() => undefined);
      throw error;
    }
  });

/** Says in words why a file cannot be written. */
async function writing(output: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (typeof error !== 'object' || error === null || !('syscall' in error)) throw error;
    const { message } = error as NodeJS.ErrnoException;
    throw new DataError('file.unwritable', `${output} cannot be written: ${message}`);
  }
}

const joined = (parts: readonly Dataset[]): Dataset => ({
  table: joinedTables(parts.map(({ table }) => table)),
  target: concatenated(parts.map(({ target }) => target)),
  task: parts[0]!.task,
});
