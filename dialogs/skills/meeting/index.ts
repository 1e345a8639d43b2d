import { entitiesOf } from '../../../nlu/understanding.ts';
import { intentSkill } from '../../reading.ts';
import { decision, voiceOf } from '../../voice.ts';
import { askReach } from '../contact/reach.ts';
import { handoff } from '../human/handoff.ts';

/** A person confirms a meeting; the bot passes the wish on and promises no time. */
export const meeting = intentSkill('meeting', ['meeting.book'], async (turn, ports) => {
  const voice = voiceOf(turn, ports);
  const date = entitiesOf(turn.understanding, 'date')[0]?.from;
  const { events, effects } = handoff(turn, date === undefined ? 'meeting.book' : `meeting.book ${date}`);
  const reach = await askReach(turn, ports);
  const text =
    date === undefined ? voice.say('meeting.passedOn') : voice.say('meeting.passedOnFor', { date: { date } });
  return decision({
    events: [...events, ...reach.events],
    effects,
    replies: [{ kind: 'text', language: voice.language, text: voice.join([text, ...reach.sentences]) }],
  });
});
