import type { Entity, ProductMatch, Token } from '../understanding.ts';
import type { CatalogueIndex } from './catalogue.ts';
import {
  isConjunction,
  isConnector,
  isEverydayWord,
  isPropertyWord,
  isRequestWord,
} from './product-words.ts';
import { type Recogniser, TOKEN_BUDGET } from './recogniser.ts';
import type { TermEvidence } from './vocabulary.ts';

/** Words of the catalogue that are looked at. */
const WORD_BUDGET = 64;
const MENTION_BUDGET = 16;
const MATCHES_REPORTED = 10;
/** Least share of the phrase's weight that a product must explain. */
const LEAST_PRECISION = 0.6;
/** A product that explains this share of what the best one does is as good. */
const TIE = 0.9;
/** Words allowed between two words of one mention. */
const WIDEST_GAP = 3;
/** From this share of a name's weight on, a single noun may mean it without being its head. */
const MUCH_OF_A_NAME = 0.33;
/** From this share on, a number before it is read as part of the name. */
const MOST_OF_A_NAME = 0.6;
/** Words on either side of a mention that may modify it. */
const MODIFIERS = 4;
/** Least similarity of a word that alone names goods. */
const CERTAIN = 0.7;
/** What two neighbouring words that are neighbours in the name too add to it. */
const ADJACENCY_BONUS = 0.12;

interface Message {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly evidence: readonly (readonly TermEvidence[])[];
  readonly catalogue: CatalogueIndex;
}

/** A place in the text that one name explains. */
interface Candidate {
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
}

/**
 * Product phrases in the text. A name is judged by the inverse-document-frequency weight of the phrase's words that it
 * explains against those it leaves unexplained, so that word order, dropped words, plurals and typos matter little and
 * rare words much. Names about as good as the best are all reported, best first.
 */
export const recogniseProducts: Recogniser = function* ({ text, tokens: all, catalogue }) {
  const tokens = all.slice(0, TOKEN_BUDGET);
  yield* stockCodes(tokens, catalogue);
  const evidence = tokens.map((_, index) => catalogue.evidence(tokens, index));
  const message = { text, tokens, evidence, catalogue };
  let candidates = findCandidates(message);
  for (let mention = 0; mention < MENTION_BUDGET && candidates.length > 0; mention += 1) {
    const best = candidates.reduce((a, b) => (b.worth > a.worth ? b : a));
    const overlapping = candidates.filter(({ first, last }) => first <= best.last && last >= best.first);
    if (precision(best) >= LEAST_PRECISION && namesGoods(best, message))
      yield toEntity(message, overlapping, best);
    candidates = candidates.filter(({ first, last }) => first > best.last || last < best.first);
  }
};

/** Stock codes as written on a list or an invoice. */
function* stockCodes(tokens: readonly Token[], { bySku }: CatalogueIndex): Generator<Entity> {
  for (const { start, end, text } of tokens) {
    const product = bySku.get(text.toUpperCase());
    if (product !== undefined)
      yield { kind: 'product', matches: [{ ...product, score: 1 }], start, end, text };
  }
}

function precision({ explained, unexplained }: Candidate): number {
  return explained / (explained + unexplained);
}

function findCandidates(message: Message): Candidate[] {
  const { tokens, evidence, catalogue } = message;
  const indexesOf = new Map<number, number[]>();
  let words = 0;
  for (const [index, found] of evidence.entries()) {
    if (found.length === 0 || isRequestWord(tokens[index]!.norm) || tokens[index]!.tag === 'NUM') continue;
    if (words === WORD_BUDGET) break;
    words += 1;
    for (const entry of new Set(found.flatMap(({ term }) => catalogue.postings[term]!))) {
      const indexes = indexesOf.get(entry);
      if (indexes === undefined) indexesOf.set(entry, [index]);
      else indexes.push(index);
    }
  }
  return [...indexesOf].flatMap(([entry, indexes]) =>
    clustersOf(message, entry, indexes).map((cluster) => toCandidate(message, entry, cluster)),
  );
}

/** Runs of explained words close enough for one mention; a run has a term no more often than the name has it. */
function clustersOf(message: Message, entry: number, indexes: readonly number[]): number[][] {
  const { terms } = message.catalogue.names[entry]!;
  const clusters: number[][] = [];
  let left = new Map<number, number>();
  for (const index of indexes) {
    const own = termsAt(message, entry, index);
    const cluster = clusters.at(-1);
    const repeated = own.every((term) => left.get(term) === 0) && !sharesCompound(message, entry, index);
    if (cluster !== undefined && !repeated && joined(message, entry, cluster.at(-1)!, index)) {
      for (let gap = cluster.at(-1)! + 1; gap < index; gap += 1) {
        if (termsAt(message, entry, gap).length > 0) cluster.push(gap);
      }
      cluster.push(index);
    } else {
      clusters.push([index]);
      left = new Map(own.map((term) => [term, terms.filter((other) => other === term).length]));
    }
    for (const term of own) {
      left.set(term, Math.max(0, (left.get(term) ?? terms.filter((other) => other === term).length) - 1));
    }
  }
  return clusters.map((cluster) => withEdges(message, entry, cluster));
}

function termsAt({ evidence, catalogue }: Message, entry: number, index: number): number[] {
  const { terms } = catalogue.names[entry]!;
  return (evidence[index] ?? []).flatMap(({ term }) => (terms.includes(term) ? [term] : []));
}

/** Whether a word is the second half of one term ("cake" "stand"), or of one Chinese word. */
function sharesCompound(message: Message, entry: number, index: number): boolean {
  const [before, token] = [message.tokens[index - 1], message.tokens[index]!];
  if (before === undefined || token.start - before.end > 1 || before.norm === token.norm) return false;
  const earlier = termsAt(message, entry, index - 1);
  return termsAt(message, entry, index).some((term) => earlier.includes(term));
}

function joined(message: Message, entry: number, left: number, right: number): boolean {
  if (right - left - 1 > WIDEST_GAP) return false;
  let unexplained = 0;
  for (let index = left; index < right; index += 1) {
    if (parted(message, index)) return false;
    if (index === left || termsAt(message, entry, index).length > 0) continue;
    const { norm, tag } = message.tokens[index]!;
    if (tag === 'NUM' || isConjunction(norm)) return false;
    if (isConnector(norm)) continue;
    unexplained += 1;
    if (isRequestWord(norm) || unexplained > 1) return false;
  }
  return true;
}

/** Whether punctuation stands between a token and the next one. */
function parted({ text, tokens }: Message, index: number): boolean {
  const [left, right] = [tokens[index], tokens[index + 1]];
  if (left === undefined || right === undefined) return true;
  return (
    !/^ ?["'’&+/.\\-]* ?$/u.test(text.slice(left.end, right.start)) ||
    /\. /.test(text.slice(left.end, right.start))
  );
}

/** Grows a run over the numbers and small words beside it that the name has too; a count of the goods is not part of it. */
function withEdges(message: Message, entry: number, cluster: readonly number[]): number[] {
  const { terms, weight } = message.catalogue.names[entry]!;
  const [first, last] = [cluster[0]!, cluster.at(-1)!];
  const belongs = (index: number) => isSmall(message, index) && termsAt(message, entry, index).length > 0;
  const grown = [...cluster];
  for (let at = first - 1; !parted(message, at) && belongs(at); at -= 1) grown.unshift(at);
  for (let at = last + 1; !parted(message, at - 1) && belongs(at); at += 1) grown.push(at);
  const words = grown.filter((index) => message.tokens[index]!.tag !== 'NUM');
  const most = weightOf(message, entry, words) >= weight * MOST_OF_A_NAME;
  const isLoose = (index: number, edge: number | undefined) =>
    (index < first || index > last) &&
    !isMeasure(message, index) &&
    !(most && termsAt(message, entry, index).includes(edge!));
  while (isLoose(grown[0]!, terms[0])) grown.shift();
  while (isLoose(grown.at(-1)!, terms.at(-1))) grown.pop();
  return grown;
}

function isSmall({ tokens }: Message, index: number): boolean {
  const token = tokens[index];
  return token !== undefined && (token.tag === 'NUM' || isRequestWord(token.norm));
}

/** A Chinese measure word that ends a name: 爆米花盒. */
function isMeasure({ tokens }: Message, index: number): boolean {
  return tokens[index]!.start === tokens[index - 1]?.end && /^[盒包瓶箱袋套]$/u.test(tokens[index]!.norm);
}

function weightOf(message: Message, entry: number, indexes: readonly number[]): number {
  const { terms } = message.catalogue.names[entry]!;
  const similarity = new Map<number, number>();
  for (const index of indexes) {
    for (const found of message.evidence[index]!) {
      if (terms.includes(found.term))
        similarity.set(found.term, Math.max(similarity.get(found.term) ?? 0, found.similarity));
    }
  }
  let weight = 0;
  for (const [term, found] of similarity) weight += found * message.catalogue.weights[term]!;
  return weight;
}

function toCandidate(message: Message, entry: number, explainedTokens: readonly number[]): Candidate {
  const [first, last] = [explainedTokens[0]!, explainedTokens.at(-1)!];
  const explained = weightOf(message, entry, explainedTokens);
  const unexplained = unexplainedWeight(message, first, last, new Set(explainedTokens));
  const { terms } = message.catalogue.names[entry]!;
  let neighbours = 0;
  for (const [position, index] of explainedTokens.entries()) {
    const [own, next] = [termsAt(message, entry, index), explainedTokens[position + 1]];
    if (next !== index + 1) continue;
    const following = termsAt(message, entry, next);
    if (terms.some((term, at) => own.includes(term) && following.includes(terms[at + 1]!))) neighbours += 1;
  }
  const bonus = 1 + (ADJACENCY_BONUS * neighbours) / explainedTokens.length;
  const worth = (explained * explained * bonus) / (explained + unexplained);
  return { entry, first, last, explained, unexplained, worth, explainedTokens };
}

/** Words between the explained ones, and those that modify them from either side; the more is explained, the less these matter. */
function unexplainedWeight(
  message: Message,
  first: number,
  last: number,
  explained: ReadonlySet<number>,
): number {
  let [between, before, after] = [0, 0, 0];
  for (let index = first; index <= last; index += 1)
    if (!explained.has(index)) between += wordWeight(message, index);
  for (let index = first - 1; index >= first - MODIFIERS && modifies(message, index, 'left'); index -= 1) {
    before += wordWeight(message, index);
  }
  for (let index = last + 1; index <= last + MODIFIERS && modifies(message, index, 'right'); index += 1) {
    after += wordWeight(message, index);
  }
  return between + (before + after / 2) / explained.size;
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

/** Two words that are more than properties, or one noun that is the kind of goods or much of a name. */
function namesGoods(candidate: Candidate, message: Message): boolean {
  const { explainedTokens, explained, entry } = candidate;
  const naming = namingTokens(candidate, message);
  const [index] = naming;
  if (index === undefined) return false;
  if (naming.length > 1) return true;
  const { norm, tag } = message.tokens[index]!;
  if (isEverydayWord(norm) && explainedTokens.length === 1) return false;
  const share = explained / message.catalogue.names[entry]!.weight;
  if (explainedTokens.length > 1 && share >= MOST_OF_A_NAME) return true;
  const chinese = /\p{Script=Han}/u.test(norm);
  const isNoun =
    chinese || tag === 'NOUN' || tag === 'PROPN' || (tag === 'ADJ' && explainedTokens.length > 1);
  const { names, postings } = message.catalogue;
  const certain = message.evidence[index]!.filter(({ similarity }) => similarity >= CERTAIN);
  if (!isNoun || certain.length === 0) return false;
  const isKind = certain.some(({ term }) =>
    postings[term]!.some((other) => names[other]!.heads.includes(term)),
  );
  // A Chinese name always ends with what it is; an English one may end with a motif, so much of it will do.
  return isKind || share >= (chinese ? MOST_OF_A_NAME : MUCH_OF_A_NAME);
}

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
  const scored = preferHeads(equal, message)
    .map((candidate) => {
      const { sku, name, weight } = catalogue.names[candidate.entry]!;
      const coverage = Math.min(1, candidate.explained / weight);
      return { sku, name, coverage, score: precision(candidate) * (0.75 + 0.25 * coverage) };
    })
    .sort((a, b) => b.score - a.score || a.sku.localeCompare(b.sku));
  const whole = scored.filter(({ coverage }) => coverage > 0.99);
  const bySku = new Map<string, ProductMatch>();
  for (const { sku, name, score } of whole.length > 0 ? whole : scored) {
    if (!bySku.has(sku)) bySku.set(sku, { sku, name, score });
  }
  const [start, end] = [tokens[best.first]!.start, tokens[best.last]!.end];
  const matches = [...bySku.values()].slice(0, MATCHES_REPORTED);
  return { kind: 'product', matches, start, end, text: text.slice(start, end) };
}
