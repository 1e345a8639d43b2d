import { intentSkill } from '../../readings/readings.ts';
import { decision, voiceOf } from '../../voice.ts';
import { queue } from './queue.ts';

/** Asks a person to take over the conversation. */
export const human = intentSkill('human', ['human.request'], async (turn, ports) => {
  const voice = voiceOf(turn, ports);
  const { isNew, events, effects, sentences } = await queue(turn, ports, 'human.request');
  const text = voice.say(isNew ? 'human.requested' : 'human.already');
  return decision({
    events,
    effects,
    replies: [{ kind: 'text', language: voice.language, text: voice.join([text, ...sentences]) }],
  });
});
