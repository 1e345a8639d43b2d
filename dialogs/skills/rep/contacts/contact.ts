import type { Ports } from '../../../ports.ts';
import type { Decision, Turn } from '../../../skill.ts';
import { decision, voiceOf } from '../../../voice.ts';
import { textReply } from '../reply/listing.ts';
import { meantContacts } from '../said/contacts.ts';

const SHOWN = 5;

/** A contact by name, company, address or place in a list: how to reach them, and what they bought. */
export async function contact(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const found = await meantContacts(turn, ports);
  if (found.length === 0) return decision({ replies: [voice.text('rep.noContact')] });
  const lines = await Promise.all(
    found.slice(0, SHOWN).map(async ({ key, name, emails, phones, country }) => {
      const orders = await ports.sales.ordersOf(key);
      const reach = [...emails, ...phones];
      return [
        voice.say('rep.contact', { name: name ?? key, country: country ?? '-' }),
        ...(reach.length > 0 ? reach : [voice.say('rep.noReach')]),
        orders.count === 0
          ? voice.say('rep.neverBought')
          : voice.say('rep.bought', {
              count: orders.count,
              total: orders.total!,
              date: { date: orders.last! },
            }),
      ].join(' · ');
    }),
  );
  if (found.length > SHOWN) lines.push(voice.say('rep.more', { count: found.length - SHOWN }));
  return decision({
    events: [
      {
        kind: 'list.shown',
        list: { of: 'contact', keys: found.map(({ key }) => key), shown: Math.min(SHOWN, found.length) },
      },
      { kind: 'rep.asked', question: { intent: 'contact.show' } },
    ],
    replies: [textReply(lines, voice)],
  });
}
