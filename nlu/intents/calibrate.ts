import { fitLogistic } from './logistic.ts';
import { type Calibration, NONE } from './model.ts';
import { bestClass, confidenceOf, evidence, softmax } from './score.ts';

/** A training row with the scores that classifiers trained without it gave it. */
export interface HeldOutRow {
  readonly intent: string;
  readonly scores: Float32Array;
  readonly unseenTokens: number;
  readonly unseenCharacters: number;
}

/** Share of in-scope rows that the verdict may lose where no `none` rows tell what is out of scope. */
const LOST_IN_SCOPE = 0.05;
/** Fewer `none` rows than this say too little to place a threshold by. */
const ENOUGH_NONE = 10;

export function calibrate(classes: readonly string[], rows: readonly HeldOutRow[]): Calibration {
  const features = rows.map((row) => evidence(classes, row.scores, row.unseenTokens, row.unseenCharacters));
  const right = rows.map((row) => (classes[bestClass(classes, row.scores)] === row.intent ? 1 : 0));
  const confidence = fitLogistic(features, right);
  const draft = { sharpness: fitSharpness(classes, rows), confidence, threshold: 0 };
  const confidences = features.map((row) => confidenceOf(draft, row));
  const inScope = confidences.filter((_, r) => rows[r]!.intent !== NONE).sort((a, b) => a - b);
  const out = confidences.filter((_, r) => rows[r]!.intent === NONE).sort((a, b) => a - b);
  const threshold =
    out.length >= ENOUGH_NONE
      ? bestBalanced(inScope, out)
      : inScope[Math.floor(LOST_IN_SCOPE * inScope.length)]!;
  return { ...draft, threshold };
}

/** The threshold with the highest mean of in-scope recall and out-of-scope recall. Both lists ascend. */
function bestBalanced(inScope: readonly number[], out: readonly number[]): number {
  let best = 0;
  let highest = Number.NEGATIVE_INFINITY;
  let below = 0;
  out.forEach((value, index) => {
    const next = out[index + 1] ?? 1;
    const threshold = (value + next) / 2;
    while (below < inScope.length && inScope[below]! < threshold) below++;
    const balanced = (index + 1) / out.length - below / inScope.length;
    if (balanced > highest) {
      highest = balanced;
      best = threshold;
    }
  });
  return best;
}

/** The softmax factor with the highest likelihood of the true intents (temperature scaling; Guo et al. 2017). */
function fitSharpness(classes: readonly string[], rows: readonly HeldOutRow[]): number {
  const inScope = rows.filter((row) => row.intent !== NONE);
  const loss = (sharpness: number) =>
    inScope.reduce((sum, row) => {
      const share = softmax(classes, row.scores, sharpness)[classes.indexOf(row.intent)]!;
      return sum - Math.log(Math.max(share, 1e-9));
    }, 0);
  let [low, high] = [0.5, 20];
  for (let step = 0; step < 12; step++) {
    const [left, right] = [low + (high - low) / 3, high - (high - low) / 3];
    if (loss(left) < loss(right)) high = right;
    else low = left;
  }
  return (low + high) / 2;
}
