import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { CorpusError, examplesOf } from '../corpus/corpus.ts';
import { parseRows } from '../corpus/jsonl.ts';
import { readCorpus } from '../corpus/read-corpus.ts';
import { buildLexicon, lexiconSchema } from './lexicon.ts';
import { type SentimentExample, type SentimentModel, trainSentiment } from './model.ts';

/** The files of training-data/sentiment. */
const EXAMPLES = ['reviews.en.jsonl', 'own.en.jsonl', 'own.zh.jsonl'];
const LEXICON = 'lexicon.yml';

export const sentimentRow = z.object({
  text: z.string(),
  label: z.enum(['positive', 'neutral', 'negative']),
});

/** Reads labelled sentences; throws a CorpusError that lists the lines that don't fit. */
export async function readSentimentRows(file: string): Promise<SentimentExample[]> {
  const { rows, problems } = parseRows(await readFile(file, 'utf8'), file, sentimentRow);
  if (problems.length > 0) throw new CorpusError(problems);
  return rows.map(({ value }) => value);
}

export async function readLexicon(folder: string) {
  return buildLexicon(lexiconSchema.parse(parse(await readFile(path.join(folder, LEXICON), 'utf8'))));
}

/** Intents whose messages ask or tell without judging. */
const MATTER_OF_FACT =
  /^(?:product\.(?:price|stock|find|detail)|quote\.(?:request|change)|order\.status|shipping\.info|payment\.info|meeting\.book|contact\.leave)$/;
/** One such example in so many is enough. */
const MATTER_OF_FACT_SHARE = 5;

export interface SentimentSources {
  /** Laid out like training-data/sentiment. */
  readonly folder: string;
  /** Folder of the intent corpus; its matter-of-fact messages teach what neutral is in this shop. */
  readonly intents?: string;
}

/** Trains the shop's model; about a second of CPU. */
export async function loadSentiment({ folder, intents }: SentimentSources): Promise<SentimentModel> {
  const examples = await Promise.all(EXAMPLES.map((name) => readSentimentRows(path.join(folder, name))));
  const corpus = intents === undefined ? [] : examplesOf(await readCorpus(intents));
  const neutral = corpus
    .filter(({ intent }) => MATTER_OF_FACT.test(intent))
    .filter((_, index) => index % MATTER_OF_FACT_SHARE === 0)
    .map(({ text }) => ({ text, label: 'neutral' as const }));
  return trainSentiment([...examples.flat(), ...neutral], await readLexicon(folder));
}
