import { replay } from '../conversation/conversation.ts';
import type { ConversationEvent } from '../conversation/event.ts';
import type { LeadFacts, LeadQuestion } from '../conversation/facts.ts';
import type { Conversation } from '../conversation/state.ts';
import type { Effect } from '../effect.ts';
import type { Ports } from '../ports.ts';
import type { Reply } from '../reply.ts';
import type { Bid, Decision, Turn } from '../skill.ts';
import { voiceOf } from '../voice.ts';
import { LEAD_INTENT } from './learnt.ts';

/** Questions that come up by themselves when these are talked of. */
const ASKED_BESIDE = ['contact.leave', LEAD_INTENT];
const ORDER: readonly LeadQuestion[] = ['neededBy', 'budget', 'authority'];
/** More would be a form. */
const MOST_ASKED = 2;
/** Three of need, budget, authority and time make a lead qualified. */
const QUALIFIED = 3;
const ANNOYED = -0.3;

/**
 * Records what is known of somebody who can be reached and wants something, and asks one thing more where the talk is
 * about getting in touch anyway: at most two questions a visitor, never the same twice, none to somebody annoyed.
 */
export function qualify(turn: Turn, ports: Ports, bid: Bid, decided: Decision): Decision {
  const isGiven = decided.events.some(({ kind }) => kind === 'contact.given');
  if (!isGiven && !isReachable(turn.conversation)) return decided;
  const after = replay(decided.events, turn.conversation);
  const facts = factsOf(after);
  if (!isReachable(after) || facts.need === undefined) return decided;
  const effects: Effect[] = decided.events.some(isNews) ? [record(facts, turn, ports)] : [];
  const about = nextQuestion(after, bid, decided);
  const events: ConversationEvent[] =
    about === undefined
      ? []
      : [
          { kind: 'lead.asked', about },
          { kind: 'slot.asked', slot: about, pending: LEAD_INTENT },
        ];
  const replies: Reply[] = about === undefined ? [] : [voiceOf(turn, ports).text(`lead.ask.${about}`)];
  return {
    events: [...decided.events, ...events],
    effects: [...decided.effects, ...effects],
    replies: [...decided.replies, ...replies],
  };
}

export const isReachable = ({ contact: { email, phone } }: Conversation): boolean =>
  email !== undefined || phone !== undefined;

const isNews = ({ kind }: ConversationEvent) =>
  kind === 'lead.learnt' || kind === 'contact.given' || kind === 'quote.made' || kind === 'quote.changed';

function factsOf({ lead, products, quote }: Conversation): LeadFacts {
  const need = quote ? quote.lines.map(({ sku }) => sku) : products;
  return {
    ...lead,
    ...(need.length > 0 && { need }),
    ...(quote && { value: quote.total }),
  };
}

function record(facts: LeadFacts, turn: Turn, ports: Ports): Effect {
  const known = [facts.need, facts.budget, facts.authority, facts.neededBy].filter(
    (one) => one !== undefined,
  );
  return {
    kind: 'lead.record',
    qualification: facts,
    stage: known.length >= QUALIFIED ? 'qualified' : 'lead',
    amount: facts.value ?? facts.budget ?? { amount: 0, currency: ports.shop.currency },
    closeDate: facts.neededBy ?? turn.today,
  };
}

function nextQuestion(
  { lead, leadAsked, mood, lastOrder }: Conversation,
  { intent }: Bid,
  { events }: Decision,
): LeadQuestion | undefined {
  if (intent === undefined || !ASKED_BESIDE.includes(intent)) return undefined;
  if (leadAsked.length >= MOST_ASKED || mood < ANNOYED || lastOrder !== undefined) return undefined;
  if (events.some(({ kind }) => kind.endsWith('.asked'))) return undefined;
  return ORDER.find((about) => lead[about] === undefined && !leadAsked.includes(about));
}
