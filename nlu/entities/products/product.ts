import type { Entity, ProductMatch, Token } from '../../understanding.ts';
import { MATCHES_REPORTED, TOKEN_BUDGET } from '../budget.ts';
import type { Recogniser } from '../recogniser.ts';
import type { CatalogueIndex } from './catalogue.ts';
import {
  type Candidate,
  isOfOtherColour,
  type Message,
  precision,
  termsAt,
  toMessage,
} from './product-candidate.ts';
import { findCandidates } from './product-mention.ts';
import { colourNamed, isEverydayWord, isPropertyWord, isRequestWord } from './product-words.ts';

const MENTION_BUDGET = 16;
/** Least share of the phrase's weight that a product must explain. */
const LEAST_PRECISION = 0.6;
/** A product that explains this share of what the best one does is as good. */
const TIE = 0.9;
/** From this share of a name's weight on, a single noun may mean it without being its head. */
const MUCH_OF_A_NAME = 0.33;
/** From this share on, any words of it mean it. */
const MOST_OF_A_NAME = 0.6;
/** Least similarity of a word that alone names goods. */
const CERTAIN = 0.7;

/**
 * Product phrases in the text. A name is judged by the inverse-document-frequency weight of the phrase's words that it
 * explains against those it leaves unexplained, so that word order, dropped words, plurals and typos matter little and
 * rare words much. Names about as good as the best are all reported, best first.
 */
export const recogniseProducts: Recogniser = function* ({ text, tokens: all, catalogue }) {
  const tokens = all.slice(0, TOKEN_BUDGET);
  yield* stockCodes(tokens, catalogue);
  const message = toMessage(text, tokens, catalogue);
  let candidates = findCandidates(message);
  for (let mention = 0; mention < MENTION_BUDGET && candidates.length > 0; mention += 1) {
    const first = candidates.reduce(better);
    const inPlace = overlappingWith(first, candidates);
    const best = inColour(message, first, inPlace);
    const overlapping = best === first ? inPlace : inPlace.filter((one) => !isOfOtherColour(message, one));
    if (precision(best) >= LEAST_PRECISION && namesGoods(best, message))
      yield toEntity(message, overlapping, best);
    candidates = candidates.filter(({ first, last }) => first > best.last || last < best.first);
  }
  // Last, so that of two readings of the same characters the words have it.
  yield* catalogue.shortened.find(text.slice(0, tokens.at(-1)?.end));
};

const better = (a: Candidate, b: Candidate): Candidate => (b.worth > a.worth ? b : a);

const overlappingWith = (best: Candidate, candidates: readonly Candidate[]): readonly Candidate[] =>
  candidates.filter(({ first, last }) => first <= best.last && last >= best.first);

/** From this share of the best one's worth on, a name in the colour that was said is meant rather. */
const NEARLY = 0.4;

/** Where the best name has another colour than the words, the best of those that have theirs, if any comes near. */
function inColour(message: Message, best: Candidate, overlapping: readonly Candidate[]): Candidate {
  if (!isOfOtherColour(message, best)) return best;
  const fitting = overlapping.filter(
    (one) =>
      one.worth >= best.worth * NEARLY &&
      one.explainedTokens.length > 1 &&
      one.explainedTokens.some((index) => colourNamed(message.tokens[index]!.norm) !== undefined) &&
      !isOfOtherColour(message, one),
  );
  return fitting.length > 0 ? fitting.reduce(better) : best;
}

/** Stock codes as written on a list or an invoice. */
function* stockCodes(tokens: readonly Token[], { bySku }: CatalogueIndex): Generator<Entity> {
  for (const { start, end, text } of tokens) {
    const product = bySku.get(text.toUpperCase());
    if (product !== undefined)
      yield { kind: 'product', matches: [{ ...product, score: 1 }], start, end, text };
  }
}

/** Two words that are more than properties, or one that is beside a name's other words, the kind of goods or much of a name. */
function namesGoods(candidate: Candidate, message: Message): boolean {
  const { explainedTokens, explained, entry, isRunOfName } = candidate;
  const naming = namingTokens(candidate, message);
  const [index] = naming;
  if (index === undefined) return false;
  if (naming.length > 1) return true;
  const { norm, tag } = message.tokens[index]!;
  if (explainedTokens.length === 1 && isInsideWord(index, message)) return false;
  if (isEverydayWord(norm) && explainedTokens.length === 1) return false;
  const share = explained / message.catalogue.names[entry]!.weight;
  if (explainedTokens.length > 1 && (isRunOfName || share >= MOST_OF_A_NAME)) return true;
  const chinese = /\p{Script=Han}/u.test(norm);
  const isNoun =
    chinese ||
    tag === 'NOUN' ||
    tag === 'PROPN' ||
    (tag === 'ADJ' && explainedTokens.length > 1) ||
    (tag === 'VERB' && TAKES_GOODS.test(message.tokens[index - 1]?.norm ?? ''));
  const { names, postings } = message.catalogue;
  const certain = message.evidence[index]!.filter(({ similarity }) => similarity >= CERTAIN);
  if (!isNoun || certain.length === 0) return false;
  const isKind = certain.some(({ term }) =>
    postings[term]!.some((other) => names[other]!.heads.includes(term)),
  );
  // A Chinese name always ends with what it is; an English one may end with a motif, so much of it will do.
  return isKind || share >= (chinese ? MOST_OF_A_NAME : MUCH_OF_A_NAME);
}

/** The tagger has "bunting" of "do you have bunting?" for a participle. */
const TAKES_GOODS = /^(?:have|has|got|sell|stock|want|need|buy|any|some|more)$/;

/** 手 in 伴手礼 and 到手: a single character right before another noun of one character, or right behind a verb of no wish, is part of an unknown word. */
function isInsideWord(index: number, { tokens }: Message): boolean {
  const [before, token, next] = [tokens[index - 1], tokens[index]!, tokens[index + 1]];
  if (!isCharacter(token)) return false;
  const isObject = before?.end === token.start && before.tag === 'VERB' && !isRequestWord(before.norm);
  const isModifier =
    next?.start === token.end && next.tag === 'NOUN' && isCharacter(next) && !isRequestWord(next.norm);
  return isObject || isModifier;
}

const isCharacter = ({ norm }: Token): boolean => /^\p{Script=Han}$/u.test(norm);

function namingTokens({ explainedTokens }: Candidate, { tokens }: Message): number[] {
  return explainedTokens.filter((index) => {
    const { norm, tag } = tokens[index]!;
    return !isRequestWord(norm) && !isPropertyWord(norm) && tag !== 'NUM';
  });
}

/** "tins" are names whose goods are tins, not plasters in a tin; where there are none such, any name with the word. */
function preferHeads(candidates: readonly Candidate[], message: Message): readonly Candidate[] {
  const meant = candidates.filter((candidate) => {
    const naming = namingTokens(candidate, message);
    const { heads } = message.catalogue.names[candidate.entry]!;
    return (
      naming.length !== 1 ||
      termsAt(message, candidate.entry, naming[0]!).some((term) => heads.includes(term))
    );
  });
  return meant.length > 0 ? meant : candidates;
}

function toEntity(message: Message, overlapping: readonly Candidate[], best: Candidate): Entity {
  const { text, tokens, catalogue } = message;
  const equal = overlapping.filter(({ worth }) => worth >= best.worth * TIE);
  // Of names that fit equally well, those that write it as the message does come first.
  const written = text
    .slice(tokens[best.first]!.start, tokens[best.last]!.end)
    .toLowerCase()
    .replace(/(?<=[a-z]{3})s$/, '');
  const hasWritten = (name: string) => name.toLowerCase().includes(written);
  const scored = preferHeads(equal, message)
    .map((candidate) => {
      const { sku, name, weight } = catalogue.names[candidate.entry]!;
      const coverage = Math.min(1, candidate.explained / weight);
      return { sku, name, coverage, score: precision(candidate) * (0.75 + 0.25 * coverage) };
    })
    .sort(
      (a, b) =>
        Number(hasWritten(b.name)) - Number(hasWritten(a.name)) ||
        b.score - a.score ||
        a.sku.localeCompare(b.sku),
    );
  const whole = scored.filter(({ coverage }) => coverage > 0.99);
  const bySku = new Map<string, ProductMatch>();
  for (const { sku, name, score } of whole.length > 0 ? whole : scored) {
    if (!bySku.has(sku)) bySku.set(sku, { sku, name, score });
  }
  const [start, end] = [tokens[best.first]!.start, tokens[best.last]!.end];
  const matches = [...bySku.values()].slice(0, MATCHES_REPORTED);
  return { kind: 'product', matches, start, end, text: text.slice(start, end) };
}
