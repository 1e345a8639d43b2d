import { normalise } from '../normalise.ts';
import { cutWords } from '../tokenise.ts';
import type { Sentiment } from '../understanding.ts';
import { type SentimentExample, type SentimentModel, scoreSentiment } from './model.ts';

/** One row of the predictions file. */
export interface SentimentPrediction extends SentimentExample {
  readonly predicted: Sentiment['label'];
  /** -1 to 1. */
  readonly score: number;
}

export interface SentimentEvaluation {
  /** 0 to 1; 0 for no rows. */
  readonly accuracy: number;
  readonly macroF1: number;
  readonly count: number;
  readonly predictions: readonly SentimentPrediction[];
}

/**
 * Judges the model on labelled sentences. Where none is labelled neutral the task has two classes, and the sign of the
 * score decides.
 */
export function evaluateSentiment(
  model: SentimentModel,
  rows: readonly SentimentExample[],
): SentimentEvaluation {
  const labels = [...new Set(rows.map(({ label }) => label))];
  const predictions = rows.map(({ text, label }) => {
    const normal = normalise(text);
    const { score, label: banded } = scoreSentiment(model, normal, cutWords(normal));
    const signed = score >= 0 ? ('positive' as const) : ('negative' as const);
    return { text, label, predicted: labels.includes('neutral') ? banded : signed, score };
  });
  const right = predictions.filter(({ label, predicted }) => label === predicted).length;
  const macroF1 = labels.reduce((sum, label) => sum + f1(predictions, label), 0) / (labels.length || 1);
  return { accuracy: right / (rows.length || 1), macroF1, count: rows.length, predictions };
}

function f1(predictions: readonly SentimentPrediction[], label: Sentiment['label']): number {
  const hits = predictions.filter((row) => row.label === label && row.predicted === label).length;
  const claimed = predictions.filter(({ predicted }) => predicted === label).length;
  const actual = predictions.filter((row) => row.label === label).length;
  return hits === 0 ? 0 : (2 * hits) / (claimed + actual);
}
