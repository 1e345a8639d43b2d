import { intentSkill } from '../../readings/readings.ts';
import { decision, voiceOf } from '../../voice.ts';
import { queue } from '../human/queue.ts';

/** Apologises once and hands the matter to a person. */
export const complaint = intentSkill('complaint', ['complaint'], async (turn, ports) => {
  const voice = voiceOf(turn, ports);
  const { isNew, events, effects, sentences } = await queue(turn, ports, 'complaint');
  const text = voice.say(isNew ? 'complaint.sorry' : 'complaint.already');
  return decision({
    events,
    effects,
    replies: [{ kind: 'text', language: voice.language, text: voice.join([text, ...sentences]) }],
  });
});
