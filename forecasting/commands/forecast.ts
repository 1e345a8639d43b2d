import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { forecastSeries } from '../forecast.ts';
import { hasEarnedItsUse, LstmFileError, parseTrainedLstm, type TrainedLstm } from '../lstm/network.ts';
import { loadModel } from '../models/index.ts';
import { lstmModel } from '../models/lstm.ts';
import type { Model } from '../models/model.ts';
import { sumsOf } from '../sums.ts';
import { trainOnFile } from './file-network.ts';
import { writingTo } from './output-file.ts';
import { type BadLine, countLines, readSeries, SeriesFileError, type SeriesRow } from './series-file.ts';

export interface ForecastFileOptions {
  readonly input: string;
  readonly output: string;
  /** `auto` or a model's name. With `lstm` the network is trained on the file's own series first. */
  readonly model: string;
  /**
   * A file for the trained LSTM: read if it is there, else written after training. With the model `auto` a
   * network that beat Theta in its backtest joins the combination.
   */
  readonly lstmFile?: string;
  /** Each line also gets sums over so many steps, such as 3 for quarters of months. */
  readonly sums?: number;
  readonly onTraining?: (epoch: number, epochs: number) => void;
  /** Aborting stops after the series in hand; finished lines are kept. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, lines: number) => void;
  readonly onBadLine?: (bad: BadLine) => void;
  /** Of a line that is forecast though a part of it could not be used. */
  readonly onNote?: (note: BadLine) => void;
}

export interface ForecastFileResult {
  readonly forecast: number;
  readonly failed: readonly BadLine[];
  /** Of the LSTM, if one was used: mean absolute scaled error on held-out ends, and Theta's on the same. */
  readonly lstm?: TrainedLstm['backtest'];
  /** Whether it was stopped before the end of the file. */
  readonly stopped: boolean;
  /** 0, or 1 when a line failed or it was stopped. */
  readonly exitCode: 0 | 1;
}

/**
 * `rainmaker forecast`: reads one series a line and writes one forecast a line, in the same order, as it
 * goes. A line that cannot be used is reported by its number and the rest are forecast. Throws
 * `SeriesFileError` when a file cannot be used or the input is empty, `UnknownModelError` when there is no such model.
 */
export async function forecastFile(options: ForecastFileOptions): Promise<ForecastFileResult> {
  const { input, output, signal } = options;
  const network =
    options.model === 'lstm' || options.lstmFile !== undefined ? await trainedNetwork(options) : undefined;
  const model = options.model === 'lstm' && network ? lstmModel(network) : await loadModel(options.model);
  const extra = model === 'auto' && network && hasEarnedItsUse(network) ? [lstmModel(network)] : [];
  const lines = options.onProgress ? await countLines(input) : 0;
  const failed: BadLine[] = [];
  const report = (bad: BadLine): void => {
    failed.push(bad);
    options.onBadLine?.(bad);
  };
  let done = 0;
  let stopped = false;
  await writingTo({ output, input }, async (write) => {
    for await (const item of readSeries(input)) {
      if (signal?.aborted) {
        stopped = true;
        break;
      }
      if (item.kind === 'bad') {
        report(item.bad);
        continue;
      }
      if (item.note) options.onNote?.(item.note);
      const line = forecastLine(item.row, { model, extra, sums: options.sums });
      if (line.kind === 'failed') {
        report({ line: item.line, code: 'SERIES_NOT_FORECAST', message: line.message });
        continue;
      }
      await write(`${line.json}\n`);
      done++;
      options.onProgress?.(done + failed.length, lines);
      // Forecasting keeps the thread busy: this is where Ctrl-C and timers get their turn.
      await new Promise(setImmediate);
    }
  });
  if (done === 0 && failed.length === 0 && !stopped)
    throw new SeriesFileError(
      'SERIES_NONE',
      `${input} is empty: give lines of {"id","frequency","horizon","y"}`,
    );
  const exitCode = failed.length > 0 || stopped ? 1 : 0;
  return { forecast: done, failed, stopped, exitCode, ...(network && { lstm: network.backtest }) };
}

/**
 * From its file, or trained in a worker on the series of the input (then kept in the file, if one is named).
 */
async function trainedNetwork(options: ForecastFileOptions): Promise<TrainedLstm> {
  const { input, lstmFile, signal, onTraining } = options;
  if (lstmFile !== undefined && existsSync(lstmFile)) {
    const text = await readFile(lstmFile, 'utf8').catch((cause: Error) => {
      throw new LstmFileError(`the file of the LSTM cannot be read: ${cause.message}`, { cause });
    });
    return parseTrainedLstm(text);
  }
  const network = await trainOnFile(input, ({ y }) => y, { signal, onTraining });
  if (lstmFile !== undefined)
    await writingTo({ output: lstmFile, input }, (write) => write(JSON.stringify(network)));
  return network;
}

type Line =
  | { readonly kind: 'done'; readonly json: string }
  | { readonly kind: 'failed'; readonly message: string };

function forecastLine(
  { id, frequency, horizon, start, y }: SeriesRow,
  { sums, ...how }: { model: 'auto' | Model; extra: readonly Model[]; sums: number | undefined },
): Line {
  try {
    const result = forecastSeries(
      { id, period: frequency, values: y, ...(start !== undefined && { start }) },
      { horizon, ...how },
    );
    const { changes: _, calendar: __, ...row } = result;
    const summed = sums !== undefined && { sums: sumsOf(result, sums) };
    return { kind: 'done', json: JSON.stringify({ ...row, ...summed }) };
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'failed', message: error.message };
    throw error;
  }
}
