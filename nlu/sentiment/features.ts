import type { Token } from '../understanding.ts';
import { afinnHits, degreeOf, emojiHits, type Hit, type Lexicon, ownHits, senticonHits } from './lexicon.ts';
import { negated } from './negation.ts';

/** What speaks for a sentiment: lexicon sums in a fixed order, and n-grams with the negation they stand under. */
export interface SentimentFeatures {
  readonly sums: readonly number[];
  readonly ngrams: ReadonlySet<string>;
}

/** "not good" is less bad than "bad" is. */
const NEGATED = -0.8;

export function sentimentFeatures(
  text: string,
  tokens: readonly Token[],
  lexicon: Lexicon,
): SentimentFeatures {
  const denied = negated(text, tokens);
  const summarise = (hits: readonly Hit[]) => {
    const valences = hits.map(({ token, valence }) => {
      const degree = degreeOf(tokens[token - 1], lexicon);
      return valence * degree * (denied[token] ? NEGATED : 1);
    });
    const positive = valences.reduce((sum, valence) => sum + Math.max(0, valence), 0);
    const negative = valences.reduce((sum, valence) => sum - Math.min(0, valence), 0);
    const net = positive - negative;
    return [
      net / Math.sqrt(net * net + 1),
      positive / (positive + 1),
      negative / (negative + 1),
      Math.sign(net),
      valences.at(-1) ?? 0,
    ];
  };
  const sums = [
    [...ownHits(text, tokens, lexicon), ...emojiHits(text)],
    afinnHits(tokens),
    senticonHits(tokens),
  ].flatMap(summarise);
  const words = tokens.map(({ stem }, index) => (denied[index] ? `not ${stem}` : stem));
  const pairs = words.slice(1).map((word, index) => `${words[index]} ${word}`);
  return { sums, ngrams: new Set([...words, ...pairs]) };
}
