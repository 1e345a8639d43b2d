import { HANDOFFS_KEPT } from '../../conversation/conversation.ts';
import type { Decision, Turn } from '../../skill.ts';

const NOTE_LENGTH = 1_000;

/**
 * What asks a person to take over: a task with the reason, what the talk was about and the visitor's words. The
 * same reason is not asked for twice, and not more reasons than a person would read.
 */
export function handoff(
  turn: Turn,
  reason: string,
): Pick<Decision, 'events' | 'effects'> & { readonly isNew: boolean } {
  const { handoffs, quote, lastOrder, products } = turn.conversation;
  if (handoffs.includes(reason) || handoffs.length >= HANDOFFS_KEPT)
    return { events: [], effects: [], isNew: false };
  const about = [quote?.number, lastOrder, ...products.slice(0, 2)].filter((item) => item !== undefined);
  const note = `${reason}${about.length > 0 ? ` [${about.join(', ')}]` : ''}: ${turn.understanding.text}`;
  return {
    events: [{ kind: 'handoff.requested', reason }],
    effects: [{ kind: 'task.create', task: 'handoff', dueOn: turn.today, note: note.slice(0, NOTE_LENGTH) }],
    isNew: true,
  };
}
