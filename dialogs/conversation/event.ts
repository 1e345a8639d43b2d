import type { Language } from '../../nlu/understanding.ts';
import type { QuoteDraft } from '../effect.ts';

/** What happened in a conversation. The log of these is the truth; `reduce` makes the state of it. */
export type ConversationEvent =
  /** `carried` is the state that outlives a session: see `Conversation`. */
  | {
      readonly kind: 'session.started';
      readonly at: Date;
      readonly carried?: { readonly quote?: QuoteDraft };
    }
  | {
      readonly kind: 'message.received';
      readonly language: Language;
      readonly skill: string;
      readonly intent?: string;
    }
  | { readonly kind: 'product.mentioned'; readonly skus: readonly string[] }
  /** The bot asked which of these is meant; `pending` is the intent to go on with. */
  | { readonly kind: 'product.asked'; readonly skus: readonly string[]; readonly pending: string }
  | { readonly kind: 'quantity.mentioned'; readonly quantity: number }
  /** The bot asked for one thing, on behalf of an intent. */
  | { readonly kind: 'slot.asked'; readonly slot: string; readonly pending: string }
  | { readonly kind: 'quote.made'; readonly quote: QuoteDraft }
  | { readonly kind: 'quote.changed'; readonly quote: QuoteDraft }
  | { readonly kind: 'quote.cancelled'; readonly number: string }
  | { readonly kind: 'order.placed'; readonly number: string; readonly quoteNumber: string }
  | {
      readonly kind: 'contact.given';
      readonly email?: string;
      readonly phone?: string;
      readonly name?: string;
    }
  | { readonly kind: 'misunderstood' }
  | { readonly kind: 'handoff.requested'; readonly reason: string };
