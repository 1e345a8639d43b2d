import { entitiesOf, type Understanding } from '../../nlu/understanding.ts';
import type { ListEnd } from '../language/words/word-classes.ts';
import { has, matchesOf, wordsOf } from '../language/words/words.ts';
import { once } from '../once.ts';

/** Which of the goods shown a message points at, by place, price or sales. */
export type Pointer = { readonly spans: readonly (readonly [from: number, to: number])[] } & (
  | { readonly kind: 'places'; readonly places: readonly number[] }
  | { readonly kind: 'end'; readonly end: ListEnd; readonly count: number }
  /** All that was shown or named together; `count`, where it is said, is how many that are. */
  | { readonly kind: 'together'; readonly count?: number }
);

/** Whether a word points back at what was talked about: "how much is it?". */
export function pointsBack({ text, tokens, language }: Understanding): boolean {
  const { pointing, goesOn } = wordsOf(language);
  const from = goesOn.exec(text)?.[0].length ?? 0;
  return tokens.some(({ norm, start }) => start >= from && pointing.has(norm));
}

/** "the first two", "the second and the last", "the cheapest", "both": undefined where nothing points. */
export const pointerIn = once((understanding: Understanding): Pointer | undefined => {
  const { text, language } = understanding;
  const { ends, cheapest, dearest, bestselling, asks, together, counts } = wordsOf(language);
  const countOf = ([, ...groups]: RegExpMatchArray): number | undefined => {
    const said = groups.find((group) => group !== undefined)?.toLowerCase();
    return said === undefined ? undefined : (counts[said] ?? Number(said));
  };
  for (const [pattern, end] of ends) {
    const [match] = matchesOf(pattern, text);
    const count = match && countOf(match);
    if (count !== undefined) return { kind: 'end', end, count, spans: [spanOf(match!)] };
  }
  for (const [pattern, end] of [
    [cheapest, 'cheapest'],
    [dearest, 'dearest'],
    // "what is your best seller?" asks for goods that were not shown.
    ...(has(asks, text) ? [] : ([[bestselling, 'bestselling']] as const)),
  ] as const) {
    const [match] = matchesOf(pattern, text);
    if (match) return { kind: 'end', end, count: 1, spans: [spanOf(match)] };
  }
  const placed = placesIn(understanding);
  if (placed.length > 0) {
    const places = [...new Set(placed.map(({ place }) => place))];
    return { kind: 'places', places, spans: placed.map(({ span }) => span) };
  }
  const [match] = matchesOf(together, text);
  if (!match) return undefined;
  const count = countOf(match);
  return { kind: 'together', ...(count !== undefined && { count }), spans: [spanOf(match)] };
});

/** "the second", "the last": places in a list, from 0, negative from the end. */
export const placesIn = (
  understanding: Understanding,
): readonly { readonly place: number; readonly span: readonly [number, number] }[] =>
  wordsOf(understanding.language).ordinals.flatMap(([pattern, place]) =>
    [...matchesOf(pattern, understanding.text)].flatMap((match) => {
      const span = spanOf(match);
      return isOfDate(span, understanding) || isProduct(span, understanding) ? [] : [{ place, span }];
    }),
  );

/** "last month", "last november" and "the 2nd of may" point at no list. */
const isOfDate = ([from, to]: readonly [number, number], understanding: Understanding): boolean =>
  entitiesOf(understanding, 'date').some(
    ({ start, end }) =>
      (from < end && to > start) || (to < start && understanding.text.slice(to, start).trim() === ''),
  );

/** A place that was read as the product there points no more. */
const isProduct = ([from, to]: readonly [number, number], understanding: Understanding): boolean =>
  entitiesOf(understanding, 'product').some(({ start, end }) => from < end && to > start);

const spanOf = (match: RegExpMatchArray): readonly [number, number] => [
  match.index!,
  match.index! + match[0].length,
];
