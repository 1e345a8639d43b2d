import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { BACKTEST_MODELS, backtestFile, backtestTable } from '../../forecasting/commands/backtest.ts';
import { readSeries, type SeriesRow } from '../../forecasting/commands/series-file.ts';
import { rAccuracy } from './forecast-r.ts';

/**
 * `npm run bench:forecast -- --data DIR [--models auto,ets] [--html DIR]`: every .jsonl file of the folder is
 * forecast from its `y` and scored against its `test`. Where Rscript with the forecast package is present,
 * R's ets, auto.arima and thetaf are run on the same series.
 */
const { values } = parseArgs({
  options: { data: { type: 'string' }, models: { type: 'string' }, html: { type: 'string' } },
});
if (values.data === undefined) {
  console.error('say where the series are: npm run bench:forecast -- --data DIR');
  process.exit(1);
}
const models = values.models?.split(',') ?? BACKTEST_MODELS;
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const hasR = spawnSync('Rscript', ['-e', 'library(forecast)']).status === 0;

console.log(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}`);
if (!hasR) console.log('Rscript with the forecast package was not found: its models are left out.');
for (const name of readdirSync(values.data).filter((file) => file.endsWith('.jsonl'))) {
  const input = path.join(values.data, name);
  const lines = readFileSync(input, 'utf8').split('\n').filter(Boolean).length;
  const { report, failed } = await backtestFile({
    input,
    models,
    cpuMs,
    ...(values.html !== undefined && { html: path.join(values.html, name.replace(/\.jsonl$/, '.html')) }),
    onProgress: (done) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${name}: ${done} of ${lines}`);
    },
    onBadLine: ({ line, message }) => console.error(`${name}, line ${line}: ${message}`),
  });
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  console.log(`\n${name}: ${report.series} series${failed.length > 0 ? `, ${failed.length} bad lines` : ''}`);
  console.log(backtestTable(report));
  if (hasR) console.log(rAccuracy(await rowsOf(input)));
}

async function rowsOf(input: string): Promise<SeriesRow[]> {
  const rows: SeriesRow[] = [];
  for await (const item of readSeries(input)) if (item.kind === 'series') rows.push(item.row);
  return rows;
}
