import { type Candidate, type Message, parted, termsAt, toCandidate, weightOf } from './product-candidate.ts';
import { isConjunction, isConnector, isRequestWord } from './product-words.ts';

/** Words of the catalogue that are looked at. */
const WORD_BUDGET = 64;
/** Words allowed between two words of one mention. */
const WIDEST_GAP = 3;
/** From this share of a name's weight on, a number before it is read as part of the name. */
const MOST_OF_A_NAME = 0.6;

/** Every name that some of the words may mean, with those words. */
export function findCandidates(message: Message): Candidate[] {
  const { tokens, evidence, catalogue } = message;
  const indexesOf = new Map<number, number[]>();
  let words = 0;
  for (const [index, found] of evidence.entries()) {
    if (found.length === 0 || isRequestWord(tokens[index]!.norm) || tokens[index]!.tag === 'NUM') continue;
    if (words === WORD_BUDGET) break;
    words += 1;
    for (const { term } of found) {
      for (const entry of catalogue.postings[term]!) {
        const indexes = indexesOf.get(entry);
        if (indexes === undefined) indexesOf.set(entry, [index]);
        else if (indexes.at(-1) !== index) indexes.push(index);
      }
    }
  }
  const candidates: Candidate[] = [];
  for (const [entry, indexes] of indexesOf)
    for (const cluster of clustersOf(message, entry, indexes))
      candidates.push(toCandidate(message, entry, cluster));
  return candidates;
}

/** Runs of explained words close enough for one mention; a run has a term no more often than the name has it. */
function clustersOf(message: Message, entry: number, indexes: readonly number[]): (readonly number[])[] {
  if (indexes.length === 1) return [withEdges(message, entry, indexes)];
  const { terms } = message.catalogue.names[entry]!;
  const clusters: number[][] = [];
  /** What the words of the last run stand for. */
  let said: number[] = [];
  for (const index of indexes) {
    const own = termsAt(message, entry, index);
    const cluster = clusters.at(-1);
    const repeated =
      own.every((term) => times(term, said) >= times(term, terms)) && !sharesCompound(message, entry, index);
    if (cluster !== undefined && !repeated && joined(message, entry, cluster.at(-1)!, index)) {
      for (let gap = cluster.at(-1)! + 1; gap < index; gap += 1) {
        if (termsAt(message, entry, gap).length > 0) cluster.push(gap);
      }
      cluster.push(index);
    } else {
      clusters.push([index]);
      said = [];
    }
    said.push(...own);
  }
  return clusters.map((cluster) => withEdges(message, entry, cluster));
}

/** How often a term is among others. */
function times(term: number, terms: readonly number[]): number {
  let found = 0;
  for (const other of terms) if (other === term) found += 1;
  return found;
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

/** Grows a run over the numbers and small words beside it that the name has too; a count of the goods is not part of it. */
function withEdges(message: Message, entry: number, cluster: readonly number[]): readonly number[] {
  const [first, last] = [cluster[0]!, cluster.at(-1)!];
  const belongs = (index: number) => isSmall(message, index) && termsAt(message, entry, index).length > 0;
  let [from, to] = [first, last];
  while (belongs(from - 1) && !parted(message, from - 1)) from -= 1;
  while (belongs(to + 1) && !parted(message, to)) to += 1;
  if (from === first && to === last) return cluster;
  const { terms, weight } = message.catalogue.names[entry]!;
  const grown = [...span(from, first), ...cluster, ...span(last + 1, to + 1)];
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

/** The numbers from `from` up to before `to`. */
const span = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at);

function isSmall({ tokens }: Message, index: number): boolean {
  const token = tokens[index];
  return token !== undefined && (token.tag === 'NUM' || isRequestWord(token.norm));
}

/** A Chinese measure word that ends a name: 爆米花盒. */
function isMeasure({ tokens }: Message, index: number): boolean {
  return tokens[index]!.start === tokens[index - 1]?.end && /^[盒包瓶箱袋套]$/u.test(tokens[index]!.norm);
}
