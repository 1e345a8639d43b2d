import { bestReading } from '../../readings/readings.ts';
import type { Skill } from '../../skill.ts';
import { decision, voiceOf } from '../../voice.ts';
import { CONFIRM } from './reply/propose.ts';

/** The answer to what was proposed. */
export const confirm: Skill = {
  name: 'rep.confirm',
  roles: ['rep'],
  bid: (turn) => bestReading(turn, [CONFIRM, 'affirm', 'deny']),
  async run(turn, ports, bid) {
    const voice = voiceOf(turn, ports);
    const { proposed, questions, choice } = turn.conversation;
    if (choice && bid.intent === 'deny') return decision({ replies: [voice.text('rep.dropped')] });
    const isOpen = proposed !== undefined && questions[0]?.pending === CONFIRM;
    if (!isOpen) return decision({ replies: [voice.text('rep.nothingProposed')] });
    if (bid.intent === 'deny') {
      return decision({ events: [{ kind: 'rep.dropped' }], replies: [voice.text('rep.dropped')] });
    }
    return decision({
      events: [{ kind: 'rep.confirmed' }],
      effects: proposed.effects,
      replies: [voice.text('rep.done')],
    });
  },
};
