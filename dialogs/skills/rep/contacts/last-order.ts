import { localDay } from '../../../../crm/calendar.ts';
import type { Ports } from '../../../ports.ts';
import type { Decision, Turn } from '../../../skill.ts';
import { decision, voiceOf } from '../../../voice.ts';
import { linesOf, productNames, textReply } from '../reply/listing.ts';
import { meantContacts } from '../said/contacts.ts';

const SHOWN = 10;
/** Of a company with more contacts the first are looked at. */
const CONTACTS_READ = 20;

/** "what did Jack Dubois order last", "her last order": when it was, what it came to, and its lines. */
export async function lastOrder(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { contactKey } = turn.conversation;
  const said = await meantContacts(turn, ports);
  const known = said.length === 0 && contactKey !== undefined ? { keys: [contactKey] } : {};
  const contacts = (said.length > 0 ? said : await ports.sales.contacts(known)).slice(0, CONTACTS_READ);
  if (contacts.length === 0) return decision({ replies: [voice.text('rep.noContact')] });
  const order = await ports.sales.lastOrder(contacts.map(({ key }) => key));
  const whose = contacts.find(({ key }) => key === order?.contactKey) ?? contacts[0]!;
  const events = [{ kind: 'contact.mentioned' as const, key: whose.key }];
  const name = whose.name ?? whose.key;
  if (!order) return decision({ events, replies: [voice.text('rep.noLastOrder', { name })] });
  const shown = order.lines.slice(0, SHOWN);
  const names = await productNames(
    shown.map(({ sku }) => sku),
    ports,
    voice,
  );
  const lines = shown.map(({ sku, quantity }) =>
    voice.say('rep.orderedLine', { name: names.get(sku) ?? sku, quantity }),
  );
  const opening = voice.say('rep.lastOrder', {
    name,
    number: order.number,
    date: { date: localDay(order.placedAt, ports.shop.timeZone) },
    total: order.total,
  });
  return decision({
    events,
    replies: [textReply([opening, ...linesOf(lines, { from: 0, total: order.lines.length }, voice)], voice)],
  });
}
