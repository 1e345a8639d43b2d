import { addDays, type Day, daysBetween } from '../../crm/calendar.ts';
import type { CustomerHistory } from '../../crm/queries/customer-histories.ts';
import type { RepeatHistory } from '../../learning/repeat-buying/mbg-nbd.ts';

/** What was known of a customer on the morning of a day: nothing of that day or later is in it. */
export interface Snapshot {
  /** Days with an order. */
  readonly orders: number;
  /** Days since the first and the last order; NaN where there is none. */
  readonly sinceFirst: number;
  readonly sinceLast: number;
  /** Mean value of an order in minor units; NaN where there is none. */
  readonly orderValue: number;
  /** Different products ever bought. */
  readonly products: number;
  /** Days with an order in the last 90 days, and of each other kind of event in the last 30. */
  readonly recentOrders: number;
  readonly quotes: number;
  readonly talks: number;
  readonly tasks: number;
}

export const RECENT_ORDER_DAYS = 90;
export const RECENT_DAYS = 30;

export function snapshotOf(history: CustomerHistory, asOf: Day): Snapshot {
  const orders = history.orders.filter(({ day }) => day < asOf);
  const since = (day: Day | undefined): number => (day === undefined ? Number.NaN : daysBetween(day, asOf));
  const lately = (days: readonly Day[]): number => {
    const from = addDays(asOf, -RECENT_DAYS);
    return days.filter((day) => day >= from && day < asOf).length;
  };
  return {
    orders: orders.length,
    sinceFirst: since(orders[0]?.day),
    sinceLast: since(orders.at(-1)?.day),
    orderValue: orders.reduce((sum, { value }) => sum + value, 0) / orders.length,
    products: new Set(orders.flatMap(({ skus }) => skus)).size,
    recentOrders: orders.filter(({ day }) => day >= addDays(asOf, -RECENT_ORDER_DAYS)).length,
    quotes: lately(history.quotes),
    talks: lately(history.talks),
    tasks: lately(history.tasks),
  };
}

/** For a customer with an order. */
export const repeatHistoryOf = ({ orders, sinceFirst, sinceLast }: Snapshot): RepeatHistory => ({
  repeats: orders - 1,
  last: sinceFirst - sinceLast,
  age: sinceFirst,
});

/** Whether an order came within `days` from `asOf` on, that day included. */
export const ordersWithin = ({ orders }: CustomerHistory, asOf: Day, days: number): boolean =>
  orders.some(({ day }) => day >= asOf && day < addDays(asOf, days));
