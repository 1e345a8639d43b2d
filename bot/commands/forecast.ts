import { Command } from 'commander';
import { BACKTEST_MODELS, backtestFile, backtestTable } from '../../forecasting/commands/backtest.ts';
import { forecastFile } from '../../forecasting/commands/forecast.ts';
import type { BadLine } from '../../forecasting/commands/series-file.ts';
import { shopForecastCommands } from './forecast-shop.ts';
import { clearProgress, showProgress, wholeNumber } from './output.ts';

export const forecastCommand = (): Command => {
  const command = new Command('forecast')
    .description('forecast the series of a JSON lines file')
    // `backtest` has an --input of its own.
    .enablePositionalOptions()
    .option('--input <file>', 'one {"id","frequency","horizon","y"} a line; null is a missing value')
    .option(
      '--output <file>',
      'one {"id","model","mean","lo80","hi80","lo95","hi95"} a line, in the same order',
    )
    .option('--model <name>', 'auto, ets, sarima, theta, dotm, regression, prophet, lstm, naive ...', 'auto')
    .option(
      '--lstm-file <file>',
      'where the trained LSTM is kept; with the model auto it joins if it earned it',
    )
    .option(
      '--sums <steps>',
      'also sums over so many steps with ranges of their own: 3 for quarters of months',
      wholeNumber(1, 10_000),
    )
    .option('--json', 'one JSON object about the run as the last line')
    .action(forecast)
    .addCommand(
      new Command('backtest')
        .description('hold out the end of every series, forecast it and report the errors')
        .requiredOption('--input <file>', 'as for forecast; a row may bring what came as "test"')
        .option('--models <names>', 'comma-separated; lstm is trained first', BACKTEST_MODELS.join(','))
        .option('--html <file>', 'also write a page with plots')
        .option('--json', 'the report as one JSON object on one line')
        .action(backtest),
    );
  for (const one of shopForecastCommands()) command.addCommand(one);
  return command;
};

interface ForecastArguments {
  readonly input?: string;
  readonly output?: string;
  readonly model: string;
  readonly lstmFile?: string;
  readonly sums?: number;
  readonly json?: true;
}

async function forecast(options: ForecastArguments, command: Command): Promise<void> {
  const { input, output, model, lstmFile, sums, json } = options;
  if (input === undefined || output === undefined)
    command.error('error: --input and --output are both needed');
  const result = await interruptible((signal) =>
    forecastFile({
      input: input!,
      output: output!,
      model,
      signal,
      ...(lstmFile !== undefined && { lstmFile }),
      ...(sums !== undefined && { sums }),
      onProgress: (done, lines) => showProgress(done / lines),
      onTraining: (epoch, epochs) => showProgress(epoch / epochs),
      onBadLine: warn,
      onNote: warn,
    }),
  );
  clearProgress();
  const { failed, exitCode, ...rest } = result;
  if (json) console.log(JSON.stringify({ ...rest, failed: failed.length }));
  else {
    console.log(
      `${rest.forecast} series forecast${failures(failed)}${rest.stopped ? ', interrupted: the rest is not forecast' : ''}`,
    );
    if (rest.lstm) {
      const { mase, thetaMase, series } = rest.lstm;
      console.log(`LSTM on ${series} held-out ends: MASE ${mase.toFixed(3)}, Theta ${thetaMase.toFixed(3)}`);
    }
  }
  process.exitCode = exitCode;
}

async function backtest(options: {
  readonly input: string;
  readonly models: string;
  readonly html?: string;
  readonly json?: true;
}): Promise<void> {
  const { report, failed, stopped, exitCode } = await interruptible((signal) =>
    backtestFile({
      input: options.input,
      models: options.models.split(',').map((name) => name.trim()),
      ...(options.html !== undefined && { html: options.html }),
      signal,
      cpuMs: () => {
        const { user, system } = process.cpuUsage();
        return (user + system) / 1000;
      },
      onProgress: (done, lines) => showProgress(done / lines),
      onTraining: (epoch, epochs) => showProgress(epoch / epochs),
      onBadLine: warn,
      onNote: warn,
    }),
  );
  clearProgress();
  if (options.json) console.log(JSON.stringify({ ...report, failed: failed.length, stopped }));
  else {
    console.log(
      `${report.series} series${failures(failed)}${stopped ? ', interrupted: only these are in the table' : ''}`,
    );
    if (report.series > 0) console.log(backtestTable(report));
    if (options.html !== undefined) console.log(`The page with plots is in ${options.html}`);
  }
  process.exitCode = exitCode;
}

const failures = ({ length }: readonly BadLine[]): string =>
  length === 0 ? '' : `, ${length} ${length === 1 ? 'line' : 'lines'} could not be used`;

/** The first Ctrl-C lets the work in hand finish; the second ends the process as usual. */
async function interruptible<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => controller.abort(new Error('interrupted'));
  process.once('SIGINT', stop);
  try {
    return await run(controller.signal);
  } finally {
    process.removeListener('SIGINT', stop);
  }
}

const warn = ({ line, code, message }: BadLine): void => {
  clearProgress();
  console.error(`line ${line}: ${message} (${code})`);
};
