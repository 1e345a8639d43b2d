import type { Ports } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { decision, voiceOf } from '../../voice.ts';
import { undoNotes } from './agenda/undo.ts';
import { undoDeals } from './deals/undo.ts';
import { together } from './reply/propose.ts';

/** "undo": offers to put back what was changed last, and to take away what was made or noted. */
export async function undo(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { undo: effects = [] } = turn.conversation;
  const offered = await Promise.all([undoDeals(effects, turn, ports), undoNotes(effects, ports, voice)]);
  const decisions = offered.filter((one) => one !== undefined);
  if (decisions.length > 0) return together(decisions);
  return decision({
    replies: [voice.text(turn.conversation.undo?.length === 0 ? 'rep.neverUndone' : 'rep.nothingToUndo')],
  });
}
