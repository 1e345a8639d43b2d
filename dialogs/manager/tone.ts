import { nextMood } from '../conversation/conversation.ts';
import type { Ports } from '../ports.ts';
import type { Decision, Turn } from '../skill.ts';
import { voiceOf } from '../voice.ts';

/** Two messages in a row this bad, not one. */
const ANGRY = -0.6;
/** These skills say sorry, or keep calm, by themselves. */
const HAVE_THEIR_OWN = ['complaint', 'fallback', 'human', 'goodbye'];

/** Anger over the last messages: one apology and a person on offer, before the answer. */
export function soothed(turn: Turn, ports: Ports, skill: string, decision: Decision): Decision {
  const { conversation, understanding } = turn;
  const mood = nextMood(conversation.mood, understanding.sentiment.score);
  if (mood > ANGRY || conversation.isApologised || HAVE_THEIR_OWN.includes(skill)) return decision;
  const voice = voiceOf(turn, ports);
  return {
    ...decision,
    events: [...decision.events, { kind: 'apologised' }],
    replies: [voice.text('tone.sorry', {}, [voice.offer('human.request')]), ...decision.replies],
  };
}
