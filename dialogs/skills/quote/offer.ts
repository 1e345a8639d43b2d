import type { ConversationEvent } from '../../conversation/event.ts';
import type { Choice } from '../../reply.ts';
import type { Turn } from '../../skill.ts';
import type { Voice } from '../../voice.ts';

interface Wanted {
  readonly sku: string;
  readonly quantity: number;
}

/** What is offered to be done with goods that were priced or promised: a yes does it. */
export interface QuoteOffer {
  readonly events: readonly ConversationEvent[];
  readonly sentences: readonly string[];
  readonly choices: readonly Choice[];
}

/** A quote of them, or a change of the one that is open; nothing where they stand in it already. `lines` are those with a quantity. */
export function quoteOffer(lines: readonly Wanted[], turn: Turn, voice: Voice): QuoteOffer {
  const { quote } = turn.conversation;
  const begun = lines.length > 0 ? [{ kind: 'quote.begun' as const, lines }] : [];
  if (!quote || turn.today > quote.validUntil)
    return {
      events: [...begun, { kind: 'confirmation.asked', pending: 'quote.request' }],
      sentences: [voice.say('price.offerQuote')],
      choices: [voice.offer('quote.request')],
    };
  const quoted = new Map(quote.lines.map(({ sku, quantity }) => [sku, quantity]));
  if (lines.every(({ sku, quantity }) => quoted.get(sku) === quantity))
    return { events: [], sentences: [], choices: [] };
  const isNew = lines.every(({ sku }) => !quoted.has(sku));
  return {
    events: [...begun, { kind: 'confirmation.asked', pending: 'quote.change' }],
    sentences: [voice.say(isNew ? 'quote.offerAdd' : 'quote.offerChange', { number: quote.number })],
    choices: [voice.offer('quote.change')],
  };
}
