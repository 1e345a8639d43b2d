import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { sourceHash } from '../source-hash.ts';
import { loadSentiment, readLexicon, type SentimentSources } from './load.ts';
import type { SentimentModel } from './model.ts';

export interface LoadOrTrainSentimentOptions extends SentimentSources {
  /** Folder that the model file is kept in; made if missing. */
  readonly modelDir: string;
  /** Folder of a model file that came with the product: used, never written. */
  readonly shippedDir?: string;
  readonly log: { info(message: string): void; warn(message: string): void };
}

const FILE = 'sentiment.model.json';

const fileSchema = z.object({
  hash: z.string(),
  ngrams: z.array(z.tuple([z.string(), z.number(), z.number()])),
  sums: z.array(z.number()),
  bias: z.number(),
  calibration: z.array(z.number()),
});

/**
 * The sentiment model of its sources: read from the model file if that was made of these very bytes, else
 * trained and kept. A damaged file is trained anew and reported.
 */
export async function loadOrTrainSentiment(options: LoadOrTrainSentimentOptions): Promise<SentimentModel> {
  const { modelDir, shippedDir, log, ...sources } = options;
  const hash = await sourceHash([
    sources.folder,
    ...(sources.intents === undefined ? [] : [sources.intents]),
  ]);
  const file = path.join(modelDir, FILE);
  for (const candidate of shippedDir === undefined ? [file] : [file, path.join(shippedDir, FILE)]) {
    const kept = await read(candidate, hash, sources.folder, log);
    if (kept) return kept;
  }
  const model = await loadSentiment(sources);
  log.info('Trained the sentiment model.');
  const { ngrams, sums, bias, calibration } = model;
  const kept: z.infer<typeof fileSchema> = {
    hash,
    ngrams: [...ngrams].map(([ngram, { weight, idf }]) => [ngram, weight, idf]),
    sums: [...sums],
    bias,
    calibration: [...calibration],
  };
  try {
    await mkdir(modelDir, { recursive: true });
    await writeFile(`${file}.new`, JSON.stringify(kept));
    await rename(`${file}.new`, file);
  } catch (error) {
    log.warn(`The sentiment model could not be kept in ${modelDir} (${(error as Error).message}).`);
  }
  return model;
}

async function read(
  file: string,
  hash: string,
  folder: string,
  log: LoadOrTrainSentimentOptions['log'],
): Promise<SentimentModel | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
  try {
    const { hash: keptHash, ngrams, ...kept } = fileSchema.parse(JSON.parse(text));
    if (keptHash !== hash) return undefined;
    return {
      lexicon: await readLexicon(folder),
      ngrams: new Map(ngrams.map(([ngram, weight, idf]) => [ngram, { weight, idf }])),
      ...kept,
    };
  } catch (error) {
    log.warn(`The model file ${file} can't be used (${(error as Error).name}); training anew.`);
    return undefined;
  }
}
