import { type CorpusExample, type CorpusProblem, formatProblem, problemLines } from '../corpus/corpus.ts';
import { readCorpus } from '../corpus/read-corpus.ts';
import {
  type AnsweredIntent,
  counted,
  type Doubt,
  type HeldOutExample,
  validateCorpus,
} from '../evaluation/validate-corpus.ts';
import { predictHeldOut, TrainingError } from '../intents/train.ts';

export interface ValidateCommandOptions {
  /** File or folder of any corpus format. */
  readonly corpus: string;
  /** Fewest examples of an intent in a language; 10 unless given. */
  readonly fewest?: number;
  /** Whether to look for likely mislabelled examples too, which takes a training; true unless given. */
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

/** `rainmaker nlu validate`; the command line exits 1 when there are problems. */
export async function validateCommand(
  options: ValidateCommandOptions,
  print: (line: string) => void,
): Promise<Validation> {
  const { examples, problems: faults } = await readCorpus(options.corpus);
  const { predictions, tooFew } =
    faults.length > 0 || options.crossValidate === false
      ? { predictions: [], tooFew: [] }
      : predict(examples, options);
  const problems = [...faults, ...tooFew];
  const { fewest = 10, answered = [] } = options;
  const doubts = faults.length > 0 ? [] : validateCorpus(examples, { fewest, answered, predictions });
  for (const line of problemLines(problems)) print(line);
  for (const doubt of doubts) print(formatProblem(doubt));
  print(
    `${counted(examples.length, 'example')}, ${counted(problems.length, 'problem')}, ${counted(doubts.length, 'doubt')}.`,
  );
  return { examples: examples.length, problems, doubts };
}

/** Every example read by a model that never saw it; without enough of them, that is a problem of the corpus. */
function predict(
  examples: readonly CorpusExample[],
  { corpus, seed = 1, onProgress }: ValidateCommandOptions,
): { readonly predictions: readonly HeldOutExample[]; readonly tooFew: readonly CorpusProblem[] } {
  try {
    const predictions = predictHeldOut(examples, { seed, ...(onProgress && { onProgress }) });
    return { predictions: examples.map((example, at) => ({ example, ...predictions[at]! })), tooFew: [] };
  } catch (error) {
    if (!(error instanceof TrainingError)) throw error;
    return {
      predictions: [],
      tooFew: [{ code: 'corpus.too-few', file: corpus, line: 1, message: error.message }],
    };
  }
}
