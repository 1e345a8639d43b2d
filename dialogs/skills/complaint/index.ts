import { intentSkill } from '../../reading.ts';
import { decision, voiceOf } from '../../voice.ts';
import { askReach } from '../contact/reach.ts';
import { handoff } from '../human/handoff.ts';

/** Apologises once and hands the matter to a person. */
export const complaint = intentSkill('complaint', ['complaint'], async (turn, ports) => {
  const voice = voiceOf(turn, ports);
  const { isNew, events, effects } = handoff(turn, 'complaint');
  const reach = await askReach(turn, ports);
  const text = voice.say(isNew ? 'complaint.sorry' : 'complaint.already');
  return decision({
    events: [...events, ...reach.events],
    effects,
    replies: [{ kind: 'text', language: voice.language, text: voice.join([text, ...reach.sentences]) }],
  });
});
