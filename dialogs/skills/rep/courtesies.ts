import { LIKELY } from '../../readings/reading.ts';
import { bestReading } from '../../readings/readings.ts';
import type { Skill } from '../../skill.ts';
import { decision, voiceOf } from '../../voice.ts';

const SAID = { thanks: 'rep.thanks', greet: 'rep.hello', goodbye: 'rep.bye' } as const;

/** Answers thanks, a greeting and a goodbye of a rep. */
export const courtesies: Skill = {
  name: 'rep.courtesies',
  roles: ['rep'],
  // What is hardly understood, or names something, is no greeting.
  bid: (turn) => {
    const said = bestReading(turn, Object.keys(SAID));
    const isBare = turn.understanding.entities.length === 0;
    return said && said.score >= LIKELY && isBare ? said : undefined;
  },
  run: async (turn, ports, bid) =>
    decision({ replies: [voiceOf(turn, ports).text(SAID[bid.intent as keyof typeof SAID])] }),
};
