import { wordsOf } from '../language/words/words.ts';
import type { Turn } from '../skill.ts';
import { quantitiesOf } from './quantity.ts';

/** Shorter English nouns are mostly noises and abbreviations. */
const SHORTEST = 3;

/**
 * What a message names that is no product here ("unicorn slippers"), so that it is not answered for the product
 * talked about before. Undefined where a pronoun or a quantity points back, or all nouns are those of trade.
 */
export function unknownThing(turn: Turn): string | undefined {
  const { text, tokens, entities, language } = turn.understanding;
  const { tradeNouns, pointing } = wordsOf(language);
  if (turn.message.action || quantitiesOf(turn).length > 0) return undefined;
  if (tokens.some(({ norm }) => pointing.has(norm))) return undefined;
  const nouns = tokens.filter(
    ({ tag, norm, start, end }) =>
      (tag === 'NOUN' || tag === 'PROPN') &&
      (/^\p{Script=Han}/u.test(norm) ? norm.length > 1 : norm.length > SHORTEST) &&
      !entities.some((entity) => start < entity.end && end > entity.start) &&
      !isOneOf(norm, tradeNouns),
  );
  const [first, last] = [nouns[0], nouns.at(-1)];
  return first && last && text.slice(first.start, last.end);
}

/** Allows for a plural and for one slip of the keyboard in longer words. */
function isOneOf(word: string, known: ReadonlySet<string>): boolean {
  if (known.has(word) || known.has(word.replace(/s$/, ''))) return true;
  return word.length > 3 && /^[a-z]/.test(word) && [...known].some((other) => isOneSlipAway(word, other));
}

/** Damerau-Levenshtein distance of at most one. */
function isOneSlipAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const [restA, restB] = [a.slice(at), b.slice(at)];
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}
