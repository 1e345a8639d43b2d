import type { CorpusProblem } from '../corpus/corpus.ts';
import { readCorpus } from '../corpus/read-corpus.ts';
import { crossValidate } from '../evaluation/cross-validate.ts';
import type { IntentMetrics } from '../evaluation/metrics.ts';
import { type Doubt, validateCorpus } from '../evaluation/validate-corpus.ts';
import type { Example } from '../intents/model.ts';
import { parseModel, serialiseModel } from '../intents/model-file.ts';
import { foldText } from '../intents/ngrams.ts';
import { trainIntents } from '../intents/train.ts';
import { sourceHash } from '../source-hash.ts';
import { type ChangedAnswer, changedAnswers, compareGolden, type GoldenComparison } from './compare.ts';

export interface CandidateTask {
  /** File or folder of any corpus format. */
  readonly corpus: string;
  /** From 2 to 20. */
  readonly folds: number;
  readonly seed: number;
  /** The live model's bytes. */
  readonly active: Uint8Array;
  readonly golden: readonly Example[];
  /** What visitors wrote lately. */
  readonly messages: readonly string[];
}

export interface Candidate {
  readonly kind: 'candidate';
  readonly bytes: Uint8Array;
  readonly corpusHash: string;
  readonly examples: number;
  readonly intents: number;
  readonly crossValidation: IntentMetrics;
  /** What a person should look at, though it stops nothing. */
  readonly doubts: readonly Doubt[];
  readonly golden: GoldenComparison;
  readonly changed: readonly ChangedAnswer[];
}

/** The corpus can't be trained on; each problem has its file and line. */
export interface Refusal {
  readonly kind: 'refusal';
  readonly problems: readonly (CorpusProblem | Doubt)[];
}

/** Doubts that would make the model contradict itself. */
const FATAL: ReadonlySet<Doubt['code']> = new Set(['corpus.contradiction']);
const FEWEST = 10;
const CROSS_VALIDATION_SHARE = 0.8;

/** Trains a model of the corpus and says how it would do in place of the live one. */
export async function trainCandidate(
  task: CandidateTask,
  onProgress: (done: number) => void = () => {},
): Promise<Candidate | Refusal> {
  const { corpus, folds, seed } = task;
  const corpusHash = await sourceHash([corpus]).catch(() => '');
  const { examples, problems } = await readCorpus(corpus);
  if (problems.length > 0) return { kind: 'refusal', problems };
  const faults = [
    ...validateCorpus(examples, { fewest: FEWEST }).filter(({ code }) => FATAL.has(code)),
    ...goldenAmong(examples, task.golden),
  ];
  if (faults.length > 0) return { kind: 'refusal', problems: faults };

  const { metrics, predictions } = crossValidate(examples, {
    folds,
    seed,
    onProgress: (done) => onProgress(CROSS_VALIDATION_SHARE * done),
  });
  const model = trainIntents(examples, {
    seed,
    onProgress: (done) => onProgress(CROSS_VALIDATION_SHARE + (1 - CROSS_VALIDATION_SHARE) * done),
  });
  const live = parseModel(task.active).model;
  return {
    kind: 'candidate',
    bytes: serialiseModel(model, corpusHash),
    corpusHash,
    examples: examples.length,
    intents: new Set(examples.map(({ intent }) => intent)).size,
    crossValidation: metrics,
    doubts: validateCorpus(examples, { fewest: FEWEST, predictions }),
    golden: compareGolden(task.golden, live, model),
    changed: changedAnswers(task.messages, live, model),
  };
}

/** A sentence that was trained on no longer tests anything. */
function goldenAmong(
  examples: Awaited<ReturnType<typeof readCorpus>>['examples'],
  golden: readonly Example[],
): Doubt[] {
  const texts = new Set(golden.map(({ text }) => foldText(text)));
  return examples
    .filter(({ text }) => texts.has(foldText(text)))
    .map(({ text, file, line }) => ({
      code: 'corpus.golden',
      file,
      line,
      message: `"${text}" is in the golden set, which tests the model and can't be trained on; take it out here.`,
    }));
}
