import { type Day, instantOf, localDay } from '../calendar.ts';
import { NOBODY } from '../erase.ts';
import type { Contact } from '../models/contact.ts';
import type { Models } from '../models/index.ts';
import type { Identity } from '../models/schemas.ts';

export interface PastOrder {
  readonly day: Day;
  /** Minor units of the shop's currency. */
  readonly value: number;
  readonly skus: readonly string[];
}

/** What the CRM saw of one customer; all lists ascending by day. */
export interface CustomerHistory {
  /** The contact's key; of somebody who ordered without leaving contact details, `channel:id`. */
  readonly key: string;
  readonly isContact: boolean;
  /** Day on which the contact was noted; absent of those who left no contact details. */
  readonly contactSince?: Day;
  readonly identities: readonly Identity[];
  readonly orders: readonly PastOrder[];
  /** Days on which a quote was made, a message came in or a rep spoke with them, a task was noted: each day once. */
  readonly quotes: readonly Day[];
  readonly talks: readonly Day[];
  readonly tasks: readonly Day[];
}

export interface HistoryRange {
  /** First local day that is read. */
  readonly from: Day;
  /** IANA time zone of the shop. */
  readonly timeZone: string;
}

type Growing = {
  -readonly [Field in keyof CustomerHistory]: CustomerHistory[Field] extends readonly (infer Item)[]
    ? Item[]
    : CustomerHistory[Field];
};

/**
 * Every contact and everybody who ordered, with their events since `from`. What an identity did belongs to the
 * contact that holds it; several orders of a day are one. Cancelled orders, those of erased
 * people and the anonymous totals of a day do not count.
 */
export async function customerHistories(
  models: Models,
  { from, timeZone }: HistoryRange,
): Promise<CustomerHistory[]> {
  const since = { $gte: instantOf(from, '00:00', timeZone) };
  const contacts = await models.Contact.find({})
    .select({ _id: 0, key: 1, identities: 1, createdAt: 1 })
    .lean<Pick<Contact & { createdAt?: Date }, 'key' | 'identities' | 'createdAt'>[]>();
  const found = new Map<string, Growing>();
  const ownerOf = new Map<string, string>();
  for (const { key, identities, createdAt } of contacts) {
    found.set(key, {
      key,
      isContact: true,
      ...(createdAt && { contactSince: localDay(createdAt, timeZone) }),
      identities: [...identities],
      orders: [],
      quotes: [],
      talks: [],
      tasks: [],
    });
    for (const { channel, id } of identities) ownerOf.set(`${channel}:${id}`, key);
  }
  const ownerIn = (contact: string | undefined, identity: Identity | undefined): Growing | undefined => {
    const known = identity && ownerOf.get(`${identity.channel}:${identity.id}`);
    return found.get(contact ?? known ?? '');
  };

  const orders = models.Order.find({
    placedAt: since,
    source: { $ne: 'day-total' },
    'identity.channel': { $ne: NOBODY.channel },
    status: { $ne: 'cancelled' },
  })
    .select({ _id: 0, contactKey: 1, identity: 1, placedAt: 1, 'total.amount': 1, 'lines.sku': 1 })
    .sort({ placedAt: 1 })
    .lean()
    .cursor();
  for await (const order of orders) {
    let owner = ownerIn(order.contactKey, order.identity);
    if (owner === undefined && order.identity) {
      const key = `${order.identity.channel}:${order.identity.id}`;
      const identities = [order.identity];
      owner = { key, isContact: false, identities, orders: [], quotes: [], talks: [], tasks: [] };
      found.set(key, owner);
      ownerOf.set(key, key);
    }
    if (owner) addOrder(owner, localDay(order.placedAt, timeZone), order.total.amount, order.lines);
  }

  const quotes = models.Quote.find({ madeAt: since })
    .select({ _id: 0, contactKey: 1, identity: 1, madeAt: 1 })
    .sort({ madeAt: 1 })
    .lean()
    .cursor();
  for await (const quote of quotes)
    addDay(ownerIn(quote.contactKey, quote.identity)?.quotes, localDay(quote.madeAt, timeZone));

  const tasks = models.Task.find({ madeAt: since })
    .select({ _id: 0, contactKey: 1, identity: 1, madeAt: 1 })
    .sort({ madeAt: 1 })
    .lean()
    .cursor();
  for await (const task of tasks)
    addDay(ownerIn(task.contactKey, task.identity)?.tasks, localDay(task.madeAt, timeZone));

  const turns = models.Turn.find({ at: since, 'by.kind': { $ne: 'system' } })
    .select({ _id: 0, channel: 1, 'message.sender.id': 1, at: 1 })
    .sort({ at: 1 })
    .lean()
    .cursor();
  for await (const { channel, message, at } of turns) {
    const { id } = (message as { readonly sender: { readonly id: string } }).sender;
    addDay(ownerIn(undefined, { channel, id })?.talks, localDay(at, timeZone));
  }
  const activities = models.Activity.find({ at: since, kind: { $in: ['call', 'meeting', 'email'] } })
    .select({ _id: 0, contactKey: 1, at: 1 })
    .sort({ at: 1 })
    .lean()
    .cursor();
  for await (const { contactKey, at } of activities)
    addDay(ownerIn(contactKey, undefined)?.talks, localDay(at, timeZone));
  return [...found.values()].map((customer) => ({ ...customer, talks: [...new Set(customer.talks)].sort() }));
}

function addOrder(owner: Growing, day: Day, value: number, lines: readonly { readonly sku: string }[]): void {
  const skus = lines.map(({ sku }) => sku);
  const last = owner.orders.at(-1);
  if (last?.day === day) {
    const all = [...new Set([...last.skus, ...skus])];
    owner.orders[owner.orders.length - 1] = { day, value: last.value + value, skus: all };
  } else owner.orders.push({ day, value, skus: [...new Set(skus)] });
}

function addDay(days: Day[] | undefined, day: Day): void {
  if (days && days.at(-1) !== day) days.push(day);
}
