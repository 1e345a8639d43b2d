import type { PipelineStage } from 'mongoose';
import { type Day, localDay } from '../calendar.ts';
import { NOBODY } from '../erase.ts';
import type { Contact } from '../models/contact.ts';
import type { Models } from '../models/index.ts';
import type { Order } from '../models/order.ts';
import type { Identity } from '../models/schemas.ts';
import { onDays } from './days.ts';

export interface SalesFilter {
  /** First and last local day, both included. */
  readonly from: Day;
  readonly to: Day;
  /** Of these products alone. */
  readonly skus?: readonly string[];
  /** Of these contacts alone. */
  readonly customers?: readonly string[];
}

/** What was sold, cancelled orders left out. Amounts are minor units of the shop's currency, after discounts. */
export interface Sales {
  /** Orders of somebody: what a day's total sums up anonymously has no number of orders. */
  readonly orders: number;
  readonly orderAmount: number;
  readonly units: number;
  readonly amount: number;
}

export interface CustomerSales {
  /** Absent where the order came from somebody who left no contact details. */
  readonly key?: string;
  readonly name?: string;
  readonly orders: number;
  readonly amount: number;
}

export interface ProductSales {
  readonly sku: string;
  readonly units: number;
  readonly amount: number;
}

const inLines = (skus: readonly string[]): PipelineStage => ({ $match: { 'lines.sku': { $in: skus } } });

/** The orders of a filter, found by the index of the day, or of the customer where the filter names some. */
async function ordersIn(
  models: Models,
  { from, to, skus, customers }: SalesFilter,
  timeZone: string,
): Promise<PipelineStage.Match> {
  const own = customers && (await models.Contact.find({ key: { $in: customers } }, { identities: 1 }).lean());
  const identities = own?.flatMap((contact) => contact.identities) ?? [];
  return {
    $match: {
      placedAt: onDays(from, to, timeZone),
      status: { $ne: 'cancelled' },
      ...(skus && { 'lines.sku': { $in: skus } }),
      ...(customers && {
        $or: [
          { contactKey: { $in: customers } },
          ...identities.map(({ channel, id }) => ({ 'identity.channel': channel, 'identity.id': id })),
        ],
      }),
    },
  };
}

/** Orders, units and revenue of a period; of some products, what their lines come to. */
export async function salesIn(models: Models, filter: SalesFilter, timeZone: string): Promise<Sales> {
  const ofLines: PipelineStage[] = filter.skus
    ? [
        { $unwind: '$lines' },
        inLines(filter.skus),
        {
          $group: {
            _id: '$_id',
            source: { $first: '$source' },
            amount: { $sum: '$lines.total.amount' },
            units: { $sum: '$lines.quantity' },
          },
        },
        { $group: { ...bySource, amount: { $sum: '$amount' }, units: { $sum: '$units' } } },
      ]
    : [
        {
          $group: {
            ...bySource,
            amount: { $sum: '$total.amount' },
            units: { $sum: { $sum: '$lines.quantity' } },
          },
        },
      ];
  const groups = await models.Order.aggregate<{
    readonly _id: Order['source'];
    readonly orders: number;
    readonly units: number;
    readonly amount: number;
  }>([await ordersIn(models, filter, timeZone), ...ofLines]);
  const sum = (of: 'orders' | 'units' | 'amount', some = groups) =>
    some.reduce((all, group) => all + group[of], 0);
  const somebodys = groups.filter(({ _id }) => _id !== 'day-total');
  return {
    orders: sum('orders', somebodys),
    orderAmount: sum('amount', somebodys),
    units: sum('units'),
    amount: sum('amount'),
  };
}

const bySource = { _id: '$source', orders: { $sum: 1 } };

/** What sold best, by revenue. */
export async function bestSellers(
  models: Models,
  filter: SalesFilter,
  limit: number,
  timeZone: string,
): Promise<readonly ProductSales[]> {
  return models.Order.aggregate<ProductSales>([
    await ordersIn(models, filter, timeZone),
    { $unwind: '$lines' },
    ...(filter.skus ? [inLines(filter.skus)] : []),
    {
      $group: {
        _id: '$lines.sku',
        units: { $sum: '$lines.quantity' },
        amount: { $sum: '$lines.total.amount' },
      },
    },
    { $sort: { amount: -1, _id: 1 } },
    { $limit: limit },
    { $project: { _id: 0, sku: '$_id', units: 1, amount: 1 } },
  ]);
}

/**
 * Who bought most, by revenue. Orders of an identity count for the contact that has it; those of erased people and a
 * day's anonymous total for nobody.
 */
export async function topCustomers(
  models: Models,
  filter: SalesFilter,
  limit: number,
  timeZone: string,
): Promise<readonly CustomerSales[]> {
  const groups = await models.Order.aggregate<{
    readonly _id: { readonly contact?: string; readonly identity?: Identity };
    readonly orders: number;
    readonly amount: number;
  }>([
    await ordersIn(models, filter, timeZone),
    { $match: { source: { $ne: 'day-total' }, 'identity.channel': { $ne: NOBODY.channel } } },
    ...(filter.skus
      ? [
          { $unwind: '$lines' },
          inLines(filter.skus),
          {
            $group: {
              _id: '$_id',
              contactKey: { $first: '$contactKey' },
              identity: { $first: '$identity' },
              amount: { $sum: '$lines.total.amount' },
            },
          },
        ]
      : [{ $project: { contactKey: 1, identity: 1, amount: '$total.amount' } }]),
    {
      $group: {
        _id: { contact: '$contactKey', identity: '$identity' },
        orders: { $sum: 1 },
        amount: { $sum: '$amount' },
      },
    },
  ]);
  const ids = groups.flatMap(({ _id: { contact, identity } }) =>
    contact === undefined && identity ? [identity.id] : [],
  );
  const holders = await models.Contact.find(
    { 'identities.id': { $in: ids } },
    { key: 1, identities: 1 },
  ).lean();
  const holderOf = new Map(
    holders.flatMap(({ key, identities }) => identities.map((one) => [ownerOf(one), key] as const)),
  );
  const sums = new Map<string, { key?: string; orders: number; amount: number }>();
  for (const { _id, orders, amount } of groups) {
    const identity = _id.identity && ownerOf(_id.identity);
    const key = _id.contact ?? (identity === undefined ? undefined : holderOf.get(identity));
    const owner = key ?? identity;
    if (owner === undefined) continue;
    const sum = sums.get(owner) ?? { ...(key !== undefined && { key }), orders: 0, amount: 0 };
    sums.set(owner, { ...sum, orders: sum.orders + orders, amount: sum.amount + amount });
  }
  const top = [...sums]
    .sort(([one, a], [other, b]) => b.amount - a.amount || (one < other ? -1 : 1))
    .slice(0, limit)
    .map(([, sum]) => sum);
  const names = await namesOf(
    models,
    top.flatMap(({ key }) => key ?? []),
  );
  return top.map((sum) => {
    const name = sum.key === undefined ? undefined : names.get(sum.key);
    return name === undefined ? sum : { ...sum, name };
  });
}

const ownerOf = ({ channel, id }: Identity): string => `${channel}:${id}`;

async function namesOf(models: Models, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const contacts = await models.Contact.find({ key: { $in: keys } })
    .select({ _id: 0, key: 1, name: 1 })
    .lean<Pick<Contact, 'key' | 'name'>[]>();
  return new Map(contacts.flatMap(({ key, name }) => (name === undefined ? [] : [[key, name] as const])));
}

/** The day of the first order that is known; nothing is known of the days before. */
export async function firstSale(models: Models, timeZone: string): Promise<Day | undefined> {
  const first = await models.Order.findOne({}).sort({ placedAt: 1 }).select({ placedAt: 1 }).lean();
  return first ? localDay(first.placedAt, timeZone) : undefined;
}
