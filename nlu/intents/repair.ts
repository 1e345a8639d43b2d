/**
 * Puts right what a message writes otherwise than the examples: joined words ("howmuch") and slips of the keyboard
 * ("pirce"). Words are known by their hashes alone, so candidates are made from the word, not looked for in a list
 * (Norvig 2007, "How to write a spelling corrector").
 */
import type { Embedding } from './embedding.ts';
import { columnOf, type HashTable } from './hash-table.ts';
import { EMPTY_HASH, extendHash, finishHash, hashToken } from './ngrams.ts';

/** What the examples say of words, and the word vectors. */
export interface Vocabulary {
  readonly table: HashTable;
  /** Per column: inverse document frequency. */
  readonly idf: Float32Array;
  /** What an n-gram never seen in training would weigh. */
  readonly unseenIdf: number;
  readonly embeddings: readonly Embedding[];
}

const WORD = /\b[a-z]{5,40}\b/g;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
/** Words of a message that are looked into; bounds the time of a long one. */
const AT_MOST = 8;
const LONGEST_PART = 15;
/** Mean length of the parts of a joined word at least; shorter ones are chance. */
const MEAN_PART = 3;

/** Difference in idf: a word in more than two examples is no slip of somebody's keyboard. */
const SLIPS = Math.log(3.5);
/** Difference in idf between a slip in the examples and the word that was meant: five times as many examples. */
const FAR_MORE_USUAL = Math.log(5);

/** Folded text with its words known neither to the examples nor to the word vectors made known, where that is clear. */
export function repairWords(vocabulary: Vocabulary, text: string): string {
  let left = AT_MOST;
  return text.replace(WORD, (word) => {
    const own = rarity(vocabulary, hashToken(word, 0, word.length));
    if (own < vocabulary.unseenIdf - SLIPS || isMeant(vocabulary, word)) return word;
    if (left === 0) return word;
    left--;
    if (own === Number.POSITIVE_INFINITY)
      return spell(vocabulary, word, own) ?? split(vocabulary, word) ?? word;
    // A slip that an example has is still a slip where a word like it is far more usual; hardly ever is it the first letter.
    const meant = spell(vocabulary, word, own - FAR_MORE_USUAL);
    return meant?.[0] === word[0] ? meant! : word;
  });
}

function isMeant({ embeddings }: Vocabulary, word: string): boolean {
  const hash = hashToken(word, 0, word.length);
  return embeddings.some(({ table }) => columnOf(table, hash) >= 0);
}

/** How rare a word is among the examples, by its hash; infinite if it is in none. */
function rarity({ table, idf }: Vocabulary, hash: number): number {
  const column = columnOf(table, hash);
  return column < 0 ? Number.POSITIVE_INFINITY : idf[column]!;
}

/**
 * The most frequent word of the examples one edit away: two letters swapped, one too many, missing or another. Nothing
 * if it is as rare as `rarest`. Hundreds of words are looked up, so none is made of its letters but the one found.
 */
function spell(vocabulary: Vocabulary, word: string, rarest: number): string | undefined {
  let best: string | undefined;
  let lowest = rarest;
  let before = EMPTY_HASH;
  for (let at = 0; at <= word.length; at++) {
    const consider = (middle: string, from: number) => {
      const hash = extendHash(extendHash(before, middle, 0, middle.length), word, from, word.length);
      const idf = rarity(vocabulary, finishHash(hash));
      if (idf < lowest) [lowest, best] = [idf, word.slice(0, at) + middle + word.slice(from)];
    };
    if (at + 1 < word.length) consider(word[at + 1]! + word[at]!, at + 2);
    if (at < word.length) consider('', at + 1);
    for (const letter of LETTERS) {
      consider(letter, at);
      if (at < word.length) consider(letter, at + 1);
    }
    before = extendHash(before, word, at, at + 1);
  }
  return best;
}

/** The word as the fewest words of the examples, the most frequent among these. */
function split(vocabulary: Vocabulary, word: string): string | undefined {
  const best: ({ parts: number; rarity: number; from: number } | undefined)[] = [
    { parts: 0, rarity: 0, from: 0 },
  ];
  for (let end = 1; end <= word.length; end++) {
    for (let from = Math.max(0, end - LONGEST_PART); from < end; from++) {
      const head = best[from];
      if (!head) continue;
      const way = {
        parts: head.parts + 1,
        rarity: head.rarity + rarity(vocabulary, hashToken(word, from, end)),
        from,
      };
      const known = best[end];
      if (way.rarity === Number.POSITIVE_INFINITY) continue;
      if (known && (known.parts < way.parts || (known.parts === way.parts && known.rarity <= way.rarity)))
        continue;
      best[end] = way;
    }
  }
  const whole = best[word.length];
  if (!whole || whole.parts * MEAN_PART > word.length) return undefined;
  const parts: string[] = [];
  for (let end = word.length; end > 0; end = best[end]!.from) parts.unshift(word.slice(best[end]!.from, end));
  return parts.join(' ');
}
