import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { examplesOf } from '../corpus/corpus.ts';
import { readCorpus } from '../corpus/read-corpus.ts';
import { sourceHash } from '../source-hash.ts';
import type { IntentModel } from './model.ts';
import { ModelFileError, parseModel, serialiseModel } from './model-file.ts';
import { trainIntents } from './train.ts';

export interface LoadOrTrainOptions {
  /** Folder of the corpus, such as training-data/intents. */
  readonly corpusDir: string;
  /** Folder that the model file is kept in; made if missing. */
  readonly modelDir: string;
  /** Folder of a model file that came with the product: used, never written, where `modelDir` has none that fits. */
  readonly shippedDir?: string;
  readonly log: { info(message: string): void; warn(message: string): void };
}

const FILE = 'intents.model';

/**
 * The model of the corpus: read from the model file if that belongs to this very corpus, else trained and kept.
 * A damaged file is trained anew and reported; so is a folder that can't be written, for the next start can train again.
 * Throws a CorpusError when a corpus to train on has faults.
 */
export async function loadOrTrain({
  corpusDir,
  modelDir,
  shippedDir,
  log,
}: LoadOrTrainOptions): Promise<IntentModel> {
  const hash = await sourceHash([corpusDir]);
  const file = path.join(modelDir, FILE);
  for (const candidate of shippedDir === undefined ? [file] : [file, path.join(shippedDir, FILE)]) {
    const kept = await readModelFile(candidate, hash, log);
    if (kept) return kept;
  }

  const examples = examplesOf(await readCorpus(corpusDir));
  const started = process.hrtime.bigint();
  const model = trainIntents(examples);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  log.info(
    `Trained ${model.classes.length} intents on ${examples.length} examples in ${seconds.toFixed(1)} s.`,
  );
  try {
    await mkdir(modelDir, { recursive: true });
    await writeFile(`${file}.new`, serialiseModel(model, hash));
    await rename(`${file}.new`, file);
  } catch (error) {
    log.warn(`The trained model could not be kept in ${modelDir} (${(error as Error).message}).`);
  }
  return model;
}

async function readModelFile(
  file: string,
  hash: string,
  log: LoadOrTrainOptions['log'],
): Promise<IntentModel | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      log.warn(`The model file ${file} can't be read (${(error as Error).message}); training anew.`);
    }
    return undefined;
  }
  try {
    const { model, corpusHash } = parseModel(bytes);
    return corpusHash === hash ? model : undefined;
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
    log.warn(`The model file ${file} can't be used: ${error.message}; training anew.`);
    return undefined;
  }
}
