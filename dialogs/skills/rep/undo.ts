import type { Ports } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { decision, voiceOf } from '../../voice.ts';
import { proposeChanges } from './deals/change.ts';
import { dealLine } from './deals/deals.ts';
import { propose } from './reply/propose.ts';

/** "undo": offers to put back what the last change took away. */
export async function undo(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { undo: effects = [] } = turn.conversation;
  if (turn.conversation.undo?.length === 0) return decision({ replies: [voice.text('rep.onlyDealsUndone')] });
  const changes = effects.filter((effect) => effect.kind === 'deal.change');
  const deals = await ports.sales.deals({
    keys: effects.flatMap((effect) => ('key' in effect ? effect.key : [])),
  });
  const [deal] = deals;
  if (!deal) return decision({ replies: [voice.text('rep.nothingToUndo')] });
  if (changes.length > 0) return proposeChanges(changes, deals, turn, ports, []);
  return propose(effects, voice.say('rep.shallIRemove', { deal: dealLine(deal, voice) }), voice);
}
