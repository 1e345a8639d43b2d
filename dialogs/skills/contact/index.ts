import { entitiesOf } from '../../../nlu/understanding.ts';
import type { Callback } from '../../conversation/facts.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import { isTurnedDown, isWanted } from '../../readings/negation.ts';
import { intentSkill } from '../../readings/readings.ts';
import { OF_CALLER } from '../../readings/service-talk.ts';
import type { Decision, Turn } from '../../skill.ts';
import { decision, voiceOf } from '../../voice.ts';
import { consentOf, mayKeep, purposeOf } from './consent.ts';
import { type Details, knownDetails } from './details.ts';

/** Keeps what the visitor gives of name, e-mail and phone, and makes a task of "call me tomorrow". */
export const contact = intentSkill('contact', ['contact.leave'], async (turn, ports, bid) => {
  const voice = voiceOf(turn, ports);
  const consent = await consentOf(turn, ports, bid);
  const isAgreed = consent.kind === 'given';
  const details = { ...(isAgreed && consent.offered), ...givenDetails(turn) };
  const { offered } = turn.conversation;
  const isWritten = writesOnly(turn, details.email ?? offered?.email ?? turn.conversation.contact.email);
  const given = isWritten ? withoutPhone(details) : details;
  const known = { ...(await knownDetails(turn, ports)), ...given };
  if (bid.about === OF_CALLER) return decision({ replies: [voice.text('contact.whoCalls')] });
  const callback = wantedCallback(turn) ?? turn.conversation.callback ?? impliedCallback(given, turn);

  // Who wants to be called on the number just offered is asked once more whether it may be kept, not for a number.
  const isOffered = callback !== undefined && missingFor(callback, { ...known, ...offered }) === undefined;
  const isStillAsked = isOffered && missingFor(callback, known) !== undefined && consent.kind === 'unasked';
  if ((Object.keys(given).length > 0 && !isAgreed) || isStillAsked) {
    const kept = isWritten && offered ? { offered: withoutPhone(offered) } : turn.conversation;
    const opening = isStillAsked ? [voice.say('contact.onlyIfKept')] : [];
    const asked = mayKeep(given, consent, kept, 'contact.leave', voice, opening);
    const wish = callback && consent.kind !== 'refused' ? { ...callback, note: noteOf(turn) } : undefined;
    return {
      ...asked,
      events: [
        ...(kept !== turn.conversation ? [{ kind: 'contact.numberWithdrawn' as const }] : []),
        ...(wish ? [{ kind: 'callback.wanted' as const, callback: wish }] : []),
        ...asked.events,
      ],
    };
  }

  const events: Decision['events'][number][] = [];
  const effects: Decision['effects'][number][] = [];
  const sentences: string[] = [];
  if (Object.keys(given).length > 0) {
    events.push({ kind: 'contact.given', ...given });
    effects.push({
      kind: 'contact.upsert',
      ...given,
      language: voice.language,
      ...(isAgreed && consent.version !== undefined && { consent: consent.version }),
    });
    sentences.push(voice.say('contact.noted', { details: Object.values(given) }));
  }

  const isReachable = known.email !== undefined || known.phone !== undefined;
  if (callback && isReachable) {
    events.push({ kind: 'callback.arranged' });
    effects.push({
      kind: 'task.create',
      task: callback.task,
      ...(callback.dueOn !== undefined && { dueOn: callback.dueOn }),
      note: callback.note ?? noteOf(turn),
    });
    sentences.push(
      callback.dueOn === undefined
        ? voice.say(`contact.${callback.task}`)
        : voice.say(`contact.${callback.task}On`, { date: { date: callback.dueOn } }),
    );
    if (callback.at !== undefined) sentences.push(voice.say('contact.wantedAt', { at: callback.at }));
  } else if (callback) {
    events.push({ kind: 'callback.wanted', callback });
  }

  const missing = missingFor(callback, known);
  if (missing) {
    const purpose = isAgreed ? undefined : purposeOf(turn);
    events.push({
      kind: 'slot.asked',
      slot: missing,
      pending: 'contact.leave',
      ...(purpose && { consent: purpose.consent }),
    });
    sentences.push(voice.say(ASK[missing]));
    if (purpose) sentences.push(voice.say(purpose.text));
  }
  return decision({
    events,
    effects,
    replies: [
      {
        kind: 'text',
        language: voice.language,
        text: voice.join(sentences) || voice.say('contact.haveAlready'),
      },
    ],
  });
});

/** "my number is ... but don't call", "no, just email": a number that nobody may ring gives way to an address. */
function writesOnly({ understanding }: Turn, email: string | undefined): boolean {
  const { call, mailOnly } = wordsOf(understanding.language);
  return email !== undefined && (isTurnedDown(call, understanding) || has(mailOnly, understanding.text));
}

const withoutPhone = ({ phone: _, ...details }: Details): Details => details;

const NOTE_LENGTH = 1_000;
const noteOf = ({ understanding }: Turn) => understanding.text.slice(0, NOTE_LENGTH);
const ASK = { phone: 'contact.askPhone', email: 'contact.askEmail', reach: 'contact.askReach' } as const;

/** A call needs a number, a mail an address, anything else either of them. */
function missingFor(callback: Callback | undefined, { email, phone }: Details): keyof typeof ASK | undefined {
  if (callback?.task === 'call') return phone === undefined ? 'phone' : undefined;
  if (callback?.task === 'email') return email === undefined ? 'email' : undefined;
  return email === undefined && phone === undefined ? 'reach' : undefined;
}

/** What this message gives that was not known. */
export function givenDetails({ understanding, conversation }: Turn): Details {
  const email = entitiesOf(understanding, 'email')[0]?.address;
  const phone = entitiesOf(understanding, 'phone')[0]?.number;
  const name = entitiesOf(understanding, 'person')[0]?.name;
  const isNew = (key: keyof Details, value: string | undefined) =>
    value !== undefined && conversation.contact[key] !== value;
  return {
    ...(isNew('name', name) && { name: name! }),
    ...(isNew('email', email) && { email: email! }),
    ...(isNew('phone', phone) && { phone: phone! }),
  };
}

/** "call me tomorrow", "don't call, drop me a mail": how, and not before which day. */
function wantedCallback({ understanding, conversation }: Turn): Callback | undefined {
  const words = wordsOf(understanding.language);
  const date = entitiesOf(understanding, 'date')[0];
  const dueOn = date?.from;
  const wished = dueOn ?? conversation.callback?.dueOn;
  const at = date ? date.at : conversation.callback?.at;
  const day = { ...(wished !== undefined && { dueOn: wished }), ...(at !== undefined && { at }) };
  if (isWanted(words.call, understanding)) return { task: 'call', ...day };
  const isMailGiven = entitiesOf(understanding, 'email').length > 0;
  const isInstead = isTurnedDown(words.call, understanding) || has(words.mailOnly, understanding.text);
  if (isInstead || (isWanted(words.email, understanding) && !isMailGiven)) return { task: 'email', ...day };
  return dueOn === undefined ? undefined : { task: 'contact', ...day };
}

/** Details that come without a wish are for somebody to get in touch, unless somebody is seeing to it already. */
function impliedCallback({ email, phone }: Details, { conversation }: Turn): Callback | undefined {
  const { isCallbackArranged, handoffs, lastOrder, person } = conversation;
  if (isCallbackArranged || handoffs.length > 0 || person || lastOrder !== undefined) return undefined;
  return email !== undefined || phone !== undefined ? { task: 'contact' } : undefined;
}
