import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { type CorpusExample, examplesOf, FormatError } from '../corpus/corpus.ts';
import { formatOf, readCorpus } from '../corpus/read-corpus.ts';
import * as yaml from '../corpus/yaml.ts';
import { writeOutput } from './write-output.ts';

export interface ConvertOptions {
  /** File or folder of any corpus format. */
  readonly input: string;
  /** A file, whose ending says the format, or a folder for one YAML file an intent and language. */
  readonly output: string;
  /** Takes only examples of this language. */
  readonly language?: string;
}

/**
 * `rainmaker nlu convert`: imports and exports corpora. Throws a CorpusError for a faulty input, a FormatError where the
 * output can't hold it.
 */
export async function convertCommand(
  { input, output, language }: ConvertOptions,
  print: (line: string) => void,
): Promise<{ examples: number; files: readonly string[] }> {
  const all = examplesOf(await readCorpus(input));
  const examples = all.filter((example) => language === undefined || example.language === language);
  if (examples.length === 0) throw new FormatError(`${input} has no example of the language ${language}.`);
  const format = formatOf(output);
  if (!format && path.extname(output) !== '' && !(await isFolder(output)))
    throw new FormatError(
      `${output} names no known format; end it in .jsonl, .csv, .json (nlp.js), nlu.yml (Rasa), or name a folder.`,
    );
  const files = format
    ? new Map([[output, format.format(examples)]])
    : new Map(
        [...byIntentAndLanguage(examples)].map(([name, members]) => [
          path.join(output, `${name}.yml`),
          yaml.format(members),
        ]),
      );
  for (const [file, content] of files) {
    await mkdir(path.dirname(file), { recursive: true });
    await writeOutput(file, content);
  }
  print(`${countOf(examples.length, 'example')} written to ${output} (${countOf(files.size, 'file')}).`);
  return { examples: examples.length, files: [...files.keys()] };
}

const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const isFolder = (file: string): Promise<boolean> =>
  stat(file).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** By the name of their file: language/intent, without characters that a file name can't have. */
function byIntentAndLanguage(examples: readonly CorpusExample[]): Map<string, CorpusExample[]> {
  const groups = new Map<string, CorpusExample[]>();
  for (const example of examples) {
    const intent = example.intent.replace(/[^\p{L}\p{N}._-]/gu, '_');
    const name = example.language ? `${example.language}/${intent}` : intent;
    const members = groups.get(name) ?? [];
    groups.set(name, members);
    members.push(example);
  }
  return groups;
}
