import { addDays, type Day, daysBetween, localDay } from '../calendar.ts';
import type { Models } from '../models/index.ts';
import type { Order } from '../models/order.ts';
import type { SalesDay } from '../models/sales-day.ts';
import { onDays } from './days.ts';

export interface SalesRange {
  /** First and last local day, both included. */
  readonly from: Day;
  readonly to: Day;
  /** IANA time zone of the shop. */
  readonly timeZone: string;
  readonly now: Date;
}

/** Clocks of two processes on one store may differ by this much. */
const CLOCK_MARGIN_MS = 60_000;

/**
 * Sales of every day of the range, oldest first. Days are summed from their orders once and kept; only days that
 * are new or have an order that changed since (a cancellation, say) are summed again. Cancelled orders do not
 * count.
 */
export async function salesDays(models: Models, range: SalesRange): Promise<SalesDay[]> {
  const { from, to, timeZone, now } = range;
  const { SalesDay } = models;
  const inRange = { day: { $gte: from, $lte: to } };
  const kept = new Map(
    (await SalesDay.collection.find<SalesDay>(inRange).toArray()).map((one) => [one.day, one]),
  );
  const stale = await changedDays(models, range, kept.get([...kept.keys()].sort().at(-1) ?? '')?.readAt);
  // The last day is always summed and written last: its instant of reading stands for all that were before it.
  stale.add(to);
  for (let day = from; day <= to; day = addDays(day, 1)) if (!kept.has(day)) stale.add(day);
  const read: SalesDay[] = [];
  for (const [first, last] of runs([...stale].sort()))
    read.push(...(await sumOrders(models, { from: first, to: last, timeZone, now })));
  // Straight to the collection: making documents of 80,000 lines would take longer than summing them.
  await SalesDay.collection.bulkWrite(
    read.map((one) => ({ replaceOne: { filter: { day: one.day }, replacement: one, upsert: true } })),
    { ordered: true },
  );
  await SalesDay.deleteMany({ day: { $lt: from } });
  for (const one of read) kept.set(one.day, one);
  return [...kept.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** Days of the range with an order that was made or changed after `since`. */
async function changedDays(
  models: Models,
  { from, to, timeZone }: SalesRange,
  since: Date | undefined,
): Promise<Set<Day>> {
  if (since === undefined) return new Set();
  const changed = await models.Order.collection
    .find<{ placedAt: Date }>({ updatedAt: { $gte: new Date(since.getTime() - CLOCK_MARGIN_MS) } })
    .project({ _id: 0, placedAt: 1 })
    .toArray();
  const days = changed.map(({ placedAt }) => localDay(placedAt, timeZone));
  return new Set(days.filter((day) => day >= from && day <= to));
}

/** Consecutive days as pairs of first and last. */
function runs(days: readonly Day[]): [Day, Day][] {
  const found: [Day, Day][] = [];
  for (const day of days) {
    const open = found.at(-1);
    if (open && addDays(open[1], 1) === day) open[1] = day;
    else found.push([day, day]);
  }
  return found;
}

async function sumOrders(models: Models, { from, to, timeZone, now }: SalesRange): Promise<SalesDay[]> {
  const days = Array.from({ length: daysBetween(from, to) + 1 }, () => ({
    units: new Map<string, number>(),
    baskets: [] as string[][],
  }));
  const orders = models.Order.collection
    .find({
      placedAt: onDays(from, to, timeZone),
      status: { $ne: 'cancelled' },
    })
    .project<Pick<Order, 'placedAt' | 'source' | 'lines'>>({
      _id: 0,
      placedAt: 1,
      source: 1,
      'lines.sku': 1,
      'lines.quantity': 1,
    });
  for await (const { placedAt, source, lines } of orders) {
    const { units, baskets } = days[daysBetween(from, localDay(placedAt, timeZone))]!;
    for (const { sku, quantity } of lines) units.set(sku, (units.get(sku) ?? 0) + quantity);
    if (source !== 'day-total' && lines.length > 1) baskets.push(lines.map(({ sku }) => sku));
  }
  return days.map(({ units, baskets }, i) => ({
    day: addDays(from, i),
    sales: [...units].map(([sku, count]) => ({ sku, units: count })),
    baskets,
    readAt: now,
  }));
}

/** Units of each product a day, by stock code; value i belongs to the i-th day. Days without a sale are 0. */
export function unitsByProduct(days: readonly SalesDay[]): Map<string, number[]> {
  const series = new Map<string, number[]>();
  days.forEach(({ sales }, index) => {
    for (const { sku, units } of sales) {
      let values = series.get(sku);
      if (values === undefined) {
        values = new Array<number>(days.length).fill(0);
        series.set(sku, values);
      }
      values[index] = units;
    }
  });
  return series;
}
