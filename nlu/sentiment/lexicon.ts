import { valenceOf } from '../nlpjs.ts';
import type { Token } from '../understanding.ts';
import { negated } from './negation.ts';

/** Summed valence of a text by the lexicon, split by sign after negation. */
export interface LexiconScore {
  readonly positive: number;
  readonly negative: number;
}

export function lexiconScore(text: string, tokens: readonly Token[]): LexiconScore {
  const denied = negated(text, tokens);
  let [positive, negative] = [0, 0];
  for (const [index, token] of tokens.entries()) {
    const valence = (valenceOf(token.stem) ?? 0) * (denied[index] ? -1 : 1);
    if (valence > 0) positive += valence;
    else negative -= valence;
  }
  return { positive, negative };
}
