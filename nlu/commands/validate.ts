import { type CorpusExample, type CorpusProblem, formatProblem } from '../corpus/corpus.ts';
import { readCorpus } from '../corpus/read-corpus.ts';
import { crossValidate } from '../evaluation/cross-validate.ts';
import { type AnsweredIntent, type Doubt, validateCorpus } from '../evaluation/validate-corpus.ts';

export interface ValidateCommandOptions {
  /** File or folder of any corpus format. */
  readonly corpus: string;
  /** Fewest examples of an intent in a language; 10 unless given. */
  readonly fewest?: number;
  /** Whether to look for likely mislabelled examples too, which takes several trainings; true unless given. */
  readonly crossValidate?: boolean;
  readonly seed?: number;
  /** Intents that the bot has an answer for; each needs examples. None unless given. */
  readonly answered?: readonly AnsweredIntent[];
  readonly onProgress?: (done: number) => void;
}

export interface Validation {
  readonly examples: number;
  /** Faults of the files: training would refuse them. */
  readonly problems: readonly CorpusProblem[];
  /** What a person should look at. */
  readonly doubts: readonly Doubt[];
}

const FOLDS = 5;

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** `rainmaker nlu validate`; the command line exits 1 when there are problems. */
export async function validateCommand(
  options: ValidateCommandOptions,
  print: (line: string) => void,
): Promise<Validation> {
  const { examples, problems } = await readCorpus(options.corpus);
  const doubts = problems.length > 0 ? [] : doubtsOf(examples, options);
  for (const problem of problems) print(formatProblem(problem));
  for (const doubt of doubts) print(formatProblem(doubt));
  print(
    `${counted(examples.length, 'example')}, ${counted(problems.length, 'problem')}, ${counted(doubts.length, 'doubt')}.`,
  );
  return { examples: examples.length, problems, doubts };
}

function doubtsOf(
  examples: readonly CorpusExample[],
  { fewest = 10, seed = 1, answered = [], onProgress, ...options }: ValidateCommandOptions,
): Doubt[] {
  const predictions =
    options.crossValidate === false
      ? []
      : crossValidate(examples, { folds: FOLDS, seed, ...(onProgress && { onProgress }) }).predictions;
  return validateCorpus(examples, { fewest, answered, predictions });
}
