import { addDays, localDay } from '../../../../crm/calendar.ts';
import type { Meeting } from '../../../../crm/models/meeting.ts';
import { entitiesOf } from '../../../../nlu/understanding.ts';
import type { Ports } from '../../../ports.ts';
import type { Decision, Turn } from '../../../skill.ts';
import { decision, type Voice, voiceOf } from '../../../voice.ts';
import { linesOf, periodText, textReply } from '../reply/listing.ts';

const SHOWN = 10;
const DAYS = 7;

/** "any meetings tomorrow?": the rep's own of the days named, else of the next seven. */
export async function meetings(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { timeZone } = ports.shop;
  const { from, to } = entitiesOf(turn.understanding, 'date')[0] ?? {
    from: turn.today,
    to: addDays(turn.today, DAYS - 1),
  };
  const found = await ports.sales.meetings(turn.message.sender.id, from, to);
  const period = periodText({ from, to }, voice);
  if (found.length === 0) return decision({ replies: [voice.text('rep.noMeetings', { period })] });
  const lines = found.slice(0, SHOWN).map((meeting) => datedMeetingLine(meeting, timeZone, voice));
  return decision({
    replies: [
      textReply(
        [
          voice.say('rep.meetingsIn', { count: found.length, period }),
          ...linesOf(lines, { from: 0, total: found.length }, voice),
        ],
        voice,
      ),
    ],
  });
}

export const datedMeetingLine = (meeting: Meeting, timeZone: string, voice: Voice): string =>
  voice.say('rep.meetingOn', {
    date: { date: localDay(meeting.startsAt, timeZone) },
    meeting: meetingLine(meeting, timeZone, voice),
  });

export const meetingLine = (
  { startsAt, with: { name, email, phone }, note }: Meeting,
  timeZone: string,
  voice: Voice,
): string =>
  voice.say('rep.meeting', {
    time: { instant: startsAt, timeZone },
    who: name ?? email ?? phone ?? voice.say('rep.unnamed'),
    note,
  });

/** How many visitors wait for a person, and how one is taken over. */
export async function queue(turn: Turn, ports: Ports): Promise<Decision> {
  const visitors = await ports.sales.waiting();
  return decision({
    events: [{ kind: 'rep.asked', question: { intent: 'queue.show' } }],
    replies: [voiceOf(turn, ports).text('rep.queue', { visitors })],
  });
}
