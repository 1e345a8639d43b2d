import type { Sentiment, Token } from '../understanding.ts';
import { lexiconScore } from './lexicon.ts';

/** Scores within this distance of 0 are neutral. */
const NEUTRAL_BAND = 0.25;

export type SentimentScorer = (text: string, tokens: readonly Token[]) => Sentiment;

/** Sentiment by lexicon and negation alone. */
export const scoreByLexicon: SentimentScorer = (text, tokens) => {
  const { positive, negative } = lexiconScore(text, tokens);
  return toSentiment((positive - negative) / (positive + negative + 1));
};

export function toSentiment(score: number): Sentiment {
  return { score, label: score > NEUTRAL_BAND ? 'positive' : score < -NEUTRAL_BAND ? 'negative' : 'neutral' };
}
