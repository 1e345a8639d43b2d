/**
 * Pairs of texts that are nearly the same by the character n-grams they share (Jaccard).
 *
 * Source: prefix filtering (Chaudhuri, Ganti & Kaushik 2006, "A primitive operator for similarity joins"; Bayardo, Ma &
 * Srikant 2007): two sets of likeness t share one of the rarest (1 - t) of their members, so only texts that do are
 * compared.
 */
import { foldText } from '../intents/ngrams.ts';

export interface NearDuplicate {
  /** Indices of the texts; first < second. */
  readonly first: number;
  readonly second: number;
  /** Share of the n-grams of both that both have, 0 to 1. */
  readonly likeness: number;
}

const CHARACTERS = 3;
/** A Chinese character says as much as some letters. */
const CHINESE_CHARACTERS = 2;

/** For each text the one before it that is most like it, at least `least` (0 to 1), among those that `isPair` accepts. */
export function nearDuplicates(
  texts: readonly string[],
  least: number,
  isPair: (first: number, second: number) => boolean,
): NearDuplicate[] {
  const grams = texts.map(gramsOf);
  const frequency = new Map<string, number>();
  for (const set of grams) for (const gram of set) frequency.set(gram, (frequency.get(gram) ?? 0) + 1);
  const index = new Map<string, number[]>();
  return grams.flatMap((set, second): NearDuplicate[] => {
    const rarestFirst = [...set].sort((a, b) => frequency.get(a)! - frequency.get(b)! || (a < b ? -1 : 1));
    const prefix = rarestFirst.slice(0, set.size - Math.ceil(least * set.size) + 1);
    let best: NearDuplicate | undefined;
    for (const first of new Set(prefix.flatMap((gram) => index.get(gram) ?? []))) {
      if (!isPair(first, second)) continue;
      const likeness = jaccard(grams[first]!, set);
      if (likeness >= least && likeness > (best?.likeness ?? 0)) best = { first, second, likeness };
    }
    for (const gram of prefix) {
      const texts = index.get(gram);
      if (texts) texts.push(second);
      else index.set(gram, [second]);
    }
    return best ? [best] : [];
  });
}

/** Of the words alone, so that punctuation and spacing say nothing; numbers are all one. None of a text without letters. */
function gramsOf(text: string): Set<string> {
  if (!/\p{L}/u.test(text)) return new Set();
  const words =
    foldText(text)
      .replace(/\p{N}+/gu, '0')
      .match(/[\p{L}\p{N}']+/gu) ?? [];
  const line = ` ${words.join(' ')} `;
  const size = /\p{Script=Han}/u.test(line) ? CHINESE_CHARACTERS : CHARACTERS;
  return new Set(Array.from({ length: line.length - size + 1 }, (_, at) => line.slice(at, at + size)));
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const member of a) if (b.has(member)) shared++;
  return shared / (a.size + b.size - shared);
}
