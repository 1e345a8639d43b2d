import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { forecastSeries } from '../forecast.ts';
import { loadModel } from '../models/index.ts';
import type { Model } from '../models/model.ts';
import { type BadLine, isFileError, readSeries, SeriesFileError, type SeriesRow } from './series-file.ts';

export interface ForecastFileOptions {
  readonly input: string;
  readonly output: string;
  /** `auto` or a model's name. */
  readonly model: string;
  /** Aborting stops after the series in hand; finished lines are kept. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number) => void;
  readonly onBadLine?: (bad: BadLine) => void;
}

export interface ForecastFileResult {
  readonly forecast: number;
  readonly failed: readonly BadLine[];
  /** Whether it was stopped before the end of the file. */
  readonly stopped: boolean;
  /** 0, or 1 when a line failed or it was stopped. */
  readonly exitCode: 0 | 1;
}

/**
 * `rainmaker forecast`: reads one series a line and writes one forecast a line, in the same order, as it goes. A
 * line that cannot be used is reported by its number and the rest are forecast. Throws `SeriesFileError` when a
 * file cannot be used, `UnknownModelError` when there is no such model.
 */
export async function forecastFile(options: ForecastFileOptions): Promise<ForecastFileResult> {
  const { input, output, signal } = options;
  const model = await loadModel(options.model);
  if (resolve(input) === resolve(output)) {
    throw new SeriesFileError('OUTPUT_UNWRITABLE', 'output and input are the same file: name another output');
  }
  const out = createWriteStream(output);
  const failed: BadLine[] = [];
  const report = (bad: BadLine): void => {
    failed.push(bad);
    options.onBadLine?.(bad);
  };
  let done = 0;
  let stopped = false;
  try {
    await once(out, 'open');
    for await (const item of readSeries(input)) {
      if (signal?.aborted) {
        stopped = true;
        break;
      }
      if (item.kind === 'bad') {
        report(item.bad);
        continue;
      }
      const line = forecastLine(item.row, model);
      if (line.kind === 'failed') {
        report({ line: item.line, code: 'SERIES_NOT_FORECAST', message: line.message });
        continue;
      }
      if (!out.write(`${line.json}\n`)) await once(out, 'drain');
      done++;
      options.onProgress?.(done);
      // Forecasting keeps the thread busy: this is where Ctrl-C and timers get their turn.
      await new Promise(setImmediate);
    }
    out.end();
    await finished(out);
  } catch (error) {
    out.destroy();
    if (!isFileError(error)) throw error;
    throw new SeriesFileError('OUTPUT_UNWRITABLE', `${output} cannot be written: ${error.message}`, {
      cause: error,
    });
  }
  return { forecast: done, failed, stopped, exitCode: failed.length > 0 || stopped ? 1 : 0 };
}

type Line =
  | { readonly kind: 'done'; readonly json: string }
  | { readonly kind: 'failed'; readonly message: string };

function forecastLine({ id, frequency, horizon, y }: SeriesRow, model: 'auto' | Model): Line {
  try {
    const result = forecastSeries({ id, period: frequency, values: y }, { horizon, model });
    const { changes: _, ...row } = result;
    return { kind: 'done', json: JSON.stringify(row) };
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'failed', message: error.message };
    throw error;
  }
}
