import { NormalizerEn, SentimentEn, StemmerEn, TokenizerEn } from '@nlpjs/lang-en';

/** The one door to nlp.js. Its caches grow without bound and its entity extraction is slow on raw input: neither is used. */
const tokenizer = new TokenizerEn();
const stemmer = new StemmerEn();
const normalizer = new NormalizerEn();
const { senticon } = SentimentEn;

/** Longer "words" are no words; the stemmer rescans them. */
const LONGEST_WORD = 40;

/** "don't" as do, not. */
export function expandContraction(word: string): readonly string[] {
  return tokenizer.innerTokenize(word);
}

/** Lower case, accents folded. */
export function foldWord(word: string): string {
  return normalizer.normalize(word);
}

/** Porter 2 stem of a folded English word. */
export function stemWord(word: string): string {
  if (word.length > LONGEST_WORD) return word;
  stemmer.setCurrent(word);
  stemmer.innerStem();
  return stemmer.getCurrent();
}

/** Valence of an English stem in ML-SentiCon (-1 to 1), undefined where it is not listed. */
export function valenceOf(stem: string): number | undefined {
  return Object.hasOwn(senticon, stem) ? senticon[stem] : undefined;
}
