import type { Entity, ProductMatch, Token } from '../understanding.ts';
import type { CatalogueIndex, TermEvidence } from './catalogue.ts';
import { isPropertyWord, isRequestWord } from './product-words.ts';
import type { Recogniser } from './recogniser.ts';

/** Tokens of a message in which products are looked for. */
const TOKEN_BUDGET = 300;
const MENTION_BUDGET = 16;
const MATCHES_REPORTED = 10;
/** Least share of the phrase's weight that a product must explain. */
const LEAST_PRECISION = 0.6;
/** From this share of a name's weight on, it is meant even without its head noun. */
const MOST_OF_A_NAME = 0.6;
/** A product that explains this share of what the best one does is as good. */
const TIE = 0.9;
/** Unexplained words allowed between two words of one mention. */
const WIDEST_GAP = 2;

/** A place in the text that one name explains. */
interface Candidate {
  readonly entry: number;
  /** First and last explained token. */
  readonly first: number;
  readonly last: number;
  /** Weight of the name's terms that the words stand for, and of the words it leaves unexplained. */
  readonly explained: number;
  readonly unexplained: number;
  readonly explainedTokens: readonly number[];
}

/**
 * Product phrases in the text. A name is judged by the inverse-document-frequency weight of the phrase's words that it
 * explains against those it leaves unexplained, so that word order, dropped words, plurals and typos matter little and
 * rare words much. Names about as good as the best are all reported, best first.
 */
export const recogniseProducts: Recogniser = function* ({ text, tokens, catalogue }) {
  const considered = tokens.slice(0, TOKEN_BUDGET);
  yield* stockCodes(considered, catalogue);
  const evidence = considered.map((_, index) => catalogue.evidence(considered, index));
  const used = new Set<number>();
  for (let mention = 0; mention < MENTION_BUDGET; mention += 1) {
    const candidates = findCandidates(text, considered, evidence, used, catalogue);
    const best = candidates.reduce<Candidate | undefined>(
      (a, b) => (a && worth(a) >= worth(b) ? a : b),
      undefined,
    );
    if (best === undefined) return;
    for (let index = best.first; index <= best.last; index += 1) used.add(index);
    if (precision(best) >= LEAST_PRECISION && namesGoods(best, considered, catalogue)) {
      yield toEntity(text, considered, candidates, best, catalogue);
    }
  }
};

function worth(candidate: Candidate): number {
  return candidate.explained * precision(candidate);
}

function precision({ explained, unexplained }: Candidate): number {
  return explained / (explained + unexplained);
}

function findCandidates(
  text: string,
  tokens: readonly Token[],
  evidence: readonly (readonly TermEvidence[])[],
  used: ReadonlySet<number>,
  catalogue: CatalogueIndex,
): Candidate[] {
  const tokensOf = new Map<number, number[]>();
  for (const [index, terms] of evidence.entries()) {
    if (used.has(index)) continue;
    const entries = new Set(terms.flatMap(({ term }) => catalogue.postings[term]!));
    for (const entry of entries) {
      const known = tokensOf.get(entry);
      if (known === undefined) tokensOf.set(entry, [index]);
      else known.push(index);
    }
  }
  const phrase = new Phrase(text, tokens, evidence, used, catalogue);
  return [...tokensOf].flatMap(([entry, indexes]) => phrase.candidatesOf(entry, indexes));
}

/** The words around a mention, weighed. */
class Phrase {
  private readonly text: string;
  private readonly tokens: readonly Token[];
  private readonly evidence: readonly (readonly TermEvidence[])[];
  private readonly used: ReadonlySet<number>;
  private readonly catalogue: CatalogueIndex;

  constructor(
    text: string,
    tokens: readonly Token[],
    evidence: readonly (readonly TermEvidence[])[],
    used: ReadonlySet<number>,
    catalogue: CatalogueIndex,
  ) {
    this.text = text;
    this.tokens = tokens;
    this.evidence = evidence;
    this.used = used;
    this.catalogue = catalogue;
  }

  /** The clusters of tokens that a name explains. */
  candidatesOf(entry: number, indexes: readonly number[]): Candidate[] {
    const clusters: number[][] = [];
    for (const index of indexes) {
      const cluster = clusters.at(-1);
      const last = cluster?.at(-1);
      if (cluster !== undefined && last !== undefined && this.joined(last, index)) cluster.push(index);
      else clusters.push([index]);
    }
    return clusters.flatMap((cluster) => this.candidate(entry, cluster) ?? []);
  }

  private joined(left: number, right: number): boolean {
    if (right - left - 1 > WIDEST_GAP) return false;
    for (let index = left; index < right; index += 1) {
      if (this.used.has(index) || this.parted(index)) return false;
    }
    return true;
  }

  /** Whether punctuation stands between a token and the next one. */
  private parted(index: number): boolean {
    const [left, right] = [this.tokens[index], this.tokens[index + 1]];
    return (
      left === undefined ||
      right === undefined ||
      /[^\s\p{L}\p{N}"'&+/\\.-]|[.] /u.test(this.text.slice(left.end, right.start))
    );
  }

  private candidate(entry: number, cluster: readonly number[]): Candidate | undefined {
    const { terms } = this.catalogue.names[entry]!;
    const explainedTokens = this.trimmed(cluster, terms);
    const [first, last] = [explainedTokens[0], explainedTokens.at(-1)];
    if (first === undefined || last === undefined) return undefined;
    const similarity = new Map<number, number>();
    for (const index of explainedTokens) {
      for (const { term, similarity: found } of this.evidence[index]!) {
        if (terms.includes(term)) similarity.set(term, Math.max(similarity.get(term) ?? 0, found));
      }
    }
    let explained = 0;
    for (const [term, found] of similarity) explained += found * this.catalogue.weights[term]!;
    const unexplained = this.unexplained(first, last, new Set(explainedTokens));
    return { entry, first, last, explained, unexplained, explainedTokens };
  }

  /** Without request words at its edges, nor a count before a name that doesn't begin with it. */
  private trimmed(cluster: readonly number[], terms: readonly number[]): readonly number[] {
    let [from, to] = [0, cluster.length];
    const loose = (index: number, edge: number | undefined) => {
      const token = this.tokens[index]!;
      if (isRequestWord(token.norm)) return true;
      return token.tag === 'NUM' && !this.evidence[index]!.some(({ term }) => term === edge);
    };
    while (from < to && loose(cluster[from]!, terms[0])) from += 1;
    while (to > from && loose(cluster[to - 1]!, terms.at(-1))) to -= 1;
    return cluster.slice(from, to);
  }

  /** Weight of the words of the phrase that the name has no term for: those between, and those attached on either side. */
  private unexplained(first: number, last: number, explained: ReadonlySet<number>): number {
    let weight = 0;
    for (let index = first; index <= last; index += 1)
      if (!explained.has(index)) weight += this.weight(index);
    for (
      let index = first - 1;
      index >= 0 && !this.parted(index) && this.modifies(index, 'left');
      index -= 1
    ) {
      weight += this.weight(index);
    }
    for (
      let index = last + 1;
      index < this.tokens.length && !this.parted(index - 1) && this.modifies(index, 'right');
      index += 1
    ) {
      weight += this.weight(index);
    }
    return weight;
  }

  private modifies(index: number, side: 'left' | 'right'): boolean {
    const { norm, tag } = this.tokens[index]!;
    if (this.used.has(index) || isRequestWord(norm)) return false;
    return tag === 'NOUN' || tag === 'PROPN' || (tag === 'ADJ' && side === 'left');
  }

  private weight(index: number): number {
    const token = this.tokens[index]!;
    if (isRequestWord(token.norm) || token.tag === 'NUM') return 0;
    const terms = this.evidence[index]!;
    if (terms.length === 0) return this.catalogue.heaviest;
    return Math.max(...terms.map(({ term, similarity }) => similarity * this.catalogue.weights[term]!));
  }
}

/** Two words that are more than properties, or one noun that names a kind of goods, or most of one name. */
function namesGoods(candidate: Candidate, tokens: readonly Token[], catalogue: CatalogueIndex): boolean {
  const { explainedTokens, explained, entry } = candidate;
  const naming = explainedTokens.filter((index) => {
    const { norm } = tokens[index]!;
    return !isRequestWord(norm) && !isPropertyWord(norm);
  });
  if (naming.length === 0) return false;
  if (explained / catalogue.names[entry]!.weight >= MOST_OF_A_NAME) return true;
  if (naming.length > 1) return true;
  const [index] = naming as [number];
  const isNoun = /^(?:NOUN|PROPN)$/.test(tokens[index]!.tag ?? '');
  return isNoun && catalogue.evidence(tokens, index).some(({ term }) => catalogue.heads.has(term));
}

/** Stock codes as written on a list or an invoice. */
function* stockCodes(tokens: readonly Token[], catalogue: CatalogueIndex): Generator<Entity> {
  for (const { start, end, text } of tokens) {
    const product = catalogue.nameOfSku.get(text.toUpperCase());
    if (product !== undefined)
      yield { kind: 'product', matches: [{ ...product, score: 1 }], start, end, text };
  }
}

function toEntity(
  text: string,
  tokens: readonly Token[],
  candidates: readonly Candidate[],
  best: Candidate,
  catalogue: CatalogueIndex,
): Entity {
  const scored = candidates
    .filter(
      (other) => other.first <= best.last && other.last >= best.first && worth(other) >= worth(best) * TIE,
    )
    .map((other) => {
      const { sku, name, weight } = catalogue.names[other.entry]!;
      const coverage = Math.min(1, other.explained / weight);
      return { sku, name, coverage, score: precision(other) * (0.75 + 0.25 * coverage) };
    })
    .sort((a, b) => b.score - a.score || a.sku.localeCompare(b.sku));
  const whole = scored.filter(({ coverage }) => coverage > 0.99);
  const bySku = new Map<string, ProductMatch>();
  for (const { sku, name, score } of whole.length > 0 ? whole : scored) {
    if (!bySku.has(sku)) bySku.set(sku, { sku, name, score });
  }
  const [start, end] = [tokens[best.first]!.start, tokens[best.last]!.end];
  return {
    kind: 'product',
    matches: [...bySku.values()].slice(0, MATCHES_REPORTED),
    start,
    end,
    text: text.slice(start, end),
  };
}
