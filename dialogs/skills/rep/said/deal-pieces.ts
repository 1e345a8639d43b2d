import type { Understanding } from '../../../../nlu/understanding.ts';

const BETWEEN = /[,;]\s+(?:and\s+)?|[，；、。\n]\s*|\s+(?:and|&)\s+/giu;

/** What stands between commas and "and", each with the tokens and entities that lie in it. */
export function piecesOf(understanding: Understanding): readonly Understanding[] {
  const pieces: Understanding[] = [];
  let start = 0;
  for (const { index, 0: gap } of understanding.text.matchAll(BETWEEN)) {
    pieces.push(part(understanding, start, index));
    start = index + gap.length;
  }
  return [...pieces, part(understanding, start, understanding.text.length)];
}

function part(understanding: Understanding, from: number, to: number): Understanding {
  const within = <T extends { readonly start: number; readonly end: number }>(
    spans: readonly T[],
  ): readonly T[] =>
    spans
      .filter(({ start, end }) => start >= from && end <= to)
      .map((span) => ({ ...span, start: span.start - from, end: span.end - from }));
  const { text, tokens, entities } = understanding;
  return { ...understanding, text: text.slice(from, to), tokens: within(tokens), entities: within(entities) };
}
