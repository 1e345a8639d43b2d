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
  // Where no example has anything of the message, there is nothing to be sure of.
  const isKnown = vector.columns.length > 0;
  const confidence = confidenceOf(calibration, evidence(classes, scores, vector.unknown));
  const best = bestClass(classes, scores);
  const shares = softmax(classes, scores, calibration.sharpness);
  // What the best leaves over goes to the others in proportion; none may pass the best.
  shares[best] = 0;
  const left = shares.reduce((sum, share) => sum + share, 0);
  const rest = left > 0 ? (1 - confidence) / left : 0;
  const intents: IntentScore[] = [{ name: classes[best]!, confidence }];
  while (intents.length < AT_MOST) {
    const next = largest(shares);
    if (shares[next] === 0) break;
    intents.push({ name: classes[next]!, confidence: Math.min(confidence, shares[next]! * rest) });
    shares[next] = 0;
  }
  return { intents, inScope: isKnown && confidence >= calibration.threshold };
}

function largest(values: Float64Array): number {
  let at = 0;
  for (let k = 1; k < values.length; k++) if (values[k]! > values[at]!) at = k;
  return at;
}
