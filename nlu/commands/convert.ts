import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type CorpusExample, examplesOf } from '../corpus/corpus.ts';
import { formatOf, readCorpus } from '../corpus/read-corpus.ts';
import * as yaml from '../corpus/yaml.ts';

export interface ConvertOptions {
  /** File or folder of any corpus format. */
  readonly input: string;
  /** A file, whose ending says the format, or a folder for one YAML file an intent and language. */
  readonly output: string;
}

/** `rainmaker nlu convert`: imports and exports corpora. Throws a CorpusError for a faulty input. */
export async function convertCommand(
  { input, output }: ConvertOptions,
  print: (line: string) => void,
): Promise<{ examples: number; files: readonly string[] }> {
  const examples = examplesOf(await readCorpus(input));
  const format = formatOf(output);
  const files =
    format && !/\.ya?ml$/.test(output)
      ? new Map([[output, format.format(examples)]])
      : new Map(
          [...byIntentAndLanguage(examples)].map(([name, members]) => [
            path.join(output, `${name}.yml`),
            yaml.format(members),
          ]),
        );
  for (const [file, content] of files) {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  print(`${examples.length} examples written to ${output} (${files.size} files).`);
  return { examples: examples.length, files: [...files.keys()] };
}

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
