import type { Language } from '../../nlu/understanding.ts';
import type { QuoteDraft } from '../effect.ts';
import type { ConversationEvent } from './event.ts';

/** The state of a conversation: only ever a reduction of its events. */
export interface Conversation {
  readonly language?: Language;
  /** Products last talked about, most recent first; at most 5. */
  readonly products: readonly string[];
  readonly quantity?: number;
  /** The open quote. */
  readonly quote?: QuoteDraft;
  readonly lastOrder?: string;
  /** What the bot last asked and still waits for. */
  readonly asked?:
    | { readonly kind: 'product'; readonly skus: readonly string[]; readonly pending: string }
    | { readonly kind: 'slot'; readonly slot: string; readonly pending: string };
  readonly contact: { readonly email?: string; readonly phone?: string; readonly name?: string };
  /** Misunderstandings in a row. */
  readonly misunderstood: number;
  readonly handoff: boolean;
  readonly lastSkill?: string;
  readonly lastIntent?: string;
}

export const newConversation: Conversation = { products: [], contact: {}, misunderstood: 0, handoff: false };

const PRODUCTS_KEPT = 5;

const withoutAsked = ({ asked: _, ...rest }: Conversation): Conversation => rest;
const withoutQuote = ({ quote: _, ...rest }: Conversation): Conversation => rest;

/** One step of the reduction; pure. */
export function reduce(state: Conversation, event: ConversationEvent): Conversation {
  switch (event.kind) {
    case 'session.started':
      return { ...newConversation, ...event.carried };
    case 'message.received':
      // A question is open for exactly one message: whatever this message was, the next decision asks anew.
      return {
        ...withoutAsked(state),
        language: event.language,
        lastSkill: event.skill,
        ...(event.intent === undefined ? {} : { lastIntent: event.intent }),
        misunderstood: event.skill === 'fallback' ? state.misunderstood : 0,
      };
    case 'product.mentioned':
      return {
        ...state,
        products: [...new Set([...event.skus, ...state.products])].slice(0, PRODUCTS_KEPT),
      };
    case 'product.asked':
      return { ...state, asked: { kind: 'product', skus: event.skus, pending: event.pending } };
    case 'quantity.mentioned':
      return { ...state, quantity: event.quantity };
    case 'slot.asked':
      return { ...state, asked: { kind: 'slot', slot: event.slot, pending: event.pending } };
    case 'quote.made':
    case 'quote.changed':
      return { ...state, quote: event.quote };
    case 'quote.cancelled':
      return withoutQuote(state);
    case 'order.placed':
      return { ...withoutQuote(state), lastOrder: event.number };
    case 'contact.given': {
      const { kind: _, ...given } = event;
      return { ...state, contact: { ...state.contact, ...given } };
    }
    case 'misunderstood':
      return { ...state, misunderstood: state.misunderstood + 1 };
    case 'handoff.requested':
      return { ...state, handoff: true, misunderstood: 0 };
  }
}

export const replay = (events: Iterable<ConversationEvent>, from = newConversation): Conversation => {
  let state = from;
  for (const event of events) state = reduce(state, event);
  return state;
};
