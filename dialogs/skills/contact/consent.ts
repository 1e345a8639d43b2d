import type { ConversationEvent } from '../../conversation/event.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import type { Choice } from '../../reply.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { decision, type Voice } from '../../voice.ts';
import type { Details } from './details.ts';

/** Versions of the texts that ask to keep contact details: to be raised when what they say changes. */
const ASKED = 'contact-3';
const KEEPS = ['contact.leave', 'meeting.book'];

/**
 * Whether contact details may be kept: `version` names the text that the visitor agrees to with this message, `offered`
 * are the details that this yes is about.
 */
export type Consent =
  | { readonly kind: 'given'; readonly version?: string; readonly offered?: Details }
  | { readonly kind: 'refused' | 'unasked' };

/** What a question for a way to reach somebody says itself of what for: to answer it is to agree. */
export interface Purpose {
  /** Key of the text. */
  readonly text: 'contact.keptFor' | 'contact.keptForThis';
  /** Its version. */
  readonly consent: string;
}
const ALL: Purpose = { text: 'contact.keptFor', consent: 'reach-2' };
const THIS: Purpose = { text: 'contact.keptForThis', consent: 'reach-1' };

/** After a no to more, or where more has no place, only the matter at hand. */
export const purposeOf = ({ conversation }: Turn, isThisOnly = false): Purpose =>
  isThisOnly || conversation.consent === 'refused' ? THIS : ALL;

/** What a yes or no to the open question is about: whether details may be kept. */
export const isAboutKeeping = ({ questions, offered }: Turn['conversation']): boolean =>
  offered !== undefined && questions[0]?.kind === 'confirmation' && KEEPS.includes(questions[0].pending);

/** Marks the version of a text that was agreed to but for the reminder. */
const UNREMINDED = '-unreminded';

export async function consentOf(turn: Turn, ports: Ports, bid: Bid): Promise<Consent> {
  const { conversation, message } = turn;
  const { language, text } = turn.understanding;
  const agreed = (version: string) => version + (has(wordsOf(language).noReminder, text) ? UNREMINDED : '');
  if (bid.answers && isAboutKeeping(conversation))
    return { kind: 'given', version: agreed(ASKED), offered: conversation.offered! };
  if (conversation.consent === 'given') return { kind: 'given' };
  const contact = await ports.contactOf({ channel: message.channel, id: message.sender.id });
  if (contact?.consent) return { kind: 'given' };
  const question = bid.answers && conversation.questions[0];
  if (question && question.kind === 'slot' && question.consent !== undefined)
    return { kind: 'given', version: agreed(question.consent) };
  return { kind: conversation.consent ?? 'unasked' };
}

/** Asks once; after a no it says how to change one's mind. Nothing is kept meanwhile. `opening` is said before the question. A yes goes on with `pending`. */
export function mayKeep(
  given: Details,
  { kind }: Consent,
  { offered }: Pick<Turn['conversation'], 'offered'>,
  pending: 'contact.leave' | 'meeting.book',
  voice: Voice,
  opening: readonly string[] = [],
): Decision {
  if (kind === 'refused')
    return decision({ replies: [voice.text('contact.notKept', {}, [voice.offer('contact.leave')])] });
  const { events, sentences, choices } = keepQuestion({ ...offered, ...given }, pending, voice);
  return decision({
    events: [{ kind: 'contact.offered', ...given }, ...events],
    replies: [
      { kind: 'text', language: voice.language, text: voice.join([...opening, ...sentences]), choices },
    ],
  });
}

/** A question that is asked beside something else: what it says, what may be pressed, and what is remembered of it. */
export interface Asking {
  readonly events: readonly ConversationEvent[];
  readonly sentences: readonly string[];
  readonly choices: readonly Choice[];
}

/** "May I keep ...?", of details that were offered. */
export function keepQuestion(
  details: Details,
  pending: 'contact.leave' | 'meeting.book',
  voice: Voice,
): Asking {
  const yes = voice.say('choice.affirm');
  const unreminded = voice.say('choice.contact.unreminded');
  const action = { kind: 'intent', intent: pending } as const;
  return {
    events: [{ kind: 'confirmation.asked', pending }],
    sentences: [voice.say('contact.mayKeep', { details: Object.values(details) })],
    choices: [
      { label: yes, text: yes, action },
      { label: unreminded, text: unreminded, action },
      voice.offer('deny'),
    ],
  };
}
