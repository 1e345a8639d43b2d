import type { Deal } from '../../crm/models/deal.ts';
import type { Understanding } from '../../nlu/understanding.ts';
import { repWordsOf } from '../language/words/rep/words.ts';
import { has } from '../language/words/words.ts';
import { once } from '../once.ts';
import type { Turn } from '../skill.ts';
import { isBare } from './cues.ts';
import { placesIn, pointerIn } from './pointer.ts';

/** What a rep orders a list by. */
export type Ranking = 'biggest' | 'smallest' | 'soonest' | 'latest';

/** Which of a list that a rep was shown. */
export type RepPointer =
  /** From 0; negative counts from the end. */
  | { readonly kind: 'places'; readonly places: readonly number[] }
  | { readonly kind: 'first' | 'last'; readonly count: number }
  | { readonly kind: 'most'; readonly ranking: Ranking }
  | { readonly kind: 'all' };

/** "the second one", "#7", "which of them is the biggest". */
export const repPointerIn = once((understanding: Understanding): RepPointer | undefined => {
  const { text, language } = understanding;
  const numbers = [...text.matchAll(repWordsOf(language).place)].map(([, number]) => Number(number) - 1);
  if (numbers.length > 0 && numbers.every((place) => place >= 0)) return { kind: 'places', places: numbers };
  const pointer = pointerIn(understanding);
  if (pointer?.kind === 'end' && (pointer.end === 'first' || pointer.end === 'last'))
    return { kind: pointer.end, count: pointer.count };
  // "lost the second, they found somebody cheaper": of deals the price is none to choose by.
  const places = [...new Set(placesIn(understanding).map(({ place }) => place))];
  if (places.length > 0) return { kind: 'places', places };
  const ranking = rankingIn(understanding);
  if (ranking) return { kind: 'most', ranking };
  const { everyone, ofList } = repWordsOf(language);
  const isAll = pointer?.kind === 'together' || (has(everyone, text) && has(ofList, text));
  return isAll ? { kind: 'all' } : undefined;
});

export function rankingIn({ text, language }: Pick<Understanding, 'text' | 'language'>): Ranking | undefined {
  const words = repWordsOf(language);
  return (['soonest', 'latest', 'biggest', 'smallest'] as const).find((ranking) => has(words[ranking], text));
}

/** Points at the list that was shown: by a place, or of deals by "the biggest of them", or with nothing else said. */
export function pointsAtRepList(turn: Turn): boolean {
  const { list } = turn.conversation;
  const pointer = repPointerIn(turn.understanding);
  if (!list || list.of === 'alert' || !pointer) return false;
  const { ofList, pipeline, best, sets } = repWordsOf(turn.understanding.language);
  const { text } = turn.understanding;
  // "my top 2 deals" are looked for anew; "move the first two deals" are those of the list.
  if (pointer.kind === 'first') return !has(best, text) || !has(pipeline, text) || has(sets, text);
  if (pointer.kind !== 'most') return true;
  return list.of === 'deal' && (has(ofList, text) || (onlyShows(turn) && !has(pipeline, text)));
}

/** Nothing is asked of what is pointed at but to see it. */
export function onlyShows(turn: Turn): boolean {
  const { showing, place, biggest, smallest, soonest, latest, ofList, person } = repWordsOf(
    turn.understanding.language,
  );
  return isBare(turn, [place, biggest, smallest, soonest, latest, ofList, person, showing]);
}

/** Those that a place in their order points at; none where there are not so many. */
export function placed<T>(items: readonly T[], pointer: Exclude<RepPointer, { kind: 'most' }>): readonly T[] {
  switch (pointer.kind) {
    case 'places':
      return pointer.places.flatMap((place) => items.at(place) ?? []);
    case 'first':
      return items.slice(0, pointer.count);
    case 'last':
      return items.slice(-pointer.count);
    case 'all':
      return items;
  }
}

/** Deals in an order. */
export function ranked<T extends Pick<Deal, 'amount' | 'closeDate'>>(
  deals: readonly T[],
  ranking: Ranking,
): readonly T[] {
  const byAmount = (a: T, b: T) => b.amount.amount - a.amount.amount;
  const byDay = (a: T, b: T) => (a.closeDate < b.closeDate ? -1 : a.closeDate > b.closeDate ? 1 : 0);
  const order = ranking === 'biggest' || ranking === 'smallest' ? byAmount : byDay;
  const isReversed = ranking === 'smallest' || ranking === 'latest';
  return [...deals].sort((a, b) => (isReversed ? order(b, a) : order(a, b)));
}
