import { normalise } from '../normalise.ts';
import { isEnglishWord } from '../tag.ts';
import { tokenise } from '../tokenise.ts';
import type { Token } from '../understanding.ts';
import { Spelling } from './spelling.ts';

export interface CatalogueProduct {
  readonly sku: string;
  readonly names: { readonly en: string; readonly zh?: string };
}

/** One name of a product: its words as term numbers, in order. */
export interface IndexedName {
  readonly sku: string;
  /** The name to show in the language of this entry. */
  readonly name: string;
  readonly terms: readonly number[];
  /** Sum of the weights of its distinct terms. */
  readonly weight: number;
}

/** A term of the catalogue that a word of a message may stand for, and how surely (0 to 1). */
export interface TermEvidence {
  readonly term: number;
  readonly similarity: number;
}

/** The catalogue made ready for fuzzy search: an inverted index over the words of its names. */
export interface CatalogueIndex {
  readonly names: readonly IndexedName[];
  /** Inverse document frequency by term. */
  readonly weights: readonly number[];
  /** Names by term. */
  readonly postings: readonly (readonly number[])[];
  readonly heaviest: number;
  /** Terms that name a kind of goods: they end a name, or stand before "of", "with", a number or an adjective. */
  readonly heads: ReadonlySet<number>;
  /** The name to show, by stock code in upper case. */
  readonly nameOfSku: ReadonlyMap<string, { readonly sku: string; readonly name: string }>;
  /** What the word at an index of a message may mean, alone or joined with the one after it. */
  evidence(tokens: readonly Token[], index: number): readonly TermEvidence[];
}

const MISSPELT = 0.8;
const NUMERALS = new Map(
  'one two three four five six seven eight nine ten twelve'
    .split(' ')
    .map((word, index) => [word, index === 10 ? '12' : `${index + 1}`]),
);
/** Other spellings people use for words of such names. */
const ALIASES = new Map([
  ['tealight', 'tlight'],
  ['xmas', 'christmas'],
]);

/** Builds the index: time and memory linear in the names. */
export function buildCatalogue(products: readonly CatalogueProduct[]): CatalogueIndex {
  const termOf = new Map<string, number>();
  const formTerms = new Map<string, readonly number[]>();
  const intern = (stem: string): number => {
    const known = termOf.get(stem) ?? termOf.size;
    termOf.set(stem, known);
    return known;
  };
  const entries = products.flatMap((product) =>
    Object.values(product.names)
      .filter((name) => name !== undefined && name !== '')
      .map((name: string) => {
        const tokens = tokenise(normalise(name));
        const terms = tokens.map((token) => intern(token.stem));
        for (const [index, token] of tokens.entries()) {
          formTerms.set(token.stem, [terms[index]!]);
          formTerms.set(token.norm, [terms[index]!]);
        }
        return { sku: product.sku, name, tokens, terms };
      }),
  );
  const spelling = new Spelling(formTerms.keys());
  for (const { tokens, terms } of entries) addCompounds(tokens, terms, formTerms);

  const skusOf = new Map<number, Set<string>>();
  const postings: number[][] = Array.from({ length: termOf.size }, () => []);
  for (const [entry, { sku, terms }] of entries.entries()) {
    for (const term of new Set(terms)) {
      postings[term]!.push(entry);
      skusOf.set(term, (skusOf.get(term) ?? new Set()).add(sku));
    }
  }
  const weights = postings.map((_, term) => Math.log((products.length + 1) / (skusOf.get(term)!.size + 0.5)));
  const names = entries.map(({ sku, name, terms }) => {
    const weight = [...new Set(terms)].reduce((sum, term) => sum + weights[term]!, 0);
    return { sku, name, terms, weight };
  });
  const heaviest = Math.log((products.length + 1) / 1.5);
  const heads = new Set(entries.flatMap(({ tokens, terms }) => headsOf(tokens, terms)));
  const nameOfSku = new Map(products.map(({ sku, names }) => [sku.toUpperCase(), { sku, name: names.en }]));
  return {
    names,
    weights,
    postings,
    heaviest,
    heads,
    nameOfSku,
    evidence: readEvidence(formTerms, spelling),
  };
}

function headsOf(tokens: readonly Token[], terms: readonly number[]): number[] {
  return terms.filter((_, index) => {
    const next = tokens[index + 1];
    if (next === undefined) return true;
    // A Chinese noun phrase always ends with its head.
    if (/\p{Script=Han}/u.test(next.norm)) return false;
    return /^(?:ADP|NUM|ADJ)$/.test(next.tag ?? '') || /^\d/.test(next.norm);
  });
}

/** "t-light" is also written "tlight" or "tlights", "lunch bag" "lunchbag". */
function addCompounds(
  tokens: readonly Token[],
  terms: readonly number[],
  formTerms: Map<string, readonly number[]>,
) {
  for (let index = 0; index + 1 < tokens.length; index += 1) {
    const [first, second] = [tokens[index]!, tokens[index + 1]!];
    if (/\d/.test(first.norm + second.norm)) continue;
    for (const form of [first.norm + second.norm, first.norm + second.stem]) {
      if (!formTerms.has(form)) formTerms.set(form, [terms[index]!, terms[index + 1]!]);
    }
  }
}

function readEvidence(
  formTerms: ReadonlyMap<string, readonly number[]>,
  spelling: Spelling,
): CatalogueIndex['evidence'] {
  const exact = (token: Token): readonly number[] | undefined => {
    const alias =
      ALIASES.get(token.norm) ?? ALIASES.get(token.stem) ?? NUMERALS.get(token.norm) ?? token.norm;
    return formTerms.get(alias) ?? formTerms.get(token.stem);
  };
  return (tokens, index) => {
    const token = tokens[index]!;
    const found = new Map<number, number>();
    const add = (terms: readonly number[] | undefined, similarity: number) => {
      for (const term of terms ?? []) found.set(term, Math.max(found.get(term) ?? 0, similarity));
    };
    add(exact(token), 1);
    // "cake stand" for "cakestand": both words then stand for the one term.
    for (const [first, second] of [
      [tokens[index - 1], token],
      [token, tokens[index + 1]],
    ]) {
      if (first === undefined || second === undefined || second.start - first.end > 1) continue;
      const joined = first.norm + second.norm;
      add(formTerms.get(ALIASES.get(joined) ?? joined) ?? formTerms.get(first.norm + second.stem), 1);
    }
    if (found.size === 0 && !isEnglishWord(token.norm)) {
      for (const form of spelling.nearest(token.norm)) add(formTerms.get(form), MISSPELT);
    }
    return [...found].map(([term, similarity]) => ({ term, similarity }));
  };
}
