import type { ConversationEvent } from '../../../conversation/event.ts';
import { proposedTogether } from '../../../conversation/proposals.ts';
import type { RepEffect } from '../../../effect.ts';
import type { Decision } from '../../../skill.ts';
import { decision, type Voice } from '../../../voice.ts';

export const CONFIRM = 'rep.confirm';

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

/** Several proposals that one yes does. */
export const together = (decisions: readonly Decision[]): Decision => ({
  events: proposedTogether(decisions.flatMap(({ events }) => events)),
  effects: decisions.flatMap(({ effects }) => effects),
  replies: decisions.flatMap(({ replies }, index) =>
    replies.map(({ choices, ...reply }) => ({
      ...reply,
      ...(choices && index === decisions.length - 1 && { choices }),
    })),
  ),
});
