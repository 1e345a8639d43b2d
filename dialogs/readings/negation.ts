import type { Understanding } from '../../nlu/understanding.ts';
import { has, matchesOf, wordsOf } from '../language/words/words.ts';

type Said = Pick<Understanding, 'text' | 'language'>;

/** Whether something is said without being turned down: "mail me" in "don't call, mail me". */
export const isWanted = (pattern: RegExp, said: Said): boolean =>
  placesOf(pattern, said.text).some((at) => !isNegated(at, said));

/** Whether it is turned down and nowhere wanted: "call" in "don't call, mail me". */
export const isTurnedDown = (pattern: RegExp, said: Said): boolean => {
  const places = placesOf(pattern, said.text);
  return places.length > 0 && places.every((at) => isNegated(at, said));
};

const placesOf = (pattern: RegExp, text: string) => [...matchesOf(pattern, text)].map(({ index }) => index);

/** Whether a negation stands before a place of the text in its own clause. */
export function isNegated(at: number, { text, language }: Said): boolean {
  const { clauseBreak, negation } = wordsOf(language);
  const before = text.slice(0, at);
  const clause = before.slice([...before.matchAll(clauseBreak)].at(-1)?.index ?? 0);
  return has(negation, clause);
}
