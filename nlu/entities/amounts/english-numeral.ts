import type { Token } from '../../understanding.ts';
import type { NumberSpan } from './number-span.ts';

const UNITS = new Map(
  `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
  eighteen nineteen`
    .split(/\s+/)
    .map((word, value) => [word, value]),
);
const TENS = new Map(
  'twenty thirty forty fifty sixty seventy eighty ninety'
    .split(' ')
    .map((word, index) => [word, 20 + 10 * index]),
);
const SCALES = new Map([
  ['doz', 12],
  ['dozen', 12],
  ['gross', 144],
  ['hundred', 100],
  ['thousand', 1_000],
  ['grand', 1_000],
  ['million', 1_000_000],
]);
/** What "a few" comes to when a number is needed; the value is marked vague. */
const VAGUE = new Map([
  ['couple', 2],
  ['few', 3],
  ['several', 5],
]);
const SHARES = new Map([
  ['half', 0.5],
  ['quarter', 0.25],
]);
/** "gross" counts after a number or an article, and not before these. */
const NOT_A_GROSS = new Set('price profit margin weight amount total value income'.split(' '));
/** Before "one", these make it a pronoun. */
const DETERMINERS = new Set(
  'this that which the any another each every no last first next other what your my an a is'.split(' '),
);

/** The words with which a number begins. */
const FIRST_WORDS = new Set([
  'a',
  'an',
  'half',
  ...VAGUE.keys(),
  ...UNITS.keys(),
  ...TENS.keys(),
  ...SCALES.keys(),
]);

/** Numbers in English words: "a dozen", "two hundred and fifty", "two fifty", "one and a half thousand", "a few". */
export function* readEnglishNumbers(text: string, tokens: readonly Token[]): Generator<NumberSpan> {
  for (let index = 0; index < tokens.length; ) {
    const parsed = FIRST_WORDS.has(tokens[index]!.norm) ? readAt(text, tokens, index) : undefined;
    if (parsed === undefined) {
      index += 1;
      continue;
    }
    const [start, end] = [tokens[index]!.start, tokens[parsed.next - 1]!.end];
    const vague = parsed.vague ? ({ vague: true } as const) : {};
    yield { start, end, text: text.slice(start, end), value: parsed.value, ...vague };
    index = parsed.next;
  }
}

interface Parsed {
  readonly value: number;
  readonly vague: boolean;
  readonly next: number;
}

function readAt(text: string, tokens: readonly Token[], from: number): Parsed | undefined {
  /** The word at an index, if only a space or hyphen parts it from the word before. */
  const word = (index: number): string => {
    const token = tokens[index];
    if (token === undefined) return '';
    const before = index === from ? ' ' : text.slice(tokens[index - 1]!.end, token.start);
    return /^[ -]?$/.test(before) ? token.norm : '';
  };
  let next = from;
  const article = word(next) === 'a' || word(next) === 'an';
  if (article) next += 1;
  if (SHARES.has(word(next))) return readShare(word, next);
  const vague = VAGUE.get(word(next));
  if (vague !== undefined && (article || word(next) !== 'couple')) {
    next += word(next + 1) === 'of' && SCALES.has(word(next + 2)) ? 2 : 1;
    const scale = SCALES.get(word(next)) ?? 1;
    return { value: vague * scale, vague: true, next: scale === 1 ? next : next + 1 };
  }
  if (article) return scaleAt(word, next) === undefined ? undefined : readScaled(word, next, 1);
  const small = readBelowHundred(word, next);
  if (small === undefined)
    return SCALES.has(word(next)) && word(next) !== 'gross' ? readScaled(word, next, 1) : undefined;
  if (
    word(next) === 'one' &&
    small.next === next + 1 &&
    !SCALES.has(word(small.next)) &&
    !TENS.has(word(small.next)) &&
    word(small.next) !== 'and'
  ) {
    return isPronounOne(tokens, next) ? undefined : { ...small, vague: false };
  }
  return readScaled(word, small.next, small.value);
}

function scaleAt(word: (index: number) => string, at: number): number | undefined {
  return word(at) === 'gross' && NOT_A_GROSS.has(word(at + 1)) ? undefined : SCALES.get(word(at));
}

/** "half a dozen", "a quarter of a million". */
function readShare(word: (index: number) => string, at: number): Parsed | undefined {
  const of = word(at + 1) === 'of' ? at + 2 : at + 1;
  const next = word(of) === 'a' ? of + 1 : of;
  const scale = SCALES.get(word(next));
  return scale === undefined
    ? undefined
    : { value: scale * SHARES.get(word(at))!, vague: false, next: next + 1 };
}

function readBelowHundred(
  word: (index: number) => string,
  at: number,
): { value: number; next: number } | undefined {
  const tens = TENS.get(word(at));
  const unit = UNITS.get(word(tens === undefined ? at : at + 1));
  if (tens === undefined) return unit === undefined ? undefined : { value: unit, next: at + 1 };
  return unit === undefined || unit === 0 || unit > 9
    ? { value: tens, next: at + 1 }
    : { value: tens + unit, next: at + 2 };
}

/** From the place after a first part below 100 on: its scales, "and a half", further parts; "two fifty" is 250. */
function readScaled(word: (index: number) => string, at: number, first: number): Parsed {
  let next = at;
  let total = 0;
  let current = first;
  if (first < 10) {
    const spoken = readBelowHundred(word, next);
    if (spoken !== undefined && spoken.value >= 20) {
      current = first * 100 + spoken.value;
      next = spoken.next;
    }
  }
  while (true) {
    const half = isAndAHalf(word, next);
    const scale = scaleAt(word, half ? next + 3 : next);
    if (half && (scale !== undefined || total === 0)) {
      next += 3;
      current += 0.5;
    }
    if (scale === undefined) break;
    next += 1;
    if (scale === 100) current *= 100;
    else {
      // "a dozen and a half"
      if (isAndAHalf(word, next) && scaleAt(word, next + 3) === undefined) {
        next += 3;
        current += 0.5;
      }
      total += current * scale;
      current = 0;
    }
    const part = readBelowHundred(word, word(next) === 'and' ? next + 1 : next);
    if (part === undefined || scale === 12 || scale === 144) break;
    next = part.next;
    current += part.value;
  }
  return { value: total + current, vague: false, next };
}

function isAndAHalf(word: (index: number) => string, at: number): boolean {
  return word(at) === 'and' && word(at + 1) === 'a' && word(at + 2) === 'half';
}

/** Behind "just one", these leave it a number: "just one then". */
const AFTER_JUST_ONE = new Set('then please pls thanks now instead actually'.split(' '));

/** "just one then", "only the one please", but not "just the one with flowers". */
function isJustOne(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]?.norm === 'the' ? tokens[at - 2] : tokens[at - 1];
  const after = tokens[at + 1];
  return /^(?:just|only)$/.test(before?.norm ?? '') && (!after || AFTER_JUST_ONE.has(after.norm));
}

/** "the red one", "one of them": only before a noun, alone or after a verb does "one" count. */
function isPronounOne(tokens: readonly Token[], at: number): boolean {
  if (isJustOne(tokens, at)) return false;
  const [before, after] = [tokens[at - 1], tokens[at + 1]];
  if (after === undefined)
    return before !== undefined && before.tag !== 'VERB' && !/^(?:it|for)$/.test(before.norm);
  if (
    before !== undefined &&
    (DETERMINERS.has(before.norm) || /^(?:ADJ|NOUN|PROPN|NUM)$/.test(before.tag ?? ''))
  )
    return true;
  return !/^(?:ADJ|NOUN|PROPN)$/.test(after.tag ?? '') || VAGUE.has(after.norm);
}
