import { normalise } from '../../normalise.ts';
import { simplify } from '../../simplify.ts';
import { tokenise } from '../../tokenise.ts';
import type { Token } from '../../understanding.ts';
import { buildShortenedNames, type ShortenedNames } from './product-characters.ts';
import { colourNamed, isPropertyWord } from './product-words.ts';
import { buildVocabulary, type TermEvidence } from './vocabulary.ts';

export interface CatalogueProduct {
  readonly sku: string;
  readonly names: { readonly en: string; readonly zh?: string };
}

/** One name of a product: its words as term numbers, in order. */
export interface IndexedName {
  readonly sku: string;
  /** As the catalogue writes it, in the language of this entry. */
  readonly name: string;
  readonly terms: readonly number[];
  /** Its terms that say what kind of goods it is. */
  readonly heads: readonly number[];
  /** Sum of the weights of its distinct terms. */
  readonly weight: number;
  readonly colours: ReadonlySet<string>;
}

/** The catalogue made ready for fuzzy search: an inverted index over the words of its names. */
export interface CatalogueIndex {
  readonly names: readonly IndexedName[];
  /** Inverse document frequency by term. */
  readonly weights: readonly number[];
  /** Names by term. */
  readonly postings: readonly (readonly number[])[];
  /** Weight of a word that no name has. */
  readonly heaviest: number;
  /** By stock code in upper case. */
  readonly bySku: ReadonlyMap<string, { readonly sku: string; readonly name: string }>;
  readonly shortened: ShortenedNames;
  /** What the word at an index of a message may mean, alone or joined with a neighbour. */
  evidence(tokens: readonly Token[], index: number): readonly TermEvidence[];
}

/** Builds the index: time and memory linear in the names. */
export function buildCatalogue(products: readonly CatalogueProduct[]): CatalogueIndex {
  const entries = products.flatMap(({ sku, names }) =>
    [names.en, names.zh].flatMap((name) =>
      name ? [{ sku, name, tokens: tokenise(simplify(normalise(name))) }] : [],
    ),
  );
  const compounds = compoundsOf(entries.map(({ tokens }) => tokens));
  const words = entries.map(({ tokens }) => tokens.flatMap((token) => compounds.get(token.norm) ?? token));
  const { terms, termCount, evidence } = buildVocabulary(words);
  const postings: number[][] = Array.from({ length: termCount }, () => []);
  for (const [entry, own] of terms.entries()) for (const term of new Set(own)) postings[term]!.push(entry);
  const weights = postings.map((found) => {
    const skus = new Set(found.map((entry) => entries[entry]!.sku));
    return Math.log((products.length + 1) / (skus.size + 0.5));
  });
  const heads = headsOf(words, terms);
  const names = entries.map(({ sku, name }, entry) => {
    const weight = [...new Set(terms[entry])].reduce((sum, term) => sum + weights[term]!, 0);
    const colours = new Set(words[entry]!.flatMap(({ norm }) => colourNamed(norm) ?? []));
    return { sku, name, terms: terms[entry]!, heads: heads[entry]!, weight, colours };
  });
  const bySku = new Map(products.map(({ sku, names: { en } }) => [sku.toUpperCase(), { sku, name: en }]));
  const heaviest = Math.log((products.length + 1) / 1.5);
  return { names, weights, postings, heaviest, bySku, shortened: buildShortenedNames(entries), evidence };
}

/** What one name writes as one word and another as two ("cakestand", "cake stand"): two words, so that both are the same. */
function compoundsOf(names: readonly (readonly Token[])[]): ReadonlyMap<string, readonly Token[]> {
  const written = new Set(names.flatMap((tokens) => tokens.map(({ norm }) => norm)));
  const pairs = names.flatMap((tokens) =>
    tokens.slice(1).map((token, index) => [tokens[index]!, token] as const),
  );
  return new Map(
    pairs
      .filter(([first, second]) => /^[a-z]+$/.test(first.norm + second.norm))
      .map(([first, second]) => [first.norm + second.norm, [first, second]] as const)
      .filter(([joined]) => written.has(joined)),
  );
}

/**
 * The kinds of goods: nouns on which a name ends before any "with", number or colour, and the same nouns where another
 * name has them earlier ("doormat red", so also "doormat hearts").
 */
function headsOf(names: readonly (readonly Token[])[], terms: readonly (readonly number[])[]): number[][] {
  const spans = names.map(goodsSpan);
  const kinds = new Set(
    names.flatMap((tokens, entry) =>
      spans[entry]!.filter((index) => endsPhrase(tokens, index)).map((index) => terms[entry]![index]!),
    ),
  );
  return terms.map((own, entry) =>
    spans[entry]!.map((index) => own[index]!).filter((term) => kinds.has(term)),
  );
}

const PACK_SIZE = /^(?:\d.*|[一二三四五六七八九十两].{0,3})$/u;

/** Positions of the nouns that may name the goods: what follows "with" or "in", or a Chinese pack size, is not what they are. */
function goodsSpan(tokens: readonly Token[]): number[] {
  const positions: number[] = [];
  for (const [index, token] of tokens.entries()) {
    const rest = tokens
      .slice(index)
      .map(({ text }) => text)
      .join('');
    if (positions.length > 0 && (token.tag === 'ADP' || (isHan(token) && PACK_SIZE.test(rest)))) break;
    if ((isHan(token) || token.tag === 'NOUN' || token.tag === 'PROPN') && !isPropertyWord(token.norm))
      positions.push(index);
  }
  return positions;
}

function endsPhrase(tokens: readonly Token[], index: number): boolean {
  const next = tokens[index + 1];
  if (next === undefined) return true;
  const rest = tokens
    .slice(index + 1)
    .map(({ text }) => text)
    .join('');
  if (isHan(tokens[index]!)) return PACK_SIZE.test(rest);
  return next.tag === 'ADP' || next.tag === 'CCONJ' || isPropertyWord(next.norm) || /^\d/.test(next.norm);
}

function isHan({ norm }: Token): boolean {
  return /\p{Script=Han}/u.test(norm);
}
