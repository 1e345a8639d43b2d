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

/** Something the bot asked. `age` counts the messages since that did not answer it. */
export type Question = { readonly pending: string; readonly age: number } & (
  | { readonly kind: 'product'; readonly skus: readonly string[] }
  | { readonly kind: 'slot'; readonly slot: string; readonly consent?: string }
  | { readonly kind: 'confirmation' }
);

/** The state of a conversation: only ever a reduction of its events. */
export interface Conversation {
  readonly language?: Language;
  /** Messages received. */
  readonly turns: number;
  /** Products last talked about, most recent first; at most 5. */
  readonly products: readonly string[];
  /** The list last shown, in its order; at most 10. */
  readonly listed: readonly string[];
  /** How many were asked for with it. */
  readonly listedQuantity?: number;
  /** What is left of it for "more"; at most 30. */
  readonly unlisted?: readonly string[];
  /** What was last shown or named in one go, or one by one since: "20 of each" is of these; at most 5. */
  readonly together: readonly string[];
  /** What was shown and turned down, newest first; at most 30: it is not recommended again. */
  readonly declined: readonly string[];
  /** How many of `products[0]` were last talked about. */
  readonly quantity?: number;
  /** The open quote. */
  readonly quote?: QuoteDraft;
  /** Lines of a quote that still lacks something. */
  readonly begun?: readonly BegunLine[];
  /** What the open quote was before its last change, or before it was cancelled. */
  readonly previousQuote?: QuoteDraft;
  readonly lastOrder?: string;
  /** What the bot asked and still waits for, newest first; at most 2. */
  readonly questions: readonly Question[];
  readonly callback?: Callback;
  readonly isCallbackArranged: boolean;
  /** What may be kept of contact details, and what was given while that is still asked. */
  readonly contact: { readonly email?: string; readonly phone?: string; readonly name?: string };
  readonly offered?: Conversation['contact'];
  readonly consent?: 'given' | 'refused';
  /** Sentiment of the last messages, the newest weighing most; -1 to 1. */
  readonly mood: number;
  /** An apology is made once, until the mood has turned. */
  readonly isApologised: boolean;
  /** Misunderstandings in a row. */
  readonly misunderstood: number;
  /** What people were asked to take over, by reason; at most 10. */
  readonly handoffs: readonly string[];
  /** What was proposed to be done to an order, until it is done or something else is talked of. */
  readonly orderChange?: OrderChange;
  /** Goods that are to come back, until the return has a number. */
  readonly returning?: ReturnClaim;
  /** The return last asked for: what comes later, such as a photo, belongs to it. */
  readonly lastReturn?: string;
  /** A person is waited for, or has the conversation: then the bot is silent. */
  readonly person?:
    | { readonly status: 'waiting'; readonly reason: string }
    | { readonly status: 'owned'; readonly reason: string; readonly rep: Person };
  /** What is to come off a quote of these goods, once there is one; without `percent`, what can be given. */
  readonly discountWanted?: { readonly skus: readonly string[]; readonly percent?: number };
  /** What a rep was asked to take off a quote, and what became of it. */
  readonly discount?: {
    readonly quoteNumber: string;
    readonly percent?: number;
    readonly outcome: 'asked' | 'expired' | DiscountOutcome;
  };
  /** On whose clock times are told (IANA), where the visitor said. */
  readonly timeZone?: string;
  readonly meetingSlots?: readonly MeetingSlot[];
  readonly meetingChosen?: MeetingSlot;
  readonly meeting?: { readonly number: string } & MeetingSlot;
  /** A code that is waited for. */
  readonly challenge?: CodeChallenge;
  readonly lead: LeadFacts;
  /** Each is asked once at most. */
  readonly leadAsked: readonly LeadQuestion[];
  /** In the conversation of a rep: keys of the deal and the contact last talked of. */
  readonly deal?: string;
  readonly contactKey?: string;
  /** The list last shown to a rep. */
  readonly list?: RepList;
  /** What a rep asked last: "and for bags?" goes on with it. */
  readonly asked?: RepQuestion;
  /** What the deal is chosen for that a rep was just asked to choose. */
  readonly choice?: OpenChoice;
  /** What waits for a rep's yes, with what takes it back; and what takes back the last that was done. */
  readonly proposed?: { readonly effects: readonly RepEffect[]; readonly undo: readonly RepEffect[] };
  readonly undo?: readonly RepEffect[];
  readonly lastSkill?: string;
  readonly lastIntent?: string;
  /** The passage of the knowledge that the last message was answered with. */
  readonly lastAbout?: string;
  /** The last intent about products or a quote: what a bare "and 500?" goes on with. */
  readonly topic?: string;
}

/** What a new session takes over from the one before. */
export type Carried = Pick<
  Partial<Conversation>,
  | 'language'
  | 'quote'
  | 'lastOrder'
  | 'contact'
  | 'consent'
  | 'handoffs'
  | 'person'
  | 'discount'
  | 'meeting'
  | 'lead'
  | 'leadAsked'
>;

export const newConversation: Conversation = {
  turns: 0,
  products: [],
  listed: [],
  together: [],
  declined: [],
  questions: [],
  isCallbackArranged: false,
  contact: {},
  lead: {},
  leadAsked: [],
  mood: 0,
  isApologised: false,
  misunderstood: 0,
  handoffs: [],
};

export const carry = ({
  language,
  quote,
  lastOrder,
  contact,
  consent,
  handoffs,
  person,
  discount,
  meeting,
  lead,
  leadAsked,
}: Conversation): Carried => ({
  ...(language && { language }),
  ...(quote && { quote }),
  ...(lastOrder && { lastOrder }),
  contact,
  ...(consent && { consent }),
  handoffs,
  ...(person && { person }),
  ...(discount && { discount }),
  ...(meeting && { meeting }),
  lead,
  leadAsked,
});
