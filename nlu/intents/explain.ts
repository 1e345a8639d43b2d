import { columnOf } from './hash-table.ts';
import type { IntentModel } from './model.ts';
import { hashToken, TOKEN, visitNgrams } from './ngrams.ts';
import { bestClass, scoreClasses } from './score.ts';
import { readable, vectorise } from './vectoriser.ts';

/** What a piece of the message added to the score of an intent. */
export interface Reason {
  readonly piece: string;
  readonly amount: number;
}

export interface IntentReasons {
  readonly intent: string;
  /** About +1 for the right intent and -1 for the others. */
  readonly score: number;
  /** Largest amount first. */
  readonly reasons: readonly Reason[];
}

export interface Explanation {
  readonly winner: IntentReasons;
  readonly runnerUp: IntentReasons;
  /** Words of the message that no example has. */
  readonly unknown: readonly string[];
}

const REASONS = 10;

/** The n-grams that spoke for the best intent and for the second; word meanings count together as one piece. */
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
      .sort((a, b) => b.amount - a.amount)
      .slice(0, REASONS);
    return { intent: classes[k]!, score: scores[k]!, reasons };
  };
  const best = bestClass(classes, scores);
  return {
    winner: reasonsFor(best),
    runnerUp: reasonsFor(bestClass(classes, scores, best)),
    unknown: [...unknown],
  };
}
