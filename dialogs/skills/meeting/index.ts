import { zoneName } from '../../language/opening-hours.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import { intentSkill } from '../../readings/readings.ts';
import { OF_MEETING } from '../../readings/service-talk.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { saidZone, zoneOf } from '../../slots/time-zone.ts';
import { decision, voiceOf } from '../../voice.ts';
import { isAboutKeeping } from '../contact/consent.ts';
import { book } from './book.ts';
import { offer } from './offer.ts';
import { wantedTime } from './wanted-time.ts';

/** A talk with a rep at a time that is free for both: offered, chosen, booked, with a file for the calendar. */
export const meeting = intentSkill('meeting', ['meeting.book'], async (turn, ports, bid) => {
  const timeZone = saidZone(turn);
  const decided = await decideMeeting(turn, ports, bid);
  return timeZone === undefined
    ? decided
    : { ...decided, events: [{ kind: 'zone.said', timeZone }, ...decided.events] };
});

async function decideMeeting(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const { conversation } = turn;
  if (bid.about === OF_MEETING.cancel || (conversation.meeting && isCancelled(turn)))
    return cancelled(turn, ports);
  if (bid.about === OF_MEETING.status) return status(turn, ports);
  if (conversation.meetingChosen && (isReachable(turn) || (bid.answers && isAboutKeeping(conversation))))
    return book(conversation.meetingChosen.startsAt, turn, ports, bid);
  const wanted = wantedTime(turn, ports.shop.timeZone);
  return wanted.kind === 'instant' ? book(wanted.startsAt, turn, ports, bid) : offer(turn, ports, wanted);
}

/** What was missing has come. */
const isReachable = ({ understanding: { entities } }: Turn) =>
  entities.some(({ kind }) => kind === 'email' || kind === 'phone');

const isCancelled = ({ understanding: { text, language }, message }: Turn) =>
  message.action === undefined && has(wordsOf(language).cancel, text);

/** Takes back the meeting that is booked, or else lets go of booking one. */
function cancelled(turn: Turn, ports: Ports): Decision {
  const voice = voiceOf(turn, ports);
  const { meeting: booked } = turn.conversation;
  if (!booked || booked.startsAt <= turn.now)
    return decision({
      events: [{ kind: 'meeting.dropped' }],
      replies: [voice.text('meeting.notWanted', {}, [voice.offer('help')])],
    });
  return decision({
    events: [{ kind: 'meeting.cancelled', number: booked.number }],
    effects: [{ kind: 'meeting.cancel', number: booked.number }],
    replies: [voice.text('meeting.cancelled', {}, [voice.offer('meeting.book')])],
  });
}

function status(turn: Turn, ports: Ports): Decision {
  const voice = voiceOf(turn, ports);
  const { meeting: booked } = turn.conversation;
  if (!booked || booked.startsAt <= turn.now)
    return decision({ replies: [voice.text('meeting.noneBooked', {}, [voice.offer('meeting.book')])] });
  const timeZone = zoneOf(turn, ports.shop.timeZone);
  const url = ports.links.meeting(booked.number, voice.language, turn.now);
  const sentences = [
    voice.say('meeting.isBooked', {
      time: { instant: booked.startsAt, timeZone },
      zone: zoneName(timeZone, voice.language),
    }),
    voice.say('meeting.calendar', { url }),
  ];
  return decision({
    replies: [
      {
        kind: 'text',
        language: voice.language,
        text: voice.join(sentences),
        links: [{ label: voice.say('choice.meeting.calendar'), url }],
      },
    ],
  });
}
