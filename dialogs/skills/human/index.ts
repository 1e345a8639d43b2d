import { openingHours } from '../../language/opening-hours.ts';
import { intentSkill } from '../../reading.ts';
import { decision, voiceOf } from '../../voice.ts';
import { askReach } from '../contact/reach.ts';
import { handoff } from './handoff.ts';

/** Asks a person to take over the conversation. */
export const human = intentSkill('human', ['human.request'], async (turn, ports) => {
  const voice = voiceOf(turn, ports);
  const { isNew, events, effects } = handoff(turn, 'human.request');
  const reach = await askReach(turn, ports);
  const text = voice.say(
    isNew ? 'human.requested' : 'human.already',
    openingHours(ports.shop, voice.language),
  );
  return decision({
    events: [...events, ...reach.events],
    effects,
    replies: [{ kind: 'text', language: voice.language, text: voice.join([text, ...reach.sentences]) }],
  });
});
