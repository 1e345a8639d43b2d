import { daysBetween, localDay } from '../../crm/calendar.ts';
import type { Models } from '../../crm/models/index.ts';
import { openApprovals } from '../../crm/queries/approvals.ts';
import { onDays } from '../../crm/queries/days.ts';
import { lastTouched } from '../../crm/queries/last-touched.ts';
import { bestSellers, firstSale, salesIn, topCustomers } from '../../crm/queries/sales.ts';
import type { SalesBook } from '../../dialogs/sales-book.ts';
import type { ShopFacts } from '../../dialogs/shop.ts';
import { unitPrice } from '../../forecasting/advice/price.ts';

const DEALS_READ = 200;
const CONTACTS_READ = 50;
const ACTIVITIES_READ = 50;
const MEETINGS_READ = 20;

/** A name's beginning, as a range of an ordered string rather than a pattern made of what somebody wrote. */
const beginning = (words: string) => ({ $gte: words, $lt: `${words}\u{10FFFF}` });

/** What reps may ask, answered from the store. */
export function createSalesBook(models: Models, { timeZone }: Pick<ShopFacts, 'timeZone'>): SalesBook {
  return {
    deals: ({ keys, owner, stages, companyKey, closes, least, most }) =>
      models.Deal.find({
        ...(keys && { key: { $in: keys } }),
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
      })
        .sort({ closeDate: 1, key: 1 })
        .limit(DEALS_READ)
        .lean(),
    async deal(key) {
      return (await models.Deal.findOne({ key }).lean()) ?? undefined;
    },
    async dealChances(keys) {
      const scores = await models.DealScore.find({ key: { $in: keys } })
        .select({ key: 1, probability: 1 })
        .lean();
      return new Map(scores.map(({ key, probability }) => [key, probability]));
    },
    lastTouched: (keys) => lastTouched(models, keys, timeZone),
    reps: () => models.Rep.find({}).lean(),
    contacts: async ({ keys, named, email, companyKey }) => {
      if ([keys, named, email, companyKey].every((one) => one === undefined)) return [];
      const ofDeals =
        companyKey === undefined ? [] : await models.Deal.distinct('contactKey', { companyKey });
      return models.Contact.find({
        ...(keys && { key: { $in: keys } }),
        ...(named !== undefined && { name: beginning(named) }),
        ...(email !== undefined && { emails: email }),
        ...(keys === undefined &&
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
    lastOrder: async (contactKeys) =>
      (await models.Order.findOne({ contactKey: { $in: contactKeys }, status: { $ne: 'cancelled' } })
        .sort({ placedAt: -1 })
        .lean()) ?? undefined,
    scoreOf: async (contactKey) =>
      (await models.CustomerScore.findOne({ key: contactKey }).select({ _id: 0, __v: 0 }).lean()) ??
      undefined,
    activities: ({ keys, rep, dealKey, isOpen, dueBy, noted }) =>
      models.Activity.find({
        ...(keys && { effectKey: { $in: keys } }),
        ...(rep !== undefined && { rep }),
        ...(dealKey !== undefined && { dealKey }),
        ...(isOpen && { kind: 'reminder', doneAt: { $exists: false } }),
        ...(dueBy !== undefined && { dueOn: { $lte: dueBy } }),
        ...(noted && { at: onDays(noted.from, noted.to, timeZone) }),
      })
        .sort(isOpen ? { dueOn: 1, dueAt: 1, at: 1 } : { at: -1 })
        .limit(ACTIVITIES_READ)
        .lean(),
    meetings: (repKey, from, to) =>
      models.Meeting.find({ repKey, status: 'booked', startsAt: onDays(from, to, timeZone) })
        .sort({ startsAt: 1 })
        .limit(MEETINGS_READ)
        .lean(),
    callbacks: (dueBy) =>
      models.Task.countDocuments({
        status: 'open',
        kind: { $in: ['call', 'email', 'contact'] },
        $or: [{ dueOn: { $lte: dueBy } }, { dueOn: { $exists: false } }],
      }),
    approvals: (today) => openApprovals(models, today),
    waiting: () => models.Handoff.countDocuments({ status: 'waiting' }),
    sold: (filter) => salesIn(models, filter, timeZone),
    bestSellers: (filter, limit) => bestSellers(models, filter, limit, timeZone),
    topCustomers: (filter, limit) => topCustomers(models, filter, limit, timeZone),
    firstSale: () => firstSale(models, timeZone),
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
