import { examplesOf } from '../corpus/corpus.ts';
import * as jsonl from '../corpus/jsonl.ts';
import { readCorpus } from '../corpus/read-corpus.ts';
import { type Evaluation, evaluateIntents } from '../evaluation/evaluate.ts';
import { metricTable } from './tables.ts';
import { writeOutput } from './write-output.ts';

export interface EvaluateOptions {
  /** Files or folders of any corpus format. */
  readonly train: string;
  readonly test: string;
  /** File for one JSON line a test row. */
  readonly predictions?: string;
  readonly seed?: number;
}

/** `rainmaker nlu evaluate`. Throws a CorpusError for a faulty file, a TrainingError for fewer than two intents. */
export async function evaluateCommand(
  options: EvaluateOptions,
  print: (line: string) => void,
): Promise<Evaluation> {
  const train = examplesOf(await readCorpus(options.train));
  const test = examplesOf(await readCorpus(options.test));
  const { metrics, predictions } = evaluateIntents(train, test, { seed: options.seed ?? 1 });
  if (options.predictions) await writeOutput(options.predictions, jsonl.formatRows(predictions));
  for (const line of metricTable(metrics)) print(line);
  return metrics;
}
