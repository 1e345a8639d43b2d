import type { ConversationEvent } from '../../conversation/event.ts';
import type { Ports } from '../../ports.ts';
import type { Turn } from '../../skill.ts';
import { voiceOf } from '../../voice.ts';
import { purposeOf } from './consent.ts';
import { knownDetails } from './details.ts';

/** Asks how to reach the visitor, only where no way is known; `isThisOnly`: for the matter at hand and nothing else. */
export async function askReach(
  turn: Turn,
  ports: Ports,
  isThisOnly = false,
): Promise<{ readonly events: readonly ConversationEvent[]; readonly sentences: readonly string[] }> {
  const { email, phone } = await knownDetails(turn, ports);
  if (email !== undefined || phone !== undefined) return { events: [], sentences: [] };
  const voice = voiceOf(turn, ports);
  const { text, consent } = purposeOf(turn, isThisOnly);
  return {
    events: [{ kind: 'slot.asked', slot: 'reach', pending: 'contact.leave', consent }],
    sentences: [voice.say('contact.askReach'), voice.say(text)],
  };
}
