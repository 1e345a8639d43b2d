import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Corpus, CorpusError, type CorpusFormat, type CorpusProblem, joinCorpora } from './corpus.ts';
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

/** Longest text of an example, in UTF-16 units: 25 times what a message may have. */
const MAX_TEXT = 100_000;

/**
 * Reads one file, or every corpus file below a folder in the order of their names. What can't be read, or holds no
 * example, is a problem.
 */
export async function readCorpus(location: string): Promise<Corpus> {
  let files: string[];
  try {
    const entries = await readdir(location, { recursive: true });
    files = entries
      .sort()
      .map((entry) => path.join(location, entry))
      .filter((file) => formatOf(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTDIR') return unreadable(location, reasonOf(error));
    files = [location];
  }
  if (files.length === 0) return unreadable(location, `There is no corpus file in this folder; ${ENDINGS}`);
  return joinCorpora(await Promise.all(files.map(readCorpusFile)));
}

const ENDINGS = 'a corpus ends in .yml, .jsonl, .json (nlp.js), .csv or is called nlu.yml (Rasa).';

async function readCorpusFile(file: string): Promise<Corpus> {
  const format = formatOf(file);
  if (!format) return unreadable(file, `Unknown kind of file; ${ENDINGS}`);
  const source = await readSource(file);
  if (typeof source !== 'string') return source;
  if (source.trim() === '') return unreadable(file, 'The file is empty; write examples or remove it.');
  const { examples, problems } = format.parse(source, file);
  if (examples.length === 0 && problems.length === 0)
    return unreadable(file, 'The file has no example; write some or remove it.');
  const tooLong = examples
    .filter(({ text }) => text.length > MAX_TEXT)
    .map(({ line, text }): CorpusProblem => {
      const message = `The text has ${text.length} characters; shorten it to at most ${MAX_TEXT}.`;
      return { code: 'corpus.shape', file, line, message };
    });
  return { examples, problems: [...problems, ...tooLong] };
}

/** What a file name stands for, if anything. */
export function formatOf(file: string): CorpusFormat | undefined {
  return FORMATS.find(([pattern]) => pattern.test(file))?.[1];
}

/** The text of a file, or a CorpusError. */
export async function readText(file: string): Promise<string> {
  const source = await readSource(file);
  if (typeof source !== 'string') throw new CorpusError(source.problems);
  return source;
}

/** The text without a byte order mark. Bytes that are no UTF-8 are a problem, not question marks to learn from. */
async function readSource(file: string): Promise<string | Corpus> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    return unreadable(file, reasonOf(error));
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const line = firstBadLine(bytes);
    return unreadable(file, 'Not UTF-8 text; save the file in that encoding.', line);
  }
}

/** The line (from 1) of the first bytes that are no UTF-8. */
function firstBadLine(bytes: Buffer): number {
  const replaced = bytes.toString('utf8');
  const at = replaced.indexOf('\ufffd');
  return replaced.slice(0, at).split('\n').length;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file or folder; check the path.',
  EACCES: 'May not be read; check its permissions.',
  EISDIR: 'Is a folder; name a file in it.',
};

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return REASONS[code] ?? `Can't be read (${message}).`;
}

function unreadable(file: string, message: string, line = 1): Corpus {
  return { examples: [], problems: [{ code: 'corpus.unreadable', file, line, message }] };
}
