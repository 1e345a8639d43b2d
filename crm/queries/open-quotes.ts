import type { Contact } from '../models/contact.ts';
import type { Models } from '../models/index.ts';
import type { Quote } from '../models/quote.ts';

/** Versions of the text on contact details that speak of reminding of a quote. */
export const REMINDER_CONSENTS = ['contact-2', 'contact-3', 'reach-2'];

export type RemindableQuote = Pick<Quote, 'number' | 'conversationId' | 'identity' | 'madeAt'> & {
  readonly email?: string;
};

/**
 * The newest open quote of each conversation where it is from before `before`, nobody has come back to it yet, and the
 * person has agreed to be reminded; with the e-mail address the person left.
 */
export async function openQuotes(models: Models, before: Date): Promise<readonly RemindableQuote[]> {
  const quotes = await models.Quote.find(
    { status: 'open', madeAt: { $lte: before }, followedUpAt: { $exists: false } },
    { _id: 0, number: 1, conversationId: 1, identity: 1, madeAt: 1 },
  )
    .sort({ madeAt: 1 })
    .lean();
  const newest = new Map(quotes.map((quote) => [quote.conversationId, quote]));
  const agreed = await models.Contact.find(
    {
      'identities.id': { $in: quotes.map(({ identity }) => identity.id) },
      'consent.version': { $in: REMINDER_CONSENTS },
    },
    { identities: 1, emails: 1 },
  ).lean();
  const contacts = new Map<string, Pick<Contact, 'emails'>>(
    agreed.flatMap((contact) => contact.identities.map(({ channel, id }) => [`${channel}:${id}`, contact])),
  );
  return [...newest.values()].flatMap((quote) => {
    const contact = contacts.get(`${quote.identity.channel}:${quote.identity.id}`);
    if (!contact) return [];
    return [{ ...quote, ...(contact.emails[0] !== undefined && { email: contact.emails[0] }) }];
  });
}
