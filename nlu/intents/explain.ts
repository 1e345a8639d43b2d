import { classify } from './classify.ts';
import { columnOf } from './hash-table.ts';
import { type IntentModel, NONE } from './model.ts';
import { hashToken, TOKEN, visitNgrams } from './ngrams.ts';
import { bestClass, scoreClasses } from './score.ts';
import { readable, vectorise } from './vectoriser.ts';

/** What a piece of the message added to the score of an intent, or took off it. */
export interface Reason {
  readonly piece: string;
  readonly amount: number;
}

export interface IntentReasons {
  readonly intent: string;
  /** About +1 for the right intent and -1 for the others. */
  readonly score: number;
  /** Of every message, before any of its pieces. */
  readonly start: number;
  /** Those that move the score most, largest amount first. */
  readonly reasons: readonly Reason[];
  /** Sum of the amounts of all other pieces. */
  readonly others: number;
}

export interface Explanation {
  readonly winner: IntentReasons;
  readonly runnerUp: IntentReasons;
  /** What spoke for being out of scope; undefined of a model without such examples. */
  readonly none: IntentReasons | undefined;
  /** Words of the message, in Chinese characters, that no example has. */
  readonly unknown: readonly string[];
  /** Share of the message's n-grams that no example has, by weight, 0 to 1: it lowers the scores of all intents. */
  readonly unknownShare: number;
  /** Probability (0 to 1) that the winner is right; in scope from `threshold` on. */
  readonly confidence: number;
  readonly threshold: number;
  readonly inScope: boolean;
}

const REASONS = 10;
/** Amounts that would be shown as nothing. */
const LEAST_AMOUNT = 0.0005;

/**
 * The n-grams that spoke for and against the best intent, the second and `none`, what was strange in the message, and the
 * verdict; word meanings count together as one piece.
 */
export function explain(model: IntentModel, text: string): Explanation {
  const { vectoriser, classes } = model;
  const vector = vectorise(vectoriser, text);
  const scores = scoreClasses(model, vector);
  const folded = readable(vectoriser, text);
  const pieces = new Map<number, string>();
  const unknown = new Set<string>();
  visitNgrams(folded, (hash, block, start, end) => {
    const column = columnOf(vectoriser.table, hash);
    const piece = folded.slice(start, end);
    if (column >= 0) pieces.set(column, block === TOKEN ? `"${piece}"` : `…${piece}…`);
    else if (block === TOKEN && hash === hashToken(folded, start, end)) unknown.add(piece);
  });

  const reasonsFor = (k: number): IntentReasons => {
    const amounts = new Map<string, number>();
    vector.columns.forEach((column, at) => {
      const piece = pieces.get(column) ?? 'meaning of the words';
      const amount = vector.values[at]! * model.weights[column * classes.length + k]!;
      amounts.set(piece, (amounts.get(piece) ?? 0) + amount);
    });
    const reasons = [...amounts]
      .map(([piece, amount]) => ({ piece, amount }))
      .filter(({ amount }) => Math.abs(amount) >= LEAST_AMOUNT)
      .sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount))
      .slice(0, REASONS)
      .sort((a, b) => b.amount - a.amount);
    const [score, start] = [scores[k]!, model.biases[k]!];
    const others = score - start - reasons.reduce((sum, { amount }) => sum + amount, 0);
    return { intent: classes[k]!, score, start, reasons, others };
  };
  const best = bestClass(classes, scores);
  const none = classes.indexOf(NONE);
  const { intents, inScope } = classify(model, text);
  return {
    winner: reasonsFor(best),
    runnerUp: reasonsFor(bestClass(classes, scores, best)),
    none: none < 0 ? undefined : reasonsFor(none),
    unknown: [...unknown],
    unknownShare: vector.unknown,
    confidence: intents[0]!.confidence,
    threshold: model.calibration.threshold,
    inScope,
  };
}
