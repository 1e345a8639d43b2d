/** The parts of @nlpjs that are used here; the packages ship no types. */
declare module '@nlpjs/lang-en' {
  export class TokenizerEn {
    /** Splits and expands contractions; unlike `tokenize` it keeps no cache. */
    innerTokenize(text: string): string[];
  }
  /** Porter 2. `stemWord` keeps every word for ever in a cache; these three steps are what it does on a miss. */
  export class StemmerEn {
    setCurrent(word: string): void;
    innerStem(): void;
    getCurrent(): string;
  }
  export class NormalizerEn {
    /** Lower case, accents folded. */
    normalize(text: string): string;
  }
  export const SentimentEn: {
    /** ML-SentiCon: valence (-1 to 1) by stem. */
    senticon: Record<string, number>;
  };
}
