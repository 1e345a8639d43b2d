import type { Models } from '../models/index.ts';

/** A customer who by their own rhythm should be ordering about now. */
export interface DueCustomer {
  readonly contactKey: string;
  readonly name?: string;
  /** Mean days between their orders. */
  readonly everyDays: number;
  readonly last: Date;
  readonly orders: number;
}

const DAY_MS = 86_400_000;
const LEAST_ORDERS = 4;
/** From half a rhythm before the day it is due to half a rhythm after; later they are gone rather than due. */
const HALF = 0.5;

/** Those who are due, the best customers by orders first. Reads the order history once. */
export async function dueCustomers(
  { Order, Contact }: Models,
  now: Date,
  limit: number,
): Promise<readonly DueCustomer[]> {
  const rhythms = await Order.aggregate<{ _id: string; first: Date; last: Date; orders: number }>([
    { $match: { contactKey: { $exists: true }, status: { $ne: 'cancelled' } } },
    {
      $group: {
        _id: '$contactKey',
        first: { $min: '$placedAt' },
        last: { $max: '$placedAt' },
        orders: { $sum: 1 },
      },
    },
    { $match: { orders: { $gte: LEAST_ORDERS } } },
  ]);
  const due = rhythms
    .map(({ _id, first, last, orders }) => ({
      contactKey: _id,
      everyDays: Math.max(1, Math.round((last.getTime() - first.getTime()) / DAY_MS / (orders - 1))),
      last,
      orders,
    }))
    .filter(({ last, everyDays }) => {
      const waited = (now.getTime() - last.getTime()) / DAY_MS / everyDays;
      return waited >= 1 - HALF && waited <= 1 + HALF;
    })
    .sort((a, b) => b.orders - a.orders || a.contactKey.localeCompare(b.contactKey))
    .slice(0, limit);
  const contacts = await Contact.find({ key: { $in: due.map(({ contactKey }) => contactKey) } })
    .select({ key: 1, name: 1 })
    .lean();
  const names = new Map(contacts.map(({ key, name }) => [key, name]));
  return due.map((one) => {
    const name = names.get(one.contactKey);
    return { ...one, ...(name !== undefined && { name }) };
  });
}
