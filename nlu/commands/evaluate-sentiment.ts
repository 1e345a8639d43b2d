import * as jsonl from '../corpus/jsonl.ts';
import { evaluateSentiment, type SentimentEvaluation } from '../sentiment/evaluate.ts';
import { readSentimentRows } from '../sentiment/load.ts';
import type { SentimentModel } from '../sentiment/model.ts';
import { percent, table } from './tables.ts';
import { writeOutput } from './write-output.ts';

export interface EvaluateSentimentOptions {
  /** JSON lines `{"text", "label"}`; a label is positive, neutral or negative. */
  readonly test: string;
  /** File for one JSON line a test row. */
  readonly predictions?: string;
}

/** `rainmaker sentiment evaluate`: the shop's model on a labelled file. Throws a CorpusError for faulty lines. */
export async function evaluateSentimentCommand(
  model: SentimentModel,
  options: EvaluateSentimentOptions,
  print: (line: string) => void,
): Promise<Omit<SentimentEvaluation, 'predictions'>> {
  const { predictions, ...metrics } = evaluateSentiment(model, await readSentimentRows(options.test));
  if (options.predictions) await writeOutput(options.predictions, jsonl.formatRows(predictions));
  const rows = [
    ['rows', String(metrics.count)],
    ['accuracy', percent(metrics.accuracy)],
    ['macro-F1', percent(metrics.macroF1)],
  ];
  for (const line of table(rows)) print(line);
  return metrics;
}
