import { entitiesOf } from '../../../nlu/understanding.ts';
import { replay } from '../../conversation/conversation.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { discount } from './discount.ts';

/** A quote just made of goods on which something was to come off: what the rules allow, or a rep's word on it. */
export async function withWantedDiscount(
  made: Decision,
  turn: Turn,
  ports: Ports,
  bid: Bid,
): Promise<Decision> {
  const { discountWanted } = turn.conversation;
  const conversation = replay(made.events, turn.conversation);
  const isMade = made.events.some(({ kind }) => kind === 'quote.made');
  const isOfThose = conversation.quote?.lines.some(({ sku }) => discountWanted?.skus.includes(sku));
  if (!discountWanted || !isMade || !isOfThose || asksDiscount(turn)) return made;
  const given = await discount({ ...turn, conversation: { ...conversation, discountWanted } }, ports, bid);
  return {
    events: [...made.events, ...given.events],
    effects: [...made.effects, ...given.effects],
    replies: [...made.replies.map(({ choices: _, ...reply }) => reply), ...given.replies],
  };
}

/** The message says so itself, and is answered. */
const asksDiscount = ({ understanding }: Turn): boolean =>
  entitiesOf(understanding, 'percentage').length > 0 ||
  has(wordsOf(understanding.language).discount, understanding.text);
