import { intentSkill } from '../../reading.ts';
import { decision, voiceOf } from '../../voice.ts';
import { askReach } from '../contact/reach.ts';
import { handoff } from '../human/handoff.ts';

/** Export and erasure of personal data: passed to a person, who checks who is asking. */
export const privacy = intentSkill(
  'privacy',
  ['privacy.export', 'privacy.erase'],
  async (turn, ports, bid) => {
    const voice = voiceOf(turn, ports);
    const { events, effects } = handoff(turn, bid.intent!);
    const reach = await askReach(turn, ports);
    const text = voice.say(
      bid.intent === 'privacy.erase' ? 'privacy.eraseRequested' : 'privacy.exportRequested',
    );
    return decision({
      events: [...events, ...reach.events],
      effects,
      replies: [{ kind: 'text', language: voice.language, text: voice.join([text, ...reach.sentences]) }],
    });
  },
);
