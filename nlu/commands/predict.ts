import { z } from 'zod';
import { CorpusError } from '../corpus/corpus.ts';
import * as jsonl from '../corpus/jsonl.ts';
import { readText } from '../corpus/read-corpus.ts';
import { classify } from '../intents/classify.ts';
import type { IntentModel } from '../intents/model.ts';
import { writeOutput } from './write-output.ts';

export interface PredictOptions {
  /** JSON lines with a `text` each; other keys are kept. */
  readonly input: string;
  readonly output: string;
}

const row = z.looseObject({ text: z.string() });

/** `rainmaker nlu predict`: each row with `predicted`, `confidence` and `inScope` added. Throws a CorpusError. */
export async function predictCommand(
  model: IntentModel,
  options: PredictOptions,
  print: (line: string) => void,
): Promise<{ rows: number; inScope: number }> {
  const { rows, problems } = jsonl.parseRows(await readText(options.input), options.input, row);
  if (problems.length > 0) throw new CorpusError(problems);
  const predicted = rows.map(({ value }) => {
    const { intents, inScope } = classify(model, value.text);
    return { ...value, predicted: intents[0]!.name, confidence: intents[0]!.confidence, inScope };
  });
  await writeOutput(options.output, jsonl.formatRows(predicted));
  const inScope = predicted.filter((prediction) => prediction.inScope).length;
  print(`${predicted.length} rows written to ${options.output}, ${inScope} of them in scope.`);
  return { rows: predicted.length, inScope };
}
