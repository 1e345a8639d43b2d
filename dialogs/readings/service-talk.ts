import { entitiesOf } from '../../nlu/understanding.ts';
import { serviceWordsOf } from '../language/words/service.ts';
import { has, wordsOf } from '../language/words/words.ts';
import { LEAD_INTENT, learnt } from '../lead/learnt.ts';
import type { Turn } from '../skill.ts';
import { quantitiesOf } from '../slots/quantity.ts';
import { shiftIn } from '../slots/time-shift.ts';
import { asksSomething, namesDocument, namesProduct } from './cues.ts';
import { type Reading, SHORT, sure } from './reading.ts';

/** What is asked of a queue, and what is done with a meeting, beside what the intents stand for. */
export const OF_WAIT = 'wait';
export const OF_CALLER = 'caller';
export const OF_MEETING = { cancel: 'cancel', status: 'status' } as const;

/** Skills after which "how long?" is about the person who was asked for. */
const ABOUT_PEOPLE = ['human', 'complaint', 'contact'];

/** Talk about people who take over, about meetings, about the visitor's own business and data. */
export function fromServiceTalk(turn: Turn): Reading[] {
  const { text, language } = turn.understanding;
  const { keptOfMine, whoComes } = serviceWordsOf(language);
  if (namesProduct(turn) || namesDocument(turn)) return [];
  if (has(keptOfMine, text)) return [sure('privacy.export', 'asks what is kept of the visitor')];
  const { callback, isCallbackArranged, offered } = turn.conversation;
  if (has(whoComes, text) && (callback || isCallbackArranged || offered))
    return [sure('contact.leave', 'asks who will be in touch', OF_CALLER)];
  const ofPerson = turn.conversation.person?.status === 'waiting' ? fromQueue(turn) : undefined;
  const found = ofPerson ?? fromMeeting(turn) ?? fromLead(turn);
  return found ? [found] : [];
}

/** Of somebody who waits for a person. */
function fromQueue(turn: Turn): Reading | undefined {
  const { text, language, entities } = turn.understanding;
  const { lastSkill = '', questions } = turn.conversation;
  const { someoneComing, nobodyNeeded } = serviceWordsOf(language);
  const { howLong, dropIt } = wordsOf(language);
  const isAboutPeople = ABOUT_PEOPLE.includes(lastSkill);
  if (has(someoneComing, text) || (isAboutPeople && has(howLong, text) && entities.length === 0))
    return sure('human.request', 'asks how long a person takes', OF_WAIT);
  const isLetGo = has(nobodyNeeded, text) || (isAboutPeople && has(dropIt, text));
  if (!isLetGo || asksSomething(turn)) return undefined;
  const isReachAsked = questions[0]?.kind === 'slot' && questions[0].slot === 'reach';
  return { ...sure('human.withdraw', 'needs no person any more'), ...(isReachAsked && { answers: true }) };
}

/** Of a meeting that is agreed, or on its way. */
function fromMeeting(turn: Turn): Reading | undefined {
  const { text, language } = turn.understanding;
  const { questions, meeting, quote, lastIntent } = turn.conversation;
  const { ofMeeting, whenIsIt, invitation } = serviceWordsOf(language);
  const isTimeAsked = questions[0]?.kind === 'slot' && questions[0].slot === 'meetingTime';
  const isNamed = has(ofMeeting, text);
  const isTalkedOf = isTimeAsked || (meeting !== undefined && lastIntent === 'meeting.book');
  if (has(wordsOf(language).cancel, text) && (isNamed || (isTalkedOf && !quote)))
    return {
      ...sure('meeting.book', 'wants no meeting', OF_MEETING.cancel),
      ...(isTimeAsked && { answers: true }),
    };
  if (meeting && shiftIn(turn) !== undefined) return sure('meeting.book', 'puts a meeting to another time');
  if (isTalkedOf && has(invitation, text))
    return sure('meeting.book', 'asks for a file for the calendar', OF_MEETING.status);
  const isOfAgreed = meeting !== undefined || !has(wordsOf(language).wishes, text);
  if (
    (isNamed || isTalkedOf) &&
    has(whenIsIt, text) &&
    isOfAgreed &&
    entitiesOf(turn.understanding, 'date').length === 0
  )
    return sure('meeting.book', 'asks about a meeting that is agreed', OF_MEETING.status);
  return undefined;
}

/** "I decide with our finance director", "we run three gift shops": tells of the visitor's side and wants nothing yet. */
function fromLead(turn: Turn): Reading | undefined {
  const { text, language, entities } = turn.understanding;
  const isPlain = entities.every(({ kind }) => ['person', 'company', 'country'].includes(kind));
  if (asksSomething(turn) || !isPlain || quantitiesOf(turn).length > 0) return undefined;
  if (learnt(turn).authority !== undefined)
    return { intent: LEAD_INTENT, score: SHORT, why: 'says who decides' };
  return has(serviceWordsOf(language).introduces, text) && !has(wordsOf(language).wishes, text)
    ? { intent: LEAD_INTENT, score: SHORT, why: 'says what the visitor does' }
    : undefined;
}
