import type { Person } from './conversation/facts.ts';
import type { Conversation } from './conversation/state.ts';
import type { Decision } from './skill.ts';
import { acceptChoice } from './skills/quote/document.ts';
import { decision, type Voice } from './voice.ts';

/**
 * What people and the server add to a conversation, as decisions on its state; undefined where that state has no room
 * for it any more: somebody else was quicker.
 */

export const joined = ({ person }: Conversation, rep: Person, voice: Voice): Decision | undefined =>
  person?.status !== 'waiting'
    ? undefined
    : decision({
        events: [{ kind: 'person.joined', rep }],
        effects: [{ kind: 'handoff.take', rep: rep.key }],
        replies: [voice.text('human.joined', { name: rep.name })],
      });

export const said = (
  { person }: Conversation,
  rep: Person,
  text: string,
  { language }: Voice,
): Decision | undefined =>
  person?.status !== 'owned' || person.rep.key !== rep.key
    ? undefined
    : decision({
        events: [{ kind: 'person.said', rep }],
        replies: [{ kind: 'text', language, text, from: rep.name }],
      });

const FAREWELL = {
  returned: 'human.leftReturned',
  silence: 'human.leftSilence',
  lost: 'human.leftLost',
} as const;

/** The person goes; back with the bot, an open quote is taken up where it was left. `rep` absent: whoever has it. */
export function left(
  { person, quote }: Conversation,
  why: keyof typeof FAREWELL,
  voice: Voice,
  rep?: Person,
): Decision | undefined {
  if (person?.status !== 'owned' || (rep && person.rep.key !== rep.key)) return undefined;
  const to = why === 'lost' ? 'queue' : 'bot';
  const farewell = voice.say(FAREWELL[why], { name: person.rep.name });
  const resumes = quote !== undefined && to === 'bot';
  return decision({
    events: [
      { kind: 'person.left', to, why },
      ...(resumes ? [{ kind: 'confirmation.asked' as const, pending: 'quote.accept' }] : []),
    ],
    effects: [{ kind: 'handoff.release', to }],
    replies: [
      resumes
        ? {
            kind: 'text',
            language: voice.language,
            text: voice.join([
              farewell,
              voice.say('human.stillOpen', { number: quote.number, total: quote.total }),
            ]),
            choices: [acceptChoice(quote.number, voice)],
          }
        : { kind: 'text', language: voice.language, text: farewell },
    ],
  });
}

/** Nobody took it over for so long that the visitor is hardly there any more. */
export const unanswered = ({ person }: Conversation, voice: Voice): Decision | undefined =>
  person?.status !== 'waiting'
    ? undefined
    : decision({
        events: [{ kind: 'person.left', to: 'bot', why: 'unanswered' }],
        effects: [{ kind: 'handoff.release', to: 'bot' }],
        replies: [voice.text('human.unanswered')],
      });
