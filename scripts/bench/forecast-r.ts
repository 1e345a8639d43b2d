import { spawnSync } from 'node:child_process';
import { coverage, mase, naive2, owa, smape } from '../../forecasting/accuracy.ts';
import type { SeriesRow } from '../../forecasting/commands/series-file.ts';
import { fillMissing } from '../../forecasting/series/cleaning.ts';

/**
 * Reads one series a line (frequency, horizon, values) and writes mean, lo80 and hi80 of the model a line.
 */
const PROGRAM = `
suppressPackageStartupMessages(library(forecast))
model <- commandArgs(TRUE)[1]
for (line in readLines(file("stdin"))) {
  v <- as.numeric(strsplit(line, " ")[[1]])
  y <- ts(v[-(1:2)], frequency = v[1])
  f <- switch(model,
    ets = forecast(ets(y), h = v[2], level = 80),
    auto.arima = forecast(auto.arima(y), h = v[2], level = 80),
    thetaf = thetaf(y, h = v[2], level = 80))
  cat(as.numeric(f$mean), as.numeric(f$lower), as.numeric(f$upper), "\\n")
}
cat("cpu", sum(proc.time()[1:2]), "\\n")
`;

/** R's own models on the same series, scored as ours are. */
export function rAccuracy(rows: readonly SeriesRow[]): string {
  const tested = rows.filter((row) => row.test !== undefined);
  const training = tested.map((row) => fillMissing(row.y, row.frequency).values);
  const input = tested
    .map((row, i) => [row.frequency, row.test!.length, ...training[i]!].join(' '))
    .join('\n');
  return ['ets', 'auto.arima', 'thetaf']
    .map((model) => {
      const run = spawnSync('Rscript', ['-e', PROGRAM, model], { input, maxBuffer: 1e9, encoding: 'utf8' });
      if (run.status !== 0) return `R ${model} failed: ${run.stderr.slice(0, 300)}`;
      const lines = run.stdout.trim().split('\n');
      const scores = tested.map((row, i) => {
        const actual = row.test!.map(Number);
        const numbers = lines[i]!.trim().split(' ').map(Number);
        const part = (k: number): number[] => numbers.slice(k * actual.length, (k + 1) * actual.length);
        const benchmark = naive2(training[i]!, row.frequency, actual.length);
        return {
          own: { smape: smape(actual, part(0)), mase: mase(actual, part(0), training[i]!, row.frequency) },
          base: {
            smape: smape(actual, benchmark),
            mase: mase(actual, benchmark, training[i]!, row.frequency),
          },
          covered: coverage(actual, part(1), part(2)),
        };
      });
      const mean = (pick: (score: (typeof scores)[number]) => number): number =>
        scores.reduce((sum, score) => sum + pick(score), 0) / scores.length;
      const ratio = owa(
        { smape: mean((s) => s.own.smape), mase: mean((s) => s.own.mase) },
        { smape: mean((s) => s.base.smape), mase: mean((s) => s.base.mase) },
      );
      const cpu = (1000 * Number(lines.at(-1)!.split(' ')[1])) / tested.length;
      return [
        `R ${model}: OWA ${ratio.toFixed(3)}`,
        `sMAPE ${mean((s) => s.own.smape).toFixed(2)}`,
        `MASE ${mean((s) => s.own.mase).toFixed(3)}`,
        `in 80 % ${(100 * mean((s) => s.covered)).toFixed(1)}`,
        `CPU ms ${cpu.toFixed(1)}`,
      ].join(', ');
    })
    .join('\n');
}
