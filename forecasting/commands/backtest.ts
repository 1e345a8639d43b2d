import {
  type BacktestReport,
  backtestSeries,
  type Holdout,
  type SeriesBacktest,
  summarise,
} from '../backtest.ts';
import { loadModel } from '../models/index.ts';
import { lstmModel } from '../models/lstm.ts';
import type { Model } from '../models/model.ts';
import { backtestPage } from './backtest-page.ts';
import { trainOnFile } from './file-network.ts';
import { writingTo } from './output-file.ts';
import { type BadLine, countLines, readSeries, SeriesFileError, type SeriesRow } from './series-file.ts';

export interface BacktestFileOptions {
  readonly input: string;
  /** The first is the one whose forecasts are plotted. */
  readonly models?: readonly string[];
  /** Where to write the page with plots. */
  readonly html?: string;
  readonly signal?: AbortSignal;
  /** While the LSTM is trained, if it is one of the models. */
  readonly onTraining?: (epoch: number, epochs: number) => void;
  readonly onProgress?: (done: number, lines: number) => void;
  readonly onBadLine?: (bad: BadLine) => void;
  /** Of a line that is tested though a part of it could not be used. */
  readonly onNote?: (note: BadLine) => void;
  /** Milliseconds of CPU used so far. */
  readonly cpuMs: () => number;
}

export interface BacktestFileResult {
  readonly report: BacktestReport;
  readonly failed: readonly BadLine[];
  readonly stopped: boolean;
  readonly exitCode: 0 | 1;
}

export const BACKTEST_MODELS = [
  'auto',
  'ets',
  'sarima',
  'theta',
  'dotm',
  'regression',
  'seasonal-naive',
  'naive',
] as const;

/** Series that the page plots. */
const PLOTTED = 12;

/**
 * `rainmaker forecast backtest`: holds out the last `horizon` values of each series (or takes the row's own
 * `test` as what came), forecasts them with every model and reports the errors. The LSTM is trained first, on what is
 * not held out of all series. Bad lines as in `forecastFile`; a file without any series that can be held out is refused.
 */
export async function backtestFile(options: BacktestFileOptions): Promise<BacktestFileResult> {
  const { models = BACKTEST_MODELS, signal, cpuMs } = options;
  const contestants = await Promise.all(
    models.map(async (name) => ({
      name,
      model: name === 'lstm' ? await trainedOnKnown(options) : await loadModel(name),
    })),
  );
  const results: SeriesBacktest[] = [];
  const plots: { holdout: Holdout; result: SeriesBacktest }[] = [];
  const failed: BadLine[] = [];
  const report = (bad: BadLine): void => {
    failed.push(bad);
    options.onBadLine?.(bad);
  };
  const lines = options.onProgress ? await countLines(options.input) : 0;
  let stopped = false;
  for await (const item of readSeries(options.input)) {
    if (signal?.aborted) {
      stopped = true;
      break;
    }
    if (item.kind === 'bad') {
      report(item.bad);
      continue;
    }
    if (item.note) options.onNote?.(item.note);
    try {
      const holdout = holdOut(item.row);
      const result = backtestSeries(holdout, contestants, cpuMs);
      results.push(result);
      if (plots.length < PLOTTED) plots.push({ holdout, result });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      report({ line: item.line, code: 'SERIES_NOT_FORECAST', message: error.message });
    }
    options.onProgress?.(results.length + failed.length, lines);
    await new Promise(setImmediate);
  }
  if (results.length === 0 && !stopped)
    throw new SeriesFileError(
      'SERIES_NONE',
      `${options.input} has no series to test: give lines of {"id","frequency","horizon","y"}, each with more values than its horizon`,
    );
  const summary = summarise(results, models);
  if (options.html !== undefined)
    await writingTo({ output: options.html, input: options.input }, (write) =>
      write(backtestPage(summary, results, plots)),
    );
  return { report: summary, failed, stopped, exitCode: failed.length > 0 || stopped ? 1 : 0 };
}

async function trainedOnKnown({ input, signal, onTraining }: BacktestFileOptions): Promise<Model> {
  const known = (row: SeriesRow): readonly (number | null)[] =>
    row.test ? row.y : row.y.slice(0, Math.max(0, row.y.length - row.horizon));
  return lstmModel(await trainOnFile(input, known, { signal, onTraining }));
}

function holdOut({ id, frequency, horizon, start, y, test }: SeriesRow): Holdout {
  const series = { id, period: frequency, ...(start !== undefined && { start }) };
  if (test) return { ...series, training: y, actual: test };
  const cut = y.length - horizon;
  if (cut < 1) throw new RangeError(`${y.length} values are too few to hold out ${horizon}`);
  return { ...series, training: y.slice(0, cut), actual: y.slice(cut) };
}

const COLUMNS = [
  ['model', (m) => m.model],
  ['OWA', (m) => m.owa.toFixed(3)],
  ['sMAPE', (m) => m.smape.toFixed(2)],
  ['MASE', (m) => m.mase.toFixed(3)],
  ['RMSSE', (m) => m.rmsse.toFixed(3)],
  ['bias', (m) => m.bias.toFixed(3)],
  ['in 80 %', (m) => (100 * m.coverage80).toFixed(1)],
  ['in 95 %', (m) => (100 * m.coverage95).toFixed(1)],
  ['MSIS', (m) => m.intervalScore.toFixed(2)],
  ['CPU ms', (m) => m.cpuMs.toFixed(1)],
] as const satisfies readonly (readonly [string, (m: BacktestReport['models'][number]) => string])[];

/** The report as a table of fixed-width text. */
export function backtestTable({ models }: BacktestReport): string {
  const rows = [
    COLUMNS.map(([title]): string => title),
    ...models.map((m) => COLUMNS.map(([, cell]) => cell(m))),
  ];
  const widths = COLUMNS.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  return rows
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
    )
    .join('\n');
}
