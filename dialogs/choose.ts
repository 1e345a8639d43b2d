import { entitiesOf } from '../nlu/understanding.ts';
import { isTopic } from './conversation/conversation.ts';
import type { ConversationEvent } from './conversation/event.ts';
import type { Ports } from './ports.ts';
import { reminderFor } from './reminder.ts';
import type { Bid, ExplainedDecision, Skill, Turn } from './skill.ts';
import { saidQuantity } from './slots/quantity.ts';

export interface Choosing {
  readonly skill: Skill;
  readonly bid: Bid;
  /** All bids, the winner first. */
  readonly bids: readonly (Bid & { readonly skill: string })[];
}

/** Exactly one skill: the highest bid, the earlier in the list where two are equal. */
export function choose(turn: Turn, skills: readonly Skill[]): Choosing {
  const bids = skills
    .flatMap((skill) => {
      const bid = skill.bid(turn);
      return bid ? [{ skill, bid }] : [];
    })
    .sort((a, b) => b.bid.score - a.bid.score);
  const winner = bids[0];
  if (!winner) throw new Error('no skill bids: the list must hold one that always does');
  return { ...winner, bids: bids.map(({ skill, bid }) => ({ skill: skill.name, ...bid })) };
}

/**
 * Decides a turn: what the message was taken for, what it mentioned, and what the chosen skill makes of it. A skill
 * that throws is a programming error; it reaches the caller, who commits nothing.
 */
export async function decide(turn: Turn, ports: Ports, skills: readonly Skill[]): Promise<ExplainedDecision> {
  const { skill, bid, bids } = choose(turn, skills);
  const decision = await skill.run(turn, ports, bid);
  const received: ConversationEvent = {
    kind: 'message.received',
    language: turn.understanding.language,
    skill: skill.name,
    ...(bid.intent !== undefined && { intent: bid.intent }),
    ...(bid.answers && { answered: true }),
  };
  return {
    skill: skill.name,
    bids,
    events: [received, ...mentions(turn, ports, bid), ...decision.events],
    effects: decision.effects,
    replies: [...decision.replies, ...reminderFor(turn, ports, bid, decision)],
  };
}

/** What was said is remembered whichever skill answers, so that nothing has to be said twice. */
function mentions(turn: Turn, ports: Ports, bid: Bid): ConversationEvent[] {
  const skus = entitiesOf(turn.understanding, 'product').flatMap(({ matches }) =>
    matches.length === 1 ? [matches[0]!.sku] : [],
  );
  const quantity = saidQuantity(turn, ports.shop.maxQuantity);
  return [
    ...(skus.length > 0 ? [{ kind: 'product.mentioned' as const, skus }] : []),
    ...(quantity.kind === 'valid' && bid.intent !== undefined && isTopic(bid.intent)
      ? [{ kind: 'quantity.mentioned' as const, quantity: quantity.value }]
      : []),
  ];
}
