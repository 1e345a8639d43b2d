import { has, wordsOf } from '../../language/words/words.ts';
import { intentSkill } from '../../readings/readings.ts';
import type { Decision, Turn } from '../../skill.ts';
import { decision, voiceOf } from '../../voice.ts';
import { isAboutKeeping } from '../contact/consent.ts';
import { book } from './book.ts';
import { offer } from './offer.ts';
import { wantedTime } from './wanted-time.ts';

/** A talk with a rep at a time that is free for both: offered, chosen, booked, with a file for the calendar. */
export const meeting = intentSkill('meeting', ['meeting.book'], async (turn, ports, bid) => {
  const { conversation } = turn;
  if (conversation.meeting && isCancelled(turn)) return cancelled(conversation.meeting.number, turn, ports);
  if (conversation.meetingChosen && (isReachable(turn) || (bid.answers && isAboutKeeping(conversation))))
    return book(conversation.meetingChosen.startsAt, turn, ports, bid);
  const wanted = wantedTime(turn, ports.shop.timeZone);
  return wanted.kind === 'instant' ? book(wanted.startsAt, turn, ports, bid) : offer(turn, ports, wanted.day);
});

/** What was missing has come. */
const isReachable = ({ understanding: { entities } }: Turn) =>
  entities.some(({ kind }) => kind === 'email' || kind === 'phone');

const isCancelled = ({ understanding: { text, language }, message }: Turn) =>
  message.action === undefined && has(wordsOf(language).cancel, text);

function cancelled(number: string, turn: Turn, ports: Parameters<typeof voiceOf>[1]): Decision {
  const voice = voiceOf(turn, ports);
  return decision({
    events: [{ kind: 'meeting.cancelled', number }],
    effects: [{ kind: 'meeting.cancel', number }],
    replies: [voice.text('meeting.cancelled', {}, [voice.offer('meeting.book')])],
  });
}
