/** Training for the running shop: what a new model would change, and whether it may go live. */
import { syncGoldenSentences } from '../../crm/golden-sentences.ts';
import { pruneIntentModels, saveIntentModel } from '../../crm/intent-models.ts';
import type { Models } from '../../crm/models/index.ts';
import type { IntentModelMetrics } from '../../crm/models/intent-model.ts';
import { examplesOf } from '../../nlu/corpus/corpus.ts';
import { readCorpus } from '../../nlu/corpus/read-corpus.ts';
import { redact } from '../../nlu/redact.ts';
import type { Candidate, Refusal } from '../../nlu/training/candidate.ts';
import type { Verdict } from '../../nlu/training/compare.ts';
import { trainInWorker } from '../../nlu/training/train-in-worker.ts';
import type { StoredUnderstanding } from '../../nlu/understanding.ts';
import { PATHS } from '../paths.ts';
import { type ActiveModelOptions, activeModel, chooseVersion, readVersion } from './live-model.ts';

export interface TrainingOptions extends ActiveModelOptions {
  /** File or folder of any corpus format. */
  readonly corpus: string;
  readonly author: string;
  /** Golden sentences that come with the product: file or folder. */
  readonly golden?: string;
  /** Keeps and activates nothing. */
  readonly dryRun?: boolean;
  /** Activates in spite of golden sentences that break. */
  readonly force?: boolean;
  readonly folds?: number;
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

export interface ChangedMessage {
  /** What a visitor wrote, without what tells who it was. */
  readonly text: string;
  readonly before: Verdict;
  readonly after: Verdict;
}

export type TrainingReport =
  | Refusal
  | (Pick<Candidate, 'corpusHash' | 'examples' | 'intents' | 'crossValidation' | 'doubts' | 'golden'> & {
      readonly kind: 'trained';
      /** The version that answered when training began. */
      readonly before: number;
      readonly messages: { readonly looked: number; readonly changed: readonly ChangedMessage[] };
      /** `unchanged`: the corpus gave the very model that is live. */
      readonly outcome: 'activated' | 'unchanged' | 'golden-regression' | 'dry-run';
      /** Of the new model, where it was kept. */
      readonly version?: number;
    });

const FOLDS = 5;
const SEED = 1;
/** Turns looked back on for messages. */
const RECENT_TURNS = 2_000;

/**
 * Trains a model of the corpus in a worker and activates it, unless it breaks a golden sentence that the live model
 * understands.
 * @throws RainmakerError MODEL_OVERTAKEN when somebody else changed the live model meanwhile
 */
export async function train(options: TrainingOptions): Promise<TrainingReport> {
  const { models, now, author } = options;
  const golden = await syncGoldenSentences(
    models,
    examplesOf(await readCorpus(options.golden ?? PATHS.golden)),
  );
  const before = (await activeModel(options)).version;
  const live = await readVersion(models, before);
  if (!live) throw new Error(`the active model ${before} vanished from the store`);
  const messages = await recentMessages(models);
  const { onProgress, signal } = options;
  const candidate = await trainInWorker(
    {
      corpus: options.corpus,
      folds: options.folds ?? FOLDS,
      seed: SEED,
      active: live.bytes,
      golden,
      messages: messages.map((message) => message.text),
    },
    { ...(onProgress && { onProgress }), ...(signal && { signal }) },
  );
  if (candidate.kind === 'refusal') return candidate;

  const { bytes, changed, kind: _, ...about } = candidate;
  const report = {
    ...about,
    kind: 'trained' as const,
    before,
    messages: {
      looked: messages.length,
      changed: changed.map(({ index, ...answers }) => ({ text: redact(messages[index]!), ...answers })),
    },
  };
  const isRegression = candidate.golden.broken.length > 0 && !options.force;
  if (isRegression) return { ...report, outcome: 'golden-regression' };
  if (options.dryRun) return { ...report, outcome: 'dry-run' };
  const { version } = await saveIntentModel(models, {
    bytes,
    corpusHash: candidate.corpusHash,
    examples: candidate.examples,
    intents: candidate.intents,
    metrics: metricsOf(candidate, options.folds ?? FOLDS),
    author,
    madeAt: now(),
  });
  await chooseVersion(models, { version, author, at: now(), insteadOf: before });
  await pruneIntentModels(models, now());
  return { ...report, outcome: version === before ? 'unchanged' : 'activated', version };
}

function metricsOf({ crossValidation, golden }: Candidate, folds: number): IntentModelMetrics {
  const { accuracy, inScopeAccuracy, macroF1, oosRecall, expectedCalibrationError } = crossValidation;
  return {
    crossValidation: { folds, accuracy, inScopeAccuracy, macroF1, oosRecall, expectedCalibrationError },
    golden: { right: golden.rightAfter, total: golden.total },
  };
}

/** Texts that people typed in the newest turns, each once; what buttons sent is no test of the model. */
async function recentMessages(models: Models): Promise<StoredUnderstanding[]> {
  const turns = await models.Turn.find({ 'message.action': { $exists: false } })
    .sort({ at: -1 })
    .limit(RECENT_TURNS)
    .select({ 'understanding.text': 1, 'understanding.entities': 1 })
    .lean();
  const read = turns
    .map((turn) => turn.understanding as StoredUnderstanding)
    .filter(({ text }) => text.trim().length > 0);
  return [...new Map(read.map((understanding) => [understanding.text, understanding])).values()];
}
