import type { BegunLine } from '../conversation/facts.ts';
import type { Turn } from '../skill.ts';

/** Goods that were priced or promised with their quantities and of which a quote was offered; none where something of them is open. */
export function pricedLines({
  conversation,
}: Turn): readonly Required<Pick<BegunLine, 'sku' | 'quantity'>>[] {
  const { begun = [], questions } = conversation;
  if (!questions.some(({ pending }) => pending === 'quote.request')) return [];
  const known = begun.flatMap(({ sku, quantity }) =>
    sku === undefined || quantity === undefined ? [] : [{ sku, quantity }],
  );
  return known.length === begun.length ? known : [];
}
