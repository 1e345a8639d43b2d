import type { Models } from './models/index.ts';
import type { Identity } from './models/schemas.ts';
import type { TurnRecord } from './models/turn.ts';
import { contactOf } from './queries/contact-of.ts';

/** Stands where a person was. Of several erased people nobody can tell who was who. */
export const NOBODY: Identity = { channel: 'erased', id: 'erased' };

/** The parts of a turn that say nothing about anybody: what it was about, and that it was there. */
interface Decided {
  readonly skill: string;
  readonly events: readonly { readonly kind: string }[];
  readonly effects: readonly unknown[];
  readonly replies: readonly unknown[];
}

const IMPERSONAL_EVENTS = ['message.received', 'privacy.erased'];

/**
 * Removes what is stored about an identity: contact, scores, words of all conversations, tasks, meetings, hand-offs, discount requests and
 * quotes that were not ordered. Orders, their quotes and returns stay, as the books need them, without anything that
 * leads to the person. Every step finds what is left to do by itself, so that it can be repeated after a crash; the
 * turn that asked for it goes last and keeps its reply.
 */
export async function erasePersonalData(models: Models, identity: Identity): Promise<void> {
  const contact = await models.Contact.findOne(contactOf(identity), { key: 1 }).lean();
  if (contact) await eraseContact(models, contact.key);
  await eraseIdentity(models, identity);
}

export async function eraseContact(models: Models, key: string): Promise<void> {
  await models.Contact.updateMany({ duplicateOf: key }, { $unset: { duplicateOf: 1 } });
  // A deal that the chat made is about the person; one that a rep made is the rep's.
  await models.Deal.deleteMany({ contactKey: key, source: 'chat' });
  await models.Deal.updateMany({ contactKey: key }, { $unset: { contactKey: 1 } });
  await models.Activity.deleteMany({ contactKey: key });
  await models.Order.updateMany({ contactKey: key }, { $unset: { contactKey: 1 } });
  await models.CustomerScore.deleteOne({ key });
  await models.Contact.deleteOne({ key });
}

/** What is stored about an identity besides its contact. */
export async function eraseIdentity(models: Models, identity: Identity): Promise<void> {
  const own = { 'identity.channel': identity.channel, 'identity.id': identity.id };
  await models.CustomerScore.deleteMany(contactOf(identity));
  await models.Task.deleteMany(own);
  await models.Mail.deleteMany(own);
  await models.Meeting.deleteMany(own);
  await models.Handoff.deleteMany(own);
  await models.Approval.deleteMany(own);
  await models.Quote.deleteMany({ ...own, orderNumber: { $exists: false } });
  for (const { number } of await models.Quote.find(own, { number: 1 }).lean())
    await models.Quote.updateOne(
      { number },
      { $set: { ...anonymous(number), conversationId: 'erased' }, $unset: { contactKey: 1 } },
    );
  for (const { number } of await models.Return.find(own, { number: 1 }).lean())
    await models.Return.updateOne(
      { number },
      { $set: { ...anonymous(number), conversationId: 'erased', note: '' }, $unset: { photo: 1 } },
    );
  for (const { number } of await models.Order.find(own, { number: 1 }).lean())
    await models.Order.updateOne({ number }, { $set: anonymous(number), $unset: { contactKey: 1 } });
  await eraseWords(models, identity);
}

/** The key of the effect that made a document names the conversation, so it goes too; it stays unique. */
const anonymous = (number: string) => ({
  identity: NOBODY,
  effectKey: `erased:${number}`,
  appliedEffects: [],
});

async function eraseWords({ Turn }: Models, { channel, id }: Identity): Promise<void> {
  const conversations = await Turn.distinct('conversationId', { channel, 'message.sender.id': id });
  const turns = Turn.find({ conversationId: { $in: conversations } })
    .sort({ seq: 1 })
    .lean()
    .cursor();
  for await (const turn of turns) {
    const { message, decision } = turn as unknown as {
      readonly message: { readonly address?: unknown } & Readonly<Record<string, unknown>>;
      readonly decision: Decided;
    };
    const events = decision.events.filter(({ kind }) => IMPERSONAL_EVENTS.includes(kind));
    const isAsking = events.some(({ kind }) => kind === 'privacy.erased') && turn.status === 'committed';
    const { address, action: _, ...rest } = message;
    await Turn.collection.updateOne(
      { _id: turn._id },
      {
        $set: {
          // Where the reply to the request goes is needed until it has gone.
          message: { ...rest, sender: { id }, text: '', ...(isAsking && { address }) },
          understanding: null,
          decision: isAsking
            ? { ...decision, bids: [], parts: [], events }
            : { skill: decision.skill, bids: [], events, effects: [], replies: [] },
          ...(!isAsking && { outbox: [] }),
        },
      },
    );
  }
}

/**
 * Strikes an e-mail address out of conversations of others: it is the data of whoever reads its mail, their words are
 * not. What was last said goes first, so that a crash leaves the words by which a conversation is found.
 * @param address lower case
 * @param by whose own words are not looked at
 * @throws Error where a conversation has effects still to come, which may need the address: to be tried again
 */
export async function strikeAddress(
  { Turn }: Models,
  address: string,
  { channel, id }: Identity,
): Promise<void> {
  const conversations = await Turn.distinct('conversationId', {
    'understanding.entities.address': address,
    $nor: [{ channel, 'message.sender.id': id }],
  });
  const busy = await Turn.distinct('conversationId', {
    status: 'committed',
    conversationId: { $in: conversations },
  });
  const turns = Turn.collection
    .find<TurnRecord>({ conversationId: { $in: conversations.filter((one) => !busy.includes(one)) } })
    .sort({ conversationId: 1, seq: -1 });
  for await (const { _id, message, understanding, decision } of turns) {
    const struck = mapStrings({ message, understanding, decision }, (text) => withoutAddress(text, address));
    await Turn.collection.updateOne({ _id }, { $set: struck as object });
  }
  if (busy.length > 0)
    throw new Error('a conversation that names the address is not through with its effects');
}

function mapStrings(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((one) => mapStrings(one, map));
  if (value?.constructor !== Object) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mapStrings(one, map)]));
}

/** As long as before, so that what was found in the text stays where it is. */
function withoutAddress(text: string, address: string): string {
  // Addresses are ASCII; of other letters the lower case may have another length.
  const lower = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  let left = text;
  for (let at = lower.indexOf(address); at >= 0; at = lower.indexOf(address, at + 1)) {
    const end = at + address.length;
    const isWhole = !/[\w.+-]/.test(lower.charAt(at - 1)) && !/[\w-]/.test(lower.charAt(end));
    if (isWhole) left = left.slice(0, at) + '*'.repeat(address.length) + left.slice(end);
  }
  return left;
}
