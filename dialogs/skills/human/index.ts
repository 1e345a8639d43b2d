import { intentSkill } from '../../readings/readings.ts';
import { OF_WAIT } from '../../readings/service-talk.ts';
import { decision, voiceOf } from '../../voice.ts';
import { queue } from './queue.ts';

/** Asks a person to take over the conversation, says how that stands, and lets it go again. */
export const human = intentSkill('human', ['human.request', 'human.withdraw'], async (turn, ports, bid) => {
  const voice = voiceOf(turn, ports);
  if (bid.intent === 'human.withdraw')
    return decision({
      events: [{ kind: 'person.left', to: 'bot', why: 'withdrawn' }],
      effects: [{ kind: 'handoff.release', to: 'bot' }],
      replies: [voice.text('human.withdrawn', {}, turn.isFollowed ? [] : [voice.offer('help')])],
    });
  const { isNew, events, effects, sentences } = await queue(turn, ports, 'human.request');
  const opening = isNew ? ['human.requested'] : bid.about === OF_WAIT ? [] : ['human.already'];
  return decision({
    events,
    effects,
    replies: [
      {
        kind: 'text',
        language: voice.language,
        text: voice.join([...opening.map((key) => voice.say(key)), ...sentences]),
      },
    ],
  });
});
