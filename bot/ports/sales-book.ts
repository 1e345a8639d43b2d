import { addDays, daysBetween, instantOf, localDay } from '../../crm/calendar.ts';
import type { Models } from '../../crm/models/index.ts';
import { openApprovals } from '../../crm/queries/approvals.ts';
import type { SalesBook } from '../../dialogs/ports.ts';
import type { ShopFacts } from '../../dialogs/shop.ts';
import { unitPrice } from '../../forecasting/advice/price.ts';

const DEALS_READ = 200;
const CONTACTS_READ = 50;
const ACTIVITIES_READ = 10;

/** A name's beginning, as a range of an ordered string rather than a pattern made of what somebody wrote. */
const beginning = (words: string) => ({ $gte: words, $lt: `${words}\u{10FFFF}` });

/** What reps may ask, answered from the store. */
export function createSalesBook(models: Models, { timeZone }: Pick<ShopFacts, 'timeZone'>): SalesBook {
  return {
    deals: ({ owner, stages, companyKey, closes, least, most, named }) =>
      models.Deal.find({
        ...(owner !== undefined && { owner }),
        ...(stages && { stage: { $in: stages } }),
        ...(companyKey !== undefined && { companyKey }),
        ...(closes && { closeDate: { $gte: closes.from, $lte: closes.to } }),
        ...((least !== undefined || most !== undefined) && {
          'amount.amount': {
            ...(least !== undefined && { $gte: least }),
            ...(most !== undefined && { $lte: most }),
          },
        }),
        ...(named !== undefined && { name: beginning(named) }),
      })
        .sort({ closeDate: 1, key: 1 })
        .limit(DEALS_READ)
        .lean(),
    async deal(key) {
      return (await models.Deal.findOne({ key }).lean()) ?? undefined;
    },
    reps: () => models.Rep.find({}).lean(),
    contacts: async ({ key, named, email, companyKey }) => {
      if ([key, named, email, companyKey].every((one) => one === undefined)) return [];
      const ofDeals =
        companyKey === undefined ? [] : await models.Deal.distinct('contactKey', { companyKey });
      return models.Contact.find({
        ...(key !== undefined && { key }),
        ...(named !== undefined && { name: beginning(named) }),
        ...(email !== undefined && { emails: email }),
        ...(key === undefined &&
          companyKey !== undefined && { $or: [{ companyKey }, { key: { $in: ofDeals } }] }),
      })
        .sort({ name: 1 })
        .limit(CONTACTS_READ)
        .lean();
    },
    async ordersOf(contactKey) {
      const orders = await models.Order.find({ contactKey, status: { $ne: 'cancelled' } })
        .select({ total: 1, placedAt: 1 })
        .sort({ placedAt: -1 })
        .lean();
      const [last] = orders;
      if (!last) return { count: 0 };
      const amount = orders.reduce((sum, { total }) => sum + total.amount, 0);
      return {
        count: orders.length,
        total: { amount, currency: last.total.currency },
        last: localDay(last.placedAt, timeZone),
      };
    },
    activities: ({ rep, dealKey, dueBy }) =>
      models.Activity.find({
        ...(rep !== undefined && { rep }),
        ...(dealKey !== undefined && { dealKey }),
        ...(dueBy !== undefined && { dueOn: { $lte: dueBy } }),
      })
        .sort({ at: -1 })
        .limit(ACTIVITIES_READ)
        .lean(),
    approvals: (today) => openApprovals(models, today),
    waiting: () => models.Handoff.countDocuments({ status: 'waiting' }),
    async soldOn(day) {
      const [sum] = await models.Order.aggregate<{ count: number; amount: number }>([
        {
          $match: {
            placedAt: {
              $gte: instantOf(day, '00:00', timeZone),
              $lt: instantOf(addDays(day, 1), '00:00', timeZone),
            },
            status: { $ne: 'cancelled' },
            source: { $ne: 'day-total' },
          },
        },
        { $group: { _id: null, count: { $sum: 1 }, amount: { $sum: '$total.amount' } } },
      ]);
      return { count: sum?.count ?? 0, amount: sum?.amount ?? 0 };
    },
    async expectedSales(from, to) {
      const [forecasts, products] = await Promise.all([
        models.Forecast.find({}).select({ sku: 1, mean: 1, trainedTo: 1 }).lean(),
        models.Product.find({ active: true }).select({ sku: 1, price: 1, priceBreaks: 1 }).lean(),
      ]);
      const bySku = new Map(products.map((product) => [product.sku, product]));
      let amount = 0;
      let count = 0;
      for (const { sku, mean, trainedTo } of forecasts) {
        const product = bySku.get(sku);
        if (!product) continue;
        const first = Math.max(0, daysBetween(trainedTo, from) - 1);
        const units = mean.slice(first, daysBetween(trainedTo, to)).reduce((sum, value) => sum + value, 0);
        amount += units * unitPrice(product, 1).amount;
        count++;
      }
      return { amount: Math.round(amount), products: count };
    },
  };
}
