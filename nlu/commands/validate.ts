import { type CorpusProblem, formatProblem } from '../corpus/corpus.ts';
import { readCorpus } from '../corpus/read-corpus.ts';
import { type Doubt, validateCorpus } from '../evaluation/validate-corpus.ts';

export interface ValidateCommandOptions {
  /** File or folder of any corpus format. */
  readonly corpus: string;
  /** Fewest examples of an intent in a language; 10 unless given. */
  readonly fewest?: number;
  /** Whether to look for likely mislabelled examples too; true unless given. */
  readonly crossValidate?: boolean;
  readonly seed?: number;
  readonly onProgress?: (done: number) => void;
}

export interface Validation {
  readonly examples: number;
  /** Faults of the files: training would refuse them. */
  readonly problems: readonly CorpusProblem[];
  /** What a person should look at. */
  readonly doubts: readonly Doubt[];
}

/** `rainmaker nlu validate`; the command line exits 1 when there are problems. */
export async function validateCommand(
  { corpus, fewest = 10, crossValidate = true, seed = 1, onProgress }: ValidateCommandOptions,
  print: (line: string) => void,
): Promise<Validation> {
  const { examples, problems } = await readCorpus(corpus);
  const doubts =
    problems.length > 0
      ? []
      : validateCorpus(examples, { fewest, crossValidate, seed, ...(onProgress && { onProgress }) });
  for (const problem of problems) print(formatProblem(problem));
  for (const { file, line, message } of doubts) print(`${file}:${line}: ${message}`);
  print(`${examples.length} examples, ${problems.length} problems, ${doubts.length} doubts.`);
  return { examples: examples.length, problems, doubts };
}
