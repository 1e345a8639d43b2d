import { zoneName } from '../../language/opening-hours.ts';
import type { Ports } from '../../ports.ts';
import type { Choice } from '../../reply.ts';
import type { Decision, Turn } from '../../skill.ts';
import { zoneOf } from '../../slots/time-zone.ts';
import { decision, voiceOf } from '../../voice.ts';
import type { WantedTime } from './wanted-time.ts';

const OFFERED = 3;

/** The next free times, from a day on and in the part of the day that was said. `intro` is the key of the first sentence. */
export async function offer(
  turn: Turn,
  ports: Ports,
  { day, within }: Omit<Extract<WantedTime, { kind: 'any' }>, 'kind'>,
  intro = 'meeting.offer',
): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { country } = turn.conversation.lead;
  const slots = await ports.freeSlots({
    now: turn.now,
    limit: OFFERED,
    ...(day !== undefined && { from: day }),
    ...(within && { within }),
    ...(country !== undefined && { country }),
  });
  if (slots.length === 0 && within)
    return offer(turn, ports, day === undefined ? {} : { day }, 'meeting.notFree');
  if (slots.length === 0)
    return decision({ replies: [voice.text('meeting.noneFree', {}, [voice.offer('human.request')])] });
  const timeZone = zoneOf(turn, ports.shop.timeZone);
  const choices = slots.map(({ startsAt }): Choice => {
    const label = voice.say('meeting.slot', { time: { instant: startsAt, timeZone } });
    return { label, text: label, action: { kind: 'bookMeeting', startsAt: startsAt.toISOString() } };
  });
  const sentences = [
    voice.say(intro),
    voice.say('meeting.zone', { zone: zoneName(timeZone, voice.language) }),
  ];
  return decision({
    events: [
      { kind: 'meeting.offered', slots: slots.map(({ repKey, startsAt }) => ({ repKey, startsAt })) },
      { kind: 'slot.asked', slot: 'meetingTime', pending: 'meeting.book' },
    ],
    replies: [{ kind: 'text', language: voice.language, text: voice.join(sentences), choices }],
  });
}
