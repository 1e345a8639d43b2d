import type { Ports } from '../../ports.ts';
import type { Turn } from '../../skill.ts';
import { voiceOf } from '../../voice.ts';
import { type Asking, keepQuestion, purposeOf } from './consent.ts';
import { knownDetails } from './details.ts';

/**
 * Asks how to reach the visitor, only where no way is known; one that was said for something else, such as to send a quote to, is
 * asked to be kept. `isThisOnly`: for the matter at hand and nothing else.
 */
export async function askReach(turn: Turn, ports: Ports, isThisOnly = false): Promise<Asking> {
  const { email, phone } = await knownDetails(turn, ports);
  if (email !== undefined || phone !== undefined) return { events: [], sentences: [], choices: [] };
  const voice = voiceOf(turn, ports);
  const { offered, consent: kept } = turn.conversation;
  if (offered?.email !== undefined && kept !== 'refused' && !isThisOnly)
    return keepQuestion(offered, 'contact.leave', voice);
  const { text, consent } = purposeOf(turn, isThisOnly);
  return {
    events: [{ kind: 'slot.asked', slot: 'reach', pending: 'contact.leave', consent }],
    sentences: [voice.say('contact.askReach'), voice.say(text)],
    choices: [],
  };
}
