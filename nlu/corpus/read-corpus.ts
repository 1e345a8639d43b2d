import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Corpus, CorpusError, type CorpusFormat, joinCorpora } from './corpus.ts';
import * as csv from './csv.ts';
import * as jsonl from './jsonl.ts';
import * as nlpjs from './nlpjs.ts';
import * as rasa from './rasa.ts';
import * as yaml from './yaml.ts';

/** The format of a file, by the end of its name. */
const FORMATS: readonly (readonly [RegExp, CorpusFormat])[] = [
  [/(^|[\\/.])nlu\.ya?ml$/, rasa],
  [/\.ya?ml$/, yaml],
  [/\.jsonl$/, jsonl],
  [/\.json$/, nlpjs],
  [/\.csv$/, csv],
];

/** Reads one file, or every corpus file below a folder in the order of their names. Files that can't be read are problems. */
export async function readCorpus(location: string): Promise<Corpus> {
  let files: string[];
  try {
    const entries = await readdir(location, { recursive: true });
    files = entries
      .sort()
      .map((entry) => path.join(location, entry))
      .filter((file) => formatOf(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTDIR') return unreadable(location, error);
    files = [location];
  }
  return joinCorpora(await Promise.all(files.map(readCorpusFile)));
}

async function readCorpusFile(file: string): Promise<Corpus> {
  const format = formatOf(file);
  if (!format) {
    const message = `Unknown kind of file; a corpus ends in .yml, .jsonl, .json (nlp.js), .csv or is called nlu.yml (Rasa).`;
    return { examples: [], problems: [{ code: 'corpus.unreadable', file, line: 1, message }] };
  }
  try {
    return format.parse(await readFile(file, 'utf8'), file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    return unreadable(file, error);
  }
}

/** What a file name stands for, if anything. */
export function formatOf(file: string): CorpusFormat | undefined {
  return FORMATS.find(([pattern]) => pattern.test(file))?.[1];
}

/** The text of a file, or a CorpusError. */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CorpusError(unreadable(file, error).problems);
  }
}

function unreadable(file: string, error: unknown): Corpus {
  const message = `Can't be read (${(error as Error).message}); check the path and its permissions.`;
  return { examples: [], problems: [{ code: 'corpus.unreadable', file, line: 1, message }] };
}
