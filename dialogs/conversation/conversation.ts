import type { ConversationEvent } from './event.ts';
import type { RepList } from './facts.ts';
import { type Conversation, newConversation, type Question } from './state.ts';

/** Skills that answer what no other understands. */
const FALLBACKS = ['fallback', 'rep.help'];
const PRODUCTS_KEPT = 5;
const LISTED_KEPT = 10;
const UNLISTED_KEPT = 30;
const QUESTIONS_KEPT = 2;
const REP_LIST_KEPT = 50;
export const HANDOFFS_KEPT = 10;
/** A question is dropped after this many messages that did not answer it. */
const QUESTION_LIFE = 3;

function without<K extends keyof Conversation>(state: Conversation, key: K): Omit<Conversation, K> {
  if (!(key in state)) return state;
  const { [key]: _, ...rest } = state;
  return rest;
}

const withoutQuote = (state: Conversation): Conversation =>
  without(without(without(state, 'quote'), 'previousQuote'), 'begun');

/** One step of the reduction; pure. */
export function reduce(state: Conversation, event: ConversationEvent): Conversation {
  switch (event.kind) {
    case 'session.started':
      return { ...newConversation, ...event.carried };
    case 'message.received':
      return {
        ...without(without(state, 'lastAbout'), 'choice'),
        turns: state.turns + 1,
        language: event.language,
        lastSkill: event.skill,
        questions: aged(event.answered ? state.questions.slice(1) : state.questions),
        mood: nextMood(state.mood, event.sentiment ?? 0),
        isApologised: state.isApologised && state.mood <= 0,
        misunderstood: FALLBACKS.includes(event.skill) ? state.misunderstood : 0,
        ...(event.intent !== undefined && { lastIntent: event.intent }),
        ...(event.about !== undefined && { lastAbout: event.about }),
        ...(event.intent !== undefined && isTopic(event.intent) && { topic: event.intent }),
      };
    case 'product.mentioned': {
      const products = [...new Set([...event.skus, ...state.products])].slice(0, PRODUCTS_KEPT);
      // A quantity belongs to the product it was said of.
      return {
        ...(products[0] === state.products[0] ? state : without(state, 'quantity')),
        products,
        together: together(state, event.skus),
      };
    }
    case 'product.listed':
      return {
        ...without(without(state, 'unlisted'), 'listedQuantity'),
        listed: event.skus.slice(0, LISTED_KEPT),
        together: event.skus.slice(0, PRODUCTS_KEPT),
        // "The cheaper one" is now one of these, whatever list was chosen from before.
        questions: state.questions.filter(
          ({ kind, pending }) => !(kind === 'product' && pending === 'product.detail'),
        ),
        ...(event.unlisted && { unlisted: event.unlisted.slice(0, UNLISTED_KEPT) }),
        ...(event.quantity !== undefined && { listedQuantity: event.quantity }),
      };
    case 'product.declined':
      return {
        ...state,
        declined: [...new Set([...event.skus, ...state.declined])].slice(0, UNLISTED_KEPT),
      };
    case 'product.asked':
      return asking(state, { kind: 'product', skus: event.skus, pending: event.pending, age: 0 });
    case 'quantity.mentioned':
      return { ...state, quantity: event.quantity };
    case 'slot.asked':
      return asking(state, {
        kind: 'slot',
        slot: event.slot,
        pending: event.pending,
        ...(event.consent !== undefined && { consent: event.consent }),
        age: 0,
      });
    case 'confirmation.asked':
      return asking(state, { kind: 'confirmation', pending: event.pending, age: 0 });
    case 'quote.begun':
      return { ...state, begun: event.lines };
    case 'quote.made':
      return {
        ...without(withoutQuote(state), 'discountWanted'),
        quote: event.quote,
        questions: state.questions.filter(({ pending }) => pending !== 'quote.request'),
      };
    case 'quote.changed':
      return {
        ...withoutQuote(state),
        quote: event.quote,
        ...(state.quote && { previousQuote: state.quote }),
      };
    case 'quote.cancelled':
      return {
        ...withoutQuote(state),
        ...(state.quote && { previousQuote: state.quote }),
        questions: state.questions.filter(({ pending }) => !pending.startsWith('quote.')),
      };
    case 'order.placed':
      return { ...withoutQuote(state), lastOrder: event.number };
    case 'order.changeProposed':
      return { ...without(state, 'begun'), orderChange: event.change };
    case 'order.changed':
      return without(without(state, 'orderChange'), 'begun');
    case 'return.begun':
      return { ...state, returning: event.claim };
    case 'return.requested':
      return { ...without(state, 'returning'), lastReturn: event.number };
    case 'meeting.offered':
      return { ...without(state, 'meetingChosen'), meetingSlots: event.slots };
    case 'meeting.chosen':
      return { ...state, meetingChosen: event.slot };
    case 'meeting.booked':
      return {
        ...without(without(state, 'meetingSlots'), 'meetingChosen'),
        meeting: { number: event.number, ...event.slot },
      };
    case 'zone.said':
      return { ...state, timeZone: event.timeZone };
    case 'meeting.dropped':
      return {
        ...without(without(state, 'meetingSlots'), 'meetingChosen'),
        questions: state.questions.filter(({ pending }) => pending !== 'meeting.book'),
      };
    case 'meeting.cancelled':
      return without(state, 'meeting');
    case 'lead.learnt':
      return { ...state, lead: { ...state.lead, ...event.lead } };
    case 'lead.asked':
      return { ...state, leadAsked: [...state.leadAsked, event.about] };
    case 'contact.given': {
      const { kind: _, ...given } = event;
      return {
        ...without(state, 'offered'),
        contact: { ...state.contact, ...given },
        consent: 'given',
      };
    }
    case 'contact.offered': {
      const { kind: _, ...given } = event;
      return { ...state, offered: { ...state.offered, ...given } };
    }
    case 'contact.numberWithdrawn': {
      const { phone: _, ...offered } = state.offered ?? {};
      return { ...state, offered };
    }
    case 'contact.refused':
      return {
        ...without(without(without(state, 'offered'), 'callback'), 'meetingChosen'),
        consent: 'refused',
      };
    case 'callback.wanted':
      return { ...state, callback: event.callback };
    case 'callback.arranged':
      return { ...without(state, 'callback'), isCallbackArranged: true };
    case 'code.asked':
      return { ...state, challenge: event.challenge };
    case 'code.failed':
      return state.challenge
        ? { ...state, challenge: { ...state.challenge, tries: (state.challenge.tries ?? 0) + 1 } }
        : state;
    case 'code.spent':
      return without(state, 'challenge');
    case 'privacy.erased':
      return { ...newConversation, ...(state.language && { language: state.language }) };
    case 'apologised':
      return { ...state, isApologised: true };
    case 'misunderstood':
      return { ...state, misunderstood: state.misunderstood + 1 };
    case 'handoff.requested':
      return {
        ...state,
        handoffs: [...state.handoffs, event.reason].slice(-HANDOFFS_KEPT),
        misunderstood: 0,
      };
    case 'person.requested':
      return { ...state, person: { status: 'waiting', reason: event.reason }, misunderstood: 0 };
    case 'person.joined':
      return {
        ...state,
        person: { status: 'owned', reason: state.person?.reason ?? 'human.request', rep: event.rep },
      };
    case 'person.said':
      return state;
    case 'person.left':
      return event.to === 'queue' && state.person
        ? { ...state, person: { status: 'waiting', reason: state.person.reason } }
        : without(state, 'person');
    case 'deal.mentioned':
      return { ...state, deal: event.key };
    case 'contact.mentioned':
      return { ...state, contactKey: event.key };
    case 'list.shown':
      return listing(state, event.list);
    case 'rep.asked':
      return { ...state, asked: event.question };
    case 'rep.choiceAsked':
      return { ...state, choice: event.choice };
    case 'rep.proposed':
      return { ...state, proposed: { effects: event.effects, undo: event.undo } };
    case 'rep.dropped':
      return without(state, 'proposed');
    case 'rep.confirmed':
      return {
        ...without(without(state, 'proposed'), 'undo'),
        ...(state.proposed && { undo: state.proposed.undo }),
      };
    case 'discount.wanted': {
      const { kind: _, ...discountWanted } = event;
      return { ...state, discountWanted };
    }
    case 'discount.asked':
      return {
        ...state,
        discount: {
          quoteNumber: event.quoteNumber,
          outcome: 'asked',
          ...(event.percent !== undefined && { percent: event.percent }),
        },
      };
    case 'discount.expired':
      return { ...state, discount: { quoteNumber: event.quoteNumber, outcome: 'expired' } };
    case 'discount.decided':
      return {
        ...state,
        discount: {
          quoteNumber: event.quoteNumber,
          outcome: event.outcome,
          ...(event.percent !== undefined && { percent: event.percent }),
        },
      };
  }
}

/** Of one alone it is clear what "it" is; of several nothing is until one is chosen. */
function listing(state: Conversation, { keys, ...list }: RepList): Conversation {
  const kept = keys.slice(0, REP_LIST_KEPT);
  const [only, another] = kept;
  const key = another === undefined ? only : undefined;
  const talked =
    list.of === 'deal'
      ? { ...without(state, 'deal'), ...(key !== undefined && { deal: key }) }
      : list.of === 'contact'
        ? { ...without(state, 'contactKey'), ...(key !== undefined && { contactKey: key }) }
        : state;
  return {
    ...talked,
    list: { ...list, keys: kept },
    listed: list.of === 'product' ? kept.slice(0, LISTED_KEPT) : [],
    together: list.of === 'product' ? kept.slice(0, PRODUCTS_KEPT) : [],
  };
}

/** Exponential smoothing: what was said three messages ago counts an eighth. */
export const nextMood = (mood: number, sentiment: number): number => (mood + sentiment) / 2;

export const isTopic = (intent: string) => /^(product|quote)\./.test(intent);

/** One product after another makes a group, unless it is chosen from the one before. */
function together(state: Conversation, skus: readonly string[]): readonly string[] {
  const list = [...state.listed, ...(state.unlisted ?? [])];
  const isChosen = skus.every((sku) => list.includes(sku)) && isListOnly(state);
  const earlier = skus.length > 1 || isChosen ? [] : state.together.filter((sku) => !skus.includes(sku));
  return [...skus, ...earlier].slice(0, PRODUCTS_KEPT);
}
const isListOnly = ({ together: known, listed }: Conversation) =>
  known.length > 0 && known.every((sku, index) => sku === listed[index]);

const aged = (questions: readonly Question[]) =>
  questions
    .map((question) => ({ ...question, age: question.age + 1 }))
    .filter((question) => question.age <= QUESTION_LIFE);

/** Asking again on behalf of the same intent replaces the earlier question. */
const asking = (state: Conversation, question: Question): Conversation => ({
  ...state,
  questions: [question, ...state.questions.filter((open) => open.pending !== question.pending)].slice(
    0,
    QUESTIONS_KEPT,
  ),
});

export const replay = (events: Iterable<ConversationEvent>, from = newConversation): Conversation => {
  let state = from;
  for (const event of events) state = reduce(state, event);
  return state;
};
