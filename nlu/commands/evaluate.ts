import { byIntent, examplesOf } from '../corpus/corpus.ts';
import * as jsonl from '../corpus/jsonl.ts';
import { readCorpus } from '../corpus/read-corpus.ts';
import { type Evaluation, evaluateIntents } from '../evaluation/evaluate.ts';
import { counted } from '../evaluation/validate-corpus.ts';
import { type Example, NONE } from '../intents/model.ts';
import { metricTable } from './tables.ts';
import { writeOutput } from './write-output.ts';

/** Intents named at most. */
const SHOWN = 10;

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
  for (const line of untaught(train, test)) print(line);
  return metrics;
}

/** What to say of test rows whose intent no training row has, which can't be predicted right. */
function untaught(train: readonly Example[], test: readonly Example[]): string[] {
  const taught = new Set(train.map(({ intent }) => intent));
  const bySpelling = new Map([...taught, NONE].map((intent) => [intent.toLowerCase(), intent]));
  return [...byIntent(test)]
    .filter(([intent]) => !taught.has(intent) && intent !== NONE)
    .map(([intent, texts]) => {
      const meant = bySpelling.get(intent.toLowerCase());
      const hint = meant === undefined ? `out of scope is "${NONE}".` : `did you mean "${meant}"?`;
      return `No training row has the intent "${intent}" of ${counted(texts.length, 'test row')}; ${hint}`;
    })
    .slice(0, SHOWN);
}
