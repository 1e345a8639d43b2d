import type { Token } from '../../understanding.ts';
import type { CatalogueIndex } from './catalogue.ts';
import { colourNamed, isConjunction, isConnector, isPropertyWord, isRequestWord } from './product-words.ts';
import type { TermEvidence } from './vocabulary.ts';

/** Words on either side of a mention that may modify it. */
const MODIFIERS = 4;
/** What two neighbouring words that are neighbours in the name too add to it. */
const ADJACENCY_BONUS = 0.12;

/** A message and what its words may mean in the catalogue. */
export interface Message {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly evidence: readonly (readonly TermEvidence[])[];
  readonly catalogue: CatalogueIndex;
  /** Weight of a word in a phrase whose name has no term for it. */
  readonly unexplained: (index: number) => number;
  /** The words next to an edge of a mention that modify it, the nearest first. */
  readonly modifiers: (edge: number, side: 'left' | 'right') => readonly number[];
}

/** Many names are judged on the same few words: what these weigh is worked out once. */
export function toMessage(text: string, tokens: readonly Token[], catalogue: CatalogueIndex): Message {
  const evidence = tokens.map((_, index) => catalogue.evidence(tokens, index));
  const weights: number[] = [];
  const modifiers = { left: [] as (readonly number[])[], right: [] as (readonly number[])[] };
  const message: Message = {
    text,
    tokens,
    evidence,
    catalogue,
    unexplained: (index) => (weights[index] ??= wordWeight(message, index)),
    modifiers: (edge, side) => (modifiers[side][edge] ??= [...modifiersOf(message, edge, side)]),
  };
  return message;
}

/** A place in the text that one name explains. */
export interface Candidate {
  readonly entry: number;
  /** First and last explained token. */
  readonly first: number;
  readonly last: number;
  /** Weight of the name's terms that the words stand for. */
  readonly explained: number;
  /** Weight of the words of the phrase it has no term for. */
  readonly unexplained: number;
  /** Explained weight, times precision, and a bonus for words in the name's order. */
  readonly worth: number;
  readonly explainedTokens: readonly number[];
  /** Whether the words stand side by side as in the name. */
  readonly isRunOfName: boolean;
}

/** Share of a phrase that its name explains. */
export function precision({ explained, unexplained }: Candidate): number {
  return explained / (explained + unexplained);
}

const NONE: readonly number[] = [];

/** Terms of a name that a word may stand for. Called for every name and word: it allocates only what it returns. */
export function termsAt({ evidence, catalogue }: Message, entry: number, index: number): readonly number[] {
  const found = evidence[index];
  if (found === undefined || found.length === 0) return NONE;
  const { terms } = catalogue.names[entry]!;
  let own: number[] | undefined;
  for (const { term } of found) {
    if (!terms.includes(term)) continue;
    own ??= [];
    own.push(term);
  }
  return own ?? NONE;
}

/** Whether punctuation stands between a token and the next one. */
export function parted({ text, tokens }: Message, index: number): boolean {
  const [left, right] = [tokens[index], tokens[index + 1]];
  if (left === undefined || right === undefined) return true;
  const between = text.slice(left.end, right.start);
  if (between === ' ' || between === '') return false;
  return !/^ ?["'’&+/.\\-]* ?$/u.test(between) || /\. /.test(between);
}

/** Weight of the terms of a name that the words stand for. */
export function weightOf(message: Message, entry: number, indexes: readonly number[]): number {
  const { terms } = message.catalogue.names[entry]!;
  const { weights } = message.catalogue;
  if (indexes.length === 1)
    return message.evidence[indexes[0]!]!.reduce(
      (sum, { term, similarity }) => (terms.includes(term) ? sum + similarity * weights[term]! : sum),
      0,
    );
  const similarity = new Map<number, number>();
  for (const index of indexes) {
    for (const found of message.evidence[index]!) {
      if (terms.includes(found.term))
        similarity.set(found.term, Math.max(similarity.get(found.term) ?? 0, found.similarity));
    }
  }
  let weight = 0;
  for (const [term, found] of similarity) weight += found * weights[term]!;
  return weight;
}

/** Judges a name as the meaning of some words. */
export function toCandidate(message: Message, entry: number, explainedTokens: readonly number[]): Candidate {
  const [first, last] = [explainedTokens[0]!, explainedTokens.at(-1)!];
  const explained = weightOf(message, entry, explainedTokens);
  const unexplained = unexplainedWeight(message, first, last, explainedTokens);
  const { terms } = message.catalogue.names[entry]!;
  let neighbours = 0;
  for (let position = 1; position < explainedTokens.length; position += 1) {
    const index = explainedTokens[position]!;
    if (explainedTokens[position - 1] !== index - 1) continue;
    const [own, following] = [termsAt(message, entry, index - 1), termsAt(message, entry, index)];
    if (terms.some((term, at) => own.includes(term) && following.includes(terms[at + 1]!))) neighbours += 1;
  }
  const bonus = 1 + (ADJACENCY_BONUS * neighbours) / explainedTokens.length;
  const worth = (explained * explained * bonus) / (explained + unexplained);
  const isRunOfName = neighbours === explainedTokens.length - 1;
  return { entry, first, last, explained, unexplained, worth, explainedTokens, isRunOfName };
}

/** Words between the explained ones, and those that modify them from either side; the more is explained, the less these matter. */
function unexplainedWeight(
  message: Message,
  first: number,
  last: number,
  explained: readonly number[],
): number {
  let [between, before, after] = [0, 0, 0];
  for (let index = first; index <= last; index += 1)
    if (!explained.includes(index)) between += message.unexplained(index);
  for (const index of message.modifiers(first, 'left')) before += message.unexplained(index);
  for (const index of message.modifiers(last, 'right')) after += message.unexplained(index);
  return between + (before + after / 2) / explained.length;
}

function* modifiersOf(message: Message, edge: number, side: 'left' | 'right'): Generator<number> {
  const step = side === 'left' ? -1 : 1;
  for (let index = edge + step; Math.abs(index - edge) <= MODIFIERS; index += step) {
    if (!modifies(message, index, side)) return;
    yield index;
  }
}

/** Whether the phrase around a mention has a colour, and the name only others. */
export function isOfOtherColour(
  message: Message,
  { entry, first, last, explainedTokens }: Candidate,
): boolean {
  const { colours } = message.catalogue.names[entry]!;
  if (colours.size === 0) return false;
  const within = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  const around = [...message.modifiers(first, 'left'), ...within, ...message.modifiers(last, 'right')];
  return around.some((index) => {
    const colour = explainedTokens.includes(index) ? undefined : colourNamed(message.tokens[index]!.norm);
    return colour !== undefined && !colours.has(colour);
  });
}

function modifies(message: Message, index: number, side: 'left' | 'right'): boolean {
  if (parted(message, side === 'left' ? index : index - 1)) return false;
  const { tokens, evidence } = message;
  const { norm, tag } = tokens[index]!;
  if (isRequestWord(norm) || isConjunction(norm)) return false;
  if (side === 'left') return tag === 'NOUN' || tag === 'PROPN' || tag === 'ADJ';
  // The head of a Chinese phrase ends it; what follows is said about it.
  if (/\p{Script=Han}/u.test(norm)) return false;
  return tag === 'NOUN' || tag === 'PROPN' || (isPropertyWord(norm) && evidence[index]!.length > 0);
}

function wordWeight({ tokens, evidence, catalogue }: Message, index: number): number {
  const { norm, tag } = tokens[index]!;
  if (isRequestWord(norm) || isConnector(norm) || tag === 'NUM') return 0;
  if (evidence[index]!.length === 0) return catalogue.heaviest;
  return Math.max(...evidence[index]!.map(({ term, similarity }) => similarity * catalogue.weights[term]!));
}
