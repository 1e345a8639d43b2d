import type { Models } from '../models/index.ts';
import type { Identity } from '../models/schemas.ts';
import { contactOf } from './contact-of.ts';
import { scoreOf } from './scores.ts';

/** How much is stored about an identity. */
export interface StoredCounts {
  readonly messages: number;
  readonly quotes: number;
  readonly orders: number;
  readonly returns: number;
  readonly tasks: number;
  /** E-mail addresses, phone numbers and the name that it gave. */
  readonly details: readonly string[];
}

const ofIdentity = ({ channel, id }: Identity) => ({ 'identity.channel': channel, 'identity.id': id });

export async function storedCounts(models: Models, identity: Identity): Promise<StoredCounts> {
  const own = ofIdentity(identity);
  const [conversations, quotes, orders, returns, tasks, contact] = await Promise.all([
    conversationsOf(models, identity),
    models.Quote.countDocuments(own),
    models.Order.countDocuments(own),
    models.Return.countDocuments(own),
    models.Task.countDocuments(own),
    models.Contact.findOne(contactOf(identity)).lean(),
  ]);
  const messages = await models.Turn.countDocuments({
    conversationId: { $in: conversations },
    by: { $exists: false },
    'message.text': { $ne: '' },
  });
  const details = contact
    ? [...(contact.name === undefined ? [] : [contact.name]), ...contact.emails, ...contact.phones]
    : [];
  return { messages, quotes, orders, returns, tasks, details };
}

/** Turns in one export; of a longer history the newest. */
const TURNS = 5_000;
const HIDDEN = { _id: 0, __v: 0, appliedEffects: 0, effectKey: 0 } as const;

/** Whose data: a visitor's, or those of a contact with all its visits. */
export type DataSubject = Identity | { readonly contactKey: string };

/** Everything stored about somebody, as plain JSON. */
export async function personalData(models: Models, subject: DataSubject) {
  const contact = await models.Contact.findOne(
    'contactKey' in subject ? { key: subject.contactKey } : contactOf(subject),
    HIDDEN,
  ).lean();
  const identities = 'contactKey' in subject ? (contact?.identities ?? []) : [subject];
  const ofContact = contact ? { contactKey: contact.key } : undefined;
  const own = identities.length > 0 ? { $or: identities.map(ofIdentity) } : { _id: { $in: [] } };
  // What was bought outside of the chat leads to the contact alone.
  const bought = 'contactKey' in subject ? { $or: [own, { contactKey: subject.contactKey }] } : own;
  const [
    conversations,
    quotes,
    orders,
    returns,
    tasks,
    meetings,
    handoffs,
    discountRequests,
    mails,
    deals,
    notes,
    score,
  ] = await Promise.all([
    Promise.all(identities.map((identity) => conversationsOf(models, identity))),
    models.Quote.find(bought, HIDDEN).lean(),
    models.Order.find(bought, HIDDEN).lean(),
    models.Return.find(own, HIDDEN).lean(),
    models.Task.find(own, HIDDEN).lean(),
    models.Meeting.find(own, HIDDEN).lean(),
    models.Handoff.find(own, HIDDEN).lean(),
    models.Approval.find(own, HIDDEN).lean(),
    models.Mail.find(own, HIDDEN).lean(),
    ofContact ? models.Deal.find(ofContact, HIDDEN).lean() : [],
    ofContact ? models.Activity.find(ofContact, HIDDEN).lean() : [],
    'contactKey' in subject
      ? models.CustomerScore.findOne({ key: subject.contactKey }, HIDDEN).lean()
      : scoreOf(models, subject),
  ]);
  const turns = await models.Turn.find(
    { conversationId: { $in: conversations.flat() } },
    { _id: 0, at: 1, by: 1, 'message.text': 1, 'decision.replies.text': 1 },
  )
    .sort({ at: -1 })
    .limit(TURNS)
    .lean();
  const messages = turns.reverse().map((turn) => {
    const { at, by, message, decision } = turn as unknown as Words;
    return {
      at,
      ...(by ? { by: by.kind } : { you: message.text }),
      replies: decision.replies.map(({ text }) => text),
    };
  });
  return {
    identities,
    contact,
    messages,
    quotes,
    orders,
    returns,
    tasks,
    meetings,
    handoffs,
    discountRequests,
    mails,
    // What reps made of it and noted.
    deals,
    notes,
    // What was worked out about the person.
    score: score ?? null,
  };
}

interface Words {
  readonly at: Date;
  readonly by?: { readonly kind: string };
  readonly message: { readonly text: string };
  readonly decision: { readonly replies: readonly { readonly text: string }[] };
}

const conversationsOf = ({ Turn }: Models, { channel, id }: Identity): Promise<string[]> =>
  Turn.distinct('conversationId', { channel, 'message.sender.id': id });
