import type { IntentScore } from '../understanding.ts';
import type { IntentModel } from './model.ts';
import { bestClass, confidenceOf, evidence, scoreClasses, softmax } from './score.ts';
import { vectorise } from './vectoriser.ts';

/** In-scope intents, best first, at most 5; their confidences sum to at most 1. */
export interface Classification {
  readonly intents: readonly IntentScore[];
  readonly inScope: boolean;
}

const AT_MOST = 5;

/** What a message means, in linear time; holds on to nothing of it. */
export function classify(model: IntentModel, text: string): Classification {
  const { classes, calibration } = model;
  const vector = vectorise(model.vectoriser, text);
  const scores = scoreClasses(model, vector);
  const confidence = confidenceOf(
    calibration,
    evidence(classes, scores, vector.unseenTokens, vector.unseenCharacters),
  );
  const best = bestClass(classes, scores);
  const shares = softmax(classes, scores, calibration.sharpness);
  // What the best leaves over goes to the others in proportion; none may pass the best.
  const rest = shares[best]! < 1 ? (1 - confidence) / (1 - shares[best]!) : 0;
  const intents = classes
    .map((name, k) => ({
      name,
      confidence: k === best ? confidence : Math.min(confidence, shares[k]! * rest),
      score: scores[k]!,
    }))
    .filter((_, k) => k === best || shares[k]! > 0)
    .sort((a, b) => b.confidence - a.confidence || b.score - a.score)
    .slice(0, AT_MOST)
    .map(({ name, confidence: probability }) => ({ name, confidence: probability }));
  return { intents, inScope: confidence >= calibration.threshold };
}
