import { localDay } from '../../../crm/calendar.ts';
import { zoneName } from '../../language/opening-hours.ts';
import type { Ports } from '../../ports.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { zoneOf } from '../../slots/time-zone.ts';
import { decision, voiceOf } from '../../voice.ts';
import { consentOf, mayKeep, purposeOf } from '../contact/consent.ts';
import { type Details, knownDetails } from '../contact/details.ts';
import { givenDetails } from '../contact/index.ts';
import { offer } from './offer.ts';

const NOTE_LENGTH = 1_000;

/** Books a time that is free; asks first how to reach the visitor, and offers others where it is taken. */
export async function book(startsAt: Date, turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { country } = turn.conversation.lead;
  const free = await ports.slotAt(startsAt, {
    now: turn.now,
    ...(country !== undefined && { country }),
  });
  if (!free) return offer(turn, ports, { day: localDay(startsAt, ports.shop.timeZone) }, 'meeting.notFree');

  const slot = { repKey: free.repKey, startsAt };
  const consent = await consentOf(turn, ports, bid);
  const isAgreed = consent.kind === 'given';
  const given = { ...(isAgreed && consent.offered), ...givenDetails(turn) };
  const known: Details = { ...(await knownDetails(turn, ports)), ...given };
  if (known.email === undefined && known.phone === undefined) {
    const { text: purpose, consent: agreedTo } = purposeOf(turn);
    return decision({
      events: [
        { kind: 'meeting.chosen', slot },
        { kind: 'slot.asked', slot: 'reach', pending: 'meeting.book', consent: agreedTo },
      ],
      replies: [
        {
          kind: 'text',
          language: voice.language,
          text: voice.join([voice.say('meeting.askReach'), voice.say(purpose)]),
        },
      ],
    });
  }
  const isNew = Object.keys(given).length > 0;
  if (isNew && !isAgreed) {
    const asked = mayKeep(given, consent, turn.conversation, 'meeting.book', voice);
    return { ...asked, events: [{ kind: 'meeting.chosen', slot }, ...asked.events] };
  }

  const number = turn.newNumber('M');
  const timeZone = zoneOf(turn, ports.shop.timeZone);
  const url = ports.links.meeting(number, voice.language, turn.now);
  // Another time for a meeting that is booked already takes its place.
  const { meeting: earlier } = turn.conversation;
  const replaced = earlier && earlier.startsAt > turn.now ? earlier : undefined;
  const text = voice.join([
    voice.say(replaced ? 'meeting.moved' : 'meeting.booked', {
      name: free.repName,
      time: { instant: startsAt, timeZone },
      zone: zoneName(timeZone, voice.language),
    }),
    voice.say('meeting.calendar', { url }),
  ]);
  return decision({
    events: [
      ...(isNew ? [{ kind: 'contact.given' as const, ...given }] : []),
      ...(replaced ? [{ kind: 'meeting.cancelled' as const, number: replaced.number }] : []),
      { kind: 'meeting.booked', number, slot },
    ],
    effects: [
      ...(isNew
        ? [
            {
              kind: 'contact.upsert' as const,
              ...given,
              language: voice.language,
              ...(isAgreed && consent.version !== undefined && { consent: consent.version }),
            },
          ]
        : []),
      ...(replaced ? [{ kind: 'meeting.cancel' as const, number: replaced.number }] : []),
      {
        kind: 'meeting.book',
        number,
        ...slot,
        with: known,
        note: turn.understanding.text.slice(0, NOTE_LENGTH),
      },
    ],
    replies: [
      {
        kind: 'text',
        language: voice.language,
        text,
        links: [{ label: voice.say('choice.meeting.calendar'), url }],
      },
    ],
  });
}
