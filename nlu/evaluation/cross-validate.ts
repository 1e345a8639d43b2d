import { stratifiedFolds } from '../intents/folds.ts';
import type { Example } from '../intents/model.ts';
import { NONE } from '../intents/model.ts';
import { classesOf, TrainingError, trainIntents } from '../intents/train.ts';
import { seededRandom, shuffle } from '../random.ts';
import { type Interval, intentIntervals } from './bootstrap.ts';
import { predictIntent } from './evaluate.ts';
import {
  type IntentMetrics,
  type IntentScores,
  measure,
  type Prediction,
  perIntent,
  type ReliabilityBin,
  reliability,
} from './metrics.ts';

export interface CrossValidateOptions {
  readonly folds: number;
  readonly seed: number;
  /** Also train on growing parts of the examples. */
  readonly learningCurve?: boolean;
  readonly onProgress?: (done: number) => void;
}

export interface CrossValidation<E extends Example = Example> {
  readonly metrics: IntentMetrics;
  readonly intents: readonly (IntentScores & { readonly intent: string; readonly f1Interval: Interval })[];
  /** Most confused first; out-of-scope examples count where the verdict keeps them. */
  readonly confusions: readonly Confusion[];
  readonly reliability: readonly ReliabilityBin[];
  readonly learningCurve: readonly { readonly examples: number; readonly inScopeAccuracy: number | null }[];
  /** One per example, by a model that never saw it. */
  readonly predictions: readonly (Prediction & { readonly example: E })[];
}

export interface Confusion {
  readonly intent: string;
  readonly predicted: string;
  readonly count: number;
  readonly texts: readonly string[];
}

const CURVE = [0.1, 0.2, 0.4, 0.6, 0.8, 1];
const TEXTS_A_PAIR = 5;

/**
 * k-fold cross-validation, every intent spread evenly over the folds. Throws a TrainingError where the corpus, or what one
 * fold leaves of it, has fewer than two intents.
 */
export function crossValidate<E extends Example>(
  examples: readonly E[],
  { folds, seed, learningCurve = false, onProgress }: CrossValidateOptions,
): CrossValidation<E> {
  if (!Number.isInteger(folds) || folds < 2 || folds > 20) throw new RangeError('Folds go from 2 to 20.');
  const foldOf = stratifiedFolds(examples, folds, seededRandom(seed));
  const steps = folds + (learningCurve ? CURVE.length : 0);
  const held = (fold: number) => examples.filter((_, row) => foldOf[row] === fold);
  const rest = (fold: number) => examples.filter((_, row) => foldOf[row] !== fold);
  classesOf(examples);
  if (Array.from({ length: folds }, (_, fold) => rest(fold)).some((rows) => !hasTwoIntents(rows))) {
    throw new TrainingError(
      `Held out by turns in ${folds} parts, the examples leave fewer than two intents to learn from; write at least two of each intent.`,
    );
  }

  const predictions = Array.from({ length: folds }, (_, fold) => {
    const model = trainIntents(rest(fold), { seed });
    onProgress?.((fold + 1) / steps);
    return held(fold).map((example) => ({ ...predictIntent(model, example), example }));
  }).flat();

  const pool = shuffle(rest(0), seededRandom(seed));
  const curve = (learningCurve ? CURVE : []).flatMap((share, step) => {
    const part = pool.slice(0, Math.round(share * pool.length));
    onProgress?.((folds + step + 1) / steps);
    if (!hasTwoIntents(part)) return [];
    const model = trainIntents(part, { seed });
    const { inScopeAccuracy } = measure(held(0).map((example) => predictIntent(model, example)));
    return [{ examples: part.length, inScopeAccuracy }];
  });

  const known = predictions.filter((row) => row.intent !== NONE);
  const intervals = intentIntervals(known, seededRandom(seed));
  return {
    metrics: measure(predictions),
    intents: [...perIntent(known)].map(([intent, scores]) => ({
      intent,
      ...scores,
      f1Interval: intervals.get(intent)!,
    })),
    confusions: confusions(predictions.filter((row) => row.intent !== NONE || row.inScope)),
    reliability: reliability(known),
    learningCurve: curve,
    predictions,
  };
}

function hasTwoIntents(rows: readonly Example[]): boolean {
  return new Set(rows.map((row) => row.intent).filter((intent) => intent !== NONE)).size > 1;
}

/** The pairs of intents that were taken for each other, most frequent first, with some of their texts. */
export function confusions(rows: readonly Prediction[]): Confusion[] {
  const pairs = new Map<string, { intent: string; predicted: string; texts: string[] }>();
  for (const { intent, predicted, text } of rows) {
    if (intent === predicted) continue;
    const key = JSON.stringify([intent, predicted]);
    const pair = pairs.get(key) ?? { intent, predicted, texts: [] };
    pairs.set(key, pair);
    pair.texts.push(text);
  }
  return [...pairs.values()]
    .sort((a, b) => b.texts.length - a.texts.length)
    .map(({ intent, predicted, texts }) => ({
      intent,
      predicted,
      count: texts.length,
      texts: texts.slice(0, TEXTS_A_PAIR),
    }));
}
