import type { Language } from '../../nlu/understanding.ts';
import type { QuoteDraft, RepEffect } from '../effect.ts';
import type {
  BegunLine,
  Callback,
  CodeChallenge,
  DiscountOutcome,
  LeadFacts,
  LeadQuestion,
  MeetingSlot,
  OpenChoice,
  OrderChange,
  Person,
  RepList,
  RepQuestion,
  ReturnClaim,
} from './facts.ts';
import type { Carried } from './state.ts';

/** What happened in a conversation. The log of these is the truth; `reduce` makes the state of it. */
export type ConversationEvent =
  /** `carried` is the state that outlives a session: see `carry`. */
  | { readonly kind: 'session.started'; readonly at: Date; readonly carried?: Carried }
  /** `intent` as the deciding skill took it; `answered`: the message answered the bot's open question. */
  | {
      readonly kind: 'message.received';
      readonly language: Language;
      readonly skill: string;
      readonly intent?: string;
      /** Which passage answered it: `Bid.about`. */
      readonly about?: string;
      readonly answered?: true;
      /** -1 to 1. */
      readonly sentiment?: number;
    }
  | { readonly kind: 'product.mentioned'; readonly skus: readonly string[] }
  /** Products shown as a list, in this order: "the second one" refers to it. */
  | {
      readonly kind: 'product.listed';
      readonly skus: readonly string[];
      /** The pages that follow. */
      readonly unlisted?: readonly string[];
      /** How many were wanted of whichever of them is chosen. */
      readonly quantity?: number;
    }
  /** Shown, and not wanted. */
  | { readonly kind: 'product.declined'; readonly skus: readonly string[] }
  /** The bot asked which of these is meant; `pending` is the intent to go on with. */
  | { readonly kind: 'product.asked'; readonly skus: readonly string[]; readonly pending: string }
  | { readonly kind: 'quantity.mentioned'; readonly quantity: number }
  /** The bot asked for one thing, on behalf of an intent. `consent` is the version of a text in it that an answer agrees to. */
  | {
      readonly kind: 'slot.asked';
      readonly slot: string;
      readonly pending: string;
      readonly consent?: string;
    }
  /** The bot asked for a yes; with it, `pending` is done. */
  | { readonly kind: 'confirmation.asked'; readonly pending: string }
  /** Lines of a quote for which something is still asked. */
  | { readonly kind: 'quote.begun'; readonly lines: readonly BegunLine[] }
  | { readonly kind: 'quote.made'; readonly quote: QuoteDraft }
  | { readonly kind: 'quote.changed'; readonly quote: QuoteDraft }
  | { readonly kind: 'quote.cancelled'; readonly number: string }
  | { readonly kind: 'order.placed'; readonly number: string; readonly quoteNumber: string }
  /** The bot said what it would do to an order; a yes does it. */
  | { readonly kind: 'order.changeProposed'; readonly change: OrderChange }
  | { readonly kind: 'order.changed'; readonly number: string }
  /** What is known so far of goods that are to come back. */
  | { readonly kind: 'return.begun'; readonly claim: ReturnClaim }
  | { readonly kind: 'return.requested'; readonly number: string; readonly order: string }
  | {
      readonly kind: 'contact.given';
      readonly email?: string;
      readonly phone?: string;
      readonly name?: string;
    }
  /** Given, and kept only after a yes; forgotten with the session. */
  | {
      readonly kind: 'contact.offered';
      readonly email?: string;
      readonly phone?: string;
      readonly name?: string;
    }
  /** The number that was offered is not to be used: the visitor wants to be written to. */
  | { readonly kind: 'contact.numberWithdrawn' }
  /** They are not to be kept. */
  | { readonly kind: 'contact.refused' }
  /** The visitor wants to hear from a person, in this way and not before this day. */
  | { readonly kind: 'callback.wanted'; readonly callback: Callback }
  | { readonly kind: 'callback.arranged' }
  /** A code was sent to an e-mail address; the newest alone counts. */
  | { readonly kind: 'code.asked'; readonly challenge: CodeChallenge }
  | { readonly kind: 'code.failed' }
  /** It was right, or is not good any more. */
  | { readonly kind: 'code.spent' }
  /** From here on nothing from before is known. */
  | { readonly kind: 'privacy.erased' }
  | { readonly kind: 'apologised' }
  | { readonly kind: 'misunderstood' }
  | { readonly kind: 'handoff.requested'; readonly reason: string }
  /** Times that were offered for a meeting, in this order. */
  | { readonly kind: 'meeting.offered'; readonly slots: readonly MeetingSlot[] }
  /** The time that was chosen, while the way to reach the visitor is still asked for. */
  | { readonly kind: 'meeting.chosen'; readonly slot: MeetingSlot }
  | { readonly kind: 'meeting.booked'; readonly number: string; readonly slot: MeetingSlot }
  | { readonly kind: 'meeting.cancelled'; readonly number: string }
  /** On whose clock the visitor wants to be told times (IANA). */
  | { readonly kind: 'zone.said'; readonly timeZone: string }
  /** None is to be booked after all. */
  | { readonly kind: 'meeting.dropped' }
  /** Something new about what somebody wants to buy, and whether. */
  | { readonly kind: 'lead.learnt'; readonly lead: LeadFacts }
  | { readonly kind: 'lead.asked'; readonly about: LeadQuestion }
  /** The visitor waits for a person now. */
  | { readonly kind: 'person.requested'; readonly reason: string }
  /** From here on the bot is silent. */
  | { readonly kind: 'person.joined'; readonly rep: Person }
  | { readonly kind: 'person.said'; readonly rep: Person }
  /** Back to the bot, or to the head of the queue where the person was lost. */
  | {
      readonly kind: 'person.left';
      readonly to: 'bot' | 'queue';
      readonly why: 'returned' | 'silence' | 'lost' | 'unanswered' | 'withdrawn';
    }
  /** In the conversation of a rep: the deal and the contact talked of, the list shown, and what was asked. */
  | { readonly kind: 'deal.mentioned'; readonly key: string }
  | { readonly kind: 'contact.mentioned'; readonly key: string }
  | { readonly kind: 'list.shown'; readonly list: RepList }
  | { readonly kind: 'rep.asked'; readonly question: RepQuestion }
  /** A rep was asked which of several deals is meant; the next message may say. */
  | { readonly kind: 'rep.choiceAsked'; readonly choice: OpenChoice }
  /** What waits for a rep's yes, and what would take it back. */
  | {
      readonly kind: 'rep.proposed';
      readonly effects: readonly RepEffect[];
      readonly undo: readonly RepEffect[];
    }
  | { readonly kind: 'rep.dropped' }
  | { readonly kind: 'rep.confirmed' }
  /** A rep was asked for more than the bot may give on this quote. */
  /** Something is to come off a quote of these goods, once there is one: so many per cent, or what can be given. */
  | { readonly kind: 'discount.wanted'; readonly skus: readonly string[]; readonly percent?: number }
  | { readonly kind: 'discount.asked'; readonly quoteNumber: string; readonly percent?: number }
  | {
      readonly kind: 'discount.decided';
      readonly quoteNumber: string;
      readonly outcome: DiscountOutcome;
      readonly percent?: number;
      readonly rep: Person;
    }
  /** Nobody decided in time. */
  | { readonly kind: 'discount.expired'; readonly quoteNumber: string };
