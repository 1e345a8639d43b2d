/**
 * The features of a message: hashed n-grams, chosen by script.
 *
 * A token is a run of letters and digits or, in Chinese and Japanese text, one character. Every message gives its
 * token 1-2-grams (so Chinese gets character 1-2-grams, and mixed text both kinds and the pairs between them); each
 * word outside Chinese gives its character 2-4-grams too, which hold up under typos and missing spaces.
 * An n-gram is known by a 32-bit hash alone, so that no substring is ever allocated or kept.
 */

import { asWritten } from './spoken.ts';

/** The two blocks of features; each is weighted and normalised by itself. */
export const TOKEN = 0;
export const CHARACTER = 1;

/** Called for each n-gram: its hash, its block and where it stands in the folded text. */
export type VisitNgram = (hash: number, block: number, start: number, end: number) => void;

const CHARACTER_MIN = 2;
const CHARACTER_MAX = 4;

/** Longest text that is looked at, in UTF-16 units. Messages are at most 4,000. */
const LONGEST = 4000;

/**
 * Case, accents, full-width forms and elongation folded away: of "soooo" one letter stays at the end of a word, two within.
 * Offsets of the result are its own.
 */
export function foldText(text: string): string {
  let folded = text.length > LONGEST ? text.slice(0, LONGEST) : text;
  if (!/^[\x00-\x7f]*$/.test(folded)) {
    folded = folded
      .normalize('NFKD')
      .replace(/\p{Mn}+/gu, '')
      .normalize('NFC')
      .replace(/[’‘]/g, "'");
  }
  return asWritten(folded)
    .toLowerCase()
    .replace(/([a-z])\1{2,}(?![a-z])/g, '$1')
    .replace(/(\p{L})\1{2,}/gu, '$1$1')
    .slice(0, LONGEST);
}

/** Numbers of orders, quotes and the like: "SO-1001", "O-260304-8WCAK0", the latter with spaces or nothing for hyphens too. */
const REFERENCE =
  /(?<![\p{Script=Latin}\p{N}])(?:[a-z]{1,5}-\d{3,12}(?:-[a-z0-9]{1,12})*|[a-z][-–— ]?\d{6}[-–— ]?(?=[a-z]{0,5}\d)[a-z0-9]{6})(?![\p{Script=Latin}\p{N}])/gu;
/** Stands for every reference: its characters are chance and must not speak for any intent. A token of its own. */
const ANY_REFERENCE = '⌗';

/** A folded text with one sign for every number of a document. */
export const withoutReferences = (folded: string): string => folded.replace(REFERENCE, ANY_REFERENCE);

const WORD_UNIT = 1;
const IDEOGRAPH_UNIT = 2;

const WORD = /[\p{L}\p{N}]/u;
const IDEOGRAPH = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** What each UTF-16 unit is; surrogates (emoji, rare Han) count as ideographs, so that each is a token. */
const KINDS = new Uint8Array(65_536);
for (let unit = 0; unit < KINDS.length; unit++) {
  const character = String.fromCharCode(unit);
  const surrogate = unit >= 0xd800 && unit <= 0xdfff;
  const symbol = unit >= 0x2190 && unit <= 0x2bff;
  if (surrogate || symbol || IDEOGRAPH.test(character)) KINDS[unit] = IDEOGRAPH_UNIT;
  else if (WORD.test(character)) KINDS[unit] = WORD_UNIT;
}

const SPACE = 32;
/** Of no text at all (FNV-1a). */
export const EMPTY_HASH = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;
/** Stands before the first token and after the last. */
const EDGE = Math.imul(EMPTY_HASH, 31);

/** The finaliser of MurmurHash3: spreads the bits of an FNV-1a sum. */
export function finishHash(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

/** Visits every n-gram of a folded text, in linear time. */
export function visitNgrams(text: string, visit: VisitNgram): void {
  const { length } = text;
  let previous = EDGE;
  let previousStart = 0;
  let at = 0;
  while (at < length) {
    const unit = text.charCodeAt(at);
    const kind = KINDS[unit]!;
    if (kind === 0) {
      at++;
      continue;
    }
    const start = at;
    if (kind === IDEOGRAPH_UNIT) {
      at++;
      if (unit >= 0xd800 && unit <= 0xdbff && at < length) at++;
    } else {
      while (at < length && (KINDS[text.charCodeAt(at)] === WORD_UNIT || isApostrophe(text, at))) at++;
      visitCharacters(text, start, at, visit);
    }
    const hash = hashToken(text, start, at);
    visit(hash, TOKEN, start, at);
    visit(pair(previous, hash), TOKEN, previousStart, at);
    previous = hash;
    previousStart = start;
  }
  if (previous !== EDGE) visit(pair(previous, EDGE), TOKEN, previousStart, length);
}

/** Longest Chinese word that is looked up, in characters. */
const LONGEST_WORD = 4;

/**
 * Visits the rows of the known words of a folded text, in linear time: runs of letters and digits as they stand, Chinese
 * cut from the left into the longest words known (forward maximum matching). `rowOf` gives -1 for an unknown word.
 */
export function visitWords(
  text: string,
  rowOf: (hash: number) => number,
  visit: (row: number) => void,
): void {
  for (let at = 0; at < text.length; ) {
    const kind = KINDS[text.charCodeAt(at)]!;
    let [next, row] = [at + 1, -1];
    if (kind === WORD_UNIT) {
      while (next < text.length && (KINDS[text.charCodeAt(next)] === WORD_UNIT || isApostrophe(text, next)))
        next++;
      row = rowOf(hashToken(text, at, next));
    } else if (kind === IDEOGRAPH_UNIT) {
      const last = Math.min(at + LONGEST_WORD, text.length);
      for (let end = last; end > at && row < 0; end--) {
        row = rowOf(hashToken(text, at, end));
        if (row >= 0) next = end;
      }
    }
    if (row >= 0) visit(row);
    at = next;
  }
}

/** The hash that `visitNgrams` gives a single token. */
export function hashToken(text: string, start: number, end: number): number {
  return finishHash(extendHash(EMPTY_HASH, text, start, end));
}

/** Goes on with an unfinished hash, at first EMPTY_HASH, over a piece of text: so pieces are hashed without being joined. */
export function extendHash(hash: number, text: string, start: number, end: number): number {
  let extended = hash;
  for (let at = start; at < end; at++) extended = Math.imul(extended ^ text.charCodeAt(at), FNV_PRIME);
  return extended;
}

function pair(first: number, second: number): number {
  return finishHash(Math.imul(first, 0x9e3779b1 | 0) ^ second);
}

/** Inside a word only: don't, o'clock. */
function isApostrophe(text: string, at: number): boolean {
  return text.charCodeAt(at) === 39 && KINDS[text.charCodeAt(at + 1)] === WORD_UNIT;
}

/** The character n-grams of one word with a space on both sides. */
function visitCharacters(text: string, start: number, end: number, visit: VisitNgram): void {
  for (let from = start - 1; from <= end + 1 - CHARACTER_MIN; from++) {
    let hash = EMPTY_HASH;
    const to = Math.min(from + CHARACTER_MAX, end + 1);
    for (let at = from; at < to; at++) {
      const unit = at < start || at >= end ? SPACE : text.charCodeAt(at);
      hash = Math.imul(hash ^ unit, FNV_PRIME);
      const length = at - from + 1;
      if (length >= CHARACTER_MIN)
        visit(finishHash(hash + length), CHARACTER, Math.max(from, start), Math.min(at + 1, end));
    }
  }
}
