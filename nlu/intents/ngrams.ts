/**
 * The features of a message: hashed n-grams, chosen by script.
 *
 * A token is a run of letters and digits or, in Chinese and Japanese text, one character. Every message gives its
 * token 1-2-grams (so Chinese gets character 1-2-grams, and mixed text both kinds and the pairs between them); its
 * stretches outside Chinese give character 2-5-grams too, which hold up under typos and missing spaces.
 * An n-gram is known by a 32-bit hash alone, so that no substring is ever allocated or kept.
 */

/** The two blocks of features; each is weighted and normalised by itself. */
export const TOKEN = 0;
export const CHARACTER = 1;

/** Called for each n-gram: its hash, its block and where it stands in the folded text. */
export type VisitNgram = (hash: number, block: number, start: number, end: number) => void;

const CHARACTER_MIN = 2;
const CHARACTER_MAX = 5;

/** Longest text that is looked at, in UTF-16 units. Messages are at most 4,000. */
const LONGEST = 4000;

/** Case, accents, full-width forms and elongation ("soooo") folded away. Offsets of the result are its own. */
export function foldText(text: string): string {
  let folded = text.length > LONGEST ? text.slice(0, LONGEST) : text;
  if (!/^[\x00-\x7f]*$/.test(folded)) {
    folded = folded
      .normalize('NFKD')
      .replace(/\p{Mn}+/gu, '')
      .normalize('NFC')
      .replace(/[’‘]/g, "'");
  }
  return folded
    .toLowerCase()
    .replace(/(\p{L})\1{2,}/gu, '$1$1')
    .slice(0, LONGEST);
}

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
const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;

/** The finaliser of MurmurHash3: spreads the bits of an FNV-1a sum. */
function finish(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

/** Visits every n-gram of a folded text, in linear time. */
export function visitNgrams(text: string, visit: VisitNgram): void {
  visitTokens(text, visit);
  visitCharacters(text, visit);
}

function visitTokens(text: string, visit: VisitNgram): void {
  const { length } = text;
  let previous = Math.imul(FNV_OFFSET, 31);
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
    let hash = FNV_OFFSET;
    if (kind === IDEOGRAPH_UNIT) {
      hash = Math.imul(hash ^ unit, FNV_PRIME);
      at++;
      if (unit >= 0xd800 && unit <= 0xdbff && at < length) {
        hash = Math.imul(hash ^ text.charCodeAt(at++), FNV_PRIME);
      }
    } else {
      while (at < length && (KINDS[text.charCodeAt(at)] === WORD_UNIT || isApostrophe(text, at))) {
        hash = Math.imul(hash ^ text.charCodeAt(at++), FNV_PRIME);
      }
    }
    visit(finish(hash ^ 0x5bd1e995), TOKEN, start, at);
    visit(finish(Math.imul(previous, 0x9e3779b1 | 0) ^ hash), TOKEN, previousStart, at);
    previous = hash;
    previousStart = start;
  }
}

/** Inside a word only: don't, o'clock. */
function isApostrophe(text: string, at: number): boolean {
  return text.charCodeAt(at) === 39 && KINDS[text.charCodeAt(at + 1)] === WORD_UNIT;
}

/** Scratch for one padded stretch: its units, and the offset of each in the text. */
const units = new Uint16Array(LONGEST + 2);
const offsets = new Uint16Array(LONGEST + 3);

function visitCharacters(text: string, visit: VisitNgram): void {
  let at = 0;
  while (at < text.length) {
    // A stretch runs to the next ideograph; what is no letter, digit or question mark in it becomes one space.
    let size = 0;
    let worded = false;
    units[size] = SPACE;
    offsets[size++] = at;
    for (; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      const kind = KINDS[unit]!;
      if (kind === IDEOGRAPH_UNIT) break;
      if (kind === WORD_UNIT) worded = true;
      else if (units[size - 1] === SPACE) continue;
      units[size] = kind === WORD_UNIT ? unit : SPACE;
      offsets[size++] = at;
    }
    if (units[size - 1] !== SPACE) {
      units[size] = SPACE;
      offsets[size++] = at;
    }
    offsets[size] = at;
    if (worded) visitStretch(size, visit);
    while (at < text.length && KINDS[text.charCodeAt(at)] === IDEOGRAPH_UNIT) at++;
  }
}

function visitStretch(size: number, visit: VisitNgram): void {
  for (let from = 0; from < size; from++) {
    let hash = FNV_OFFSET;
    const last = Math.min(CHARACTER_MAX, size - from);
    for (let n = 1; n <= last; n++) {
      hash = Math.imul(hash ^ units[from + n - 1]!, FNV_PRIME);
      if (n >= CHARACTER_MIN) visit(finish(hash + n), CHARACTER, offsets[from]!, offsets[from + n]!);
    }
  }
}
