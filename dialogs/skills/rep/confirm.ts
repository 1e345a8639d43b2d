import type { ConversationEvent } from '../../conversation/event.ts';
import type { RepEffect } from '../../effect.ts';
import { bestReading } from '../../readings/readings.ts';
import type { Decision, Skill } from '../../skill.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';

const CONFIRM = 'rep.confirm';

/** What binds is said back and done only after a yes; `undo` takes it back. */
export const propose = (
  effects: readonly RepEffect[],
  question: string,
  voice: Voice,
  {
    events = [],
    undo = [],
  }: { readonly events?: readonly ConversationEvent[]; readonly undo?: readonly RepEffect[] } = {},
): Decision =>
  decision({
    events: [
      ...events,
      { kind: 'rep.proposed', effects, undo },
      { kind: 'confirmation.asked', pending: CONFIRM },
    ],
    replies: [
      {
        kind: 'text',
        language: voice.language,
        text: question,
        choices: [
          {
            label: voice.say('choice.affirm'),
            text: voice.say('choice.affirm'),
            action: { kind: 'intent', intent: CONFIRM },
          },
          voice.offer('deny'),
        ],
      },
    ],
  });

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
