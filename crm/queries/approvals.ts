import type { Approval } from '../models/approval.ts';
import type { Contact } from '../models/contact.ts';
import type { Models } from '../models/index.ts';
import type { Product } from '../models/product.ts';
import type { Quote } from '../models/quote.ts';

/** A discount that waits for a decision, with what it is decided by. */
export interface OpenApproval {
  readonly approval: Approval;
  readonly quote: Quote;
  readonly products: readonly Product[];
  /** Earlier orders of the same visitor. */
  readonly orders: number;
  readonly contact?: Contact;
}

const SHOWN = 50;

/** Oldest first; those whose quote is not open or past its day are left out. */
export async function openApprovals(models: Models, today: string): Promise<readonly OpenApproval[]> {
  const asked = await models.Approval.find({ status: 'open', expiresOn: { $gte: today } })
    .sort({ requestedAt: 1 })
    .limit(SHOWN)
    .lean();
  const found = await Promise.all(
    asked.map(async (approval): Promise<OpenApproval[]> => {
      const quote = await models.Quote.findOne({ number: approval.quoteNumber, status: 'open' }).lean();
      if (!quote) return [];
      const { channel, id } = approval.identity;
      const [products, orders, contact] = await Promise.all([
        models.Product.find({ sku: { $in: quote.lines.map(({ sku }) => sku) } }).lean(),
        models.Order.countDocuments({ 'identity.channel': channel, 'identity.id': id }),
        models.Contact.findOne({ identities: { $elemMatch: { channel, id } } }).lean(),
      ]);
      return [{ approval, quote, products, orders, ...(contact && { contact }) }];
    }),
  );
  return found.flat();
}

/** Those that nobody decided in time, whose visitors are to be told. */
export const overdueApprovals = (
  { Approval }: Models,
  today: string,
): Promise<readonly Pick<Approval, 'quoteNumber' | 'conversationId' | 'requestedAt'>[]> =>
  Approval.find({ status: 'open', expiresOn: { $lt: today } })
    .sort({ requestedAt: 1 })
    .limit(SHOWN)
    .lean();
