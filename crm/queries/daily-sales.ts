import { addDays, type Day, daysBetween, instantOf, localDay } from '../calendar.ts';
import type { Models } from '../models/index.ts';

export interface DailySalesRange {
  /** First and last local day, both included. */
  readonly from: Day;
  readonly to: Day;
  /** IANA time zone of the shop. */
  readonly timeZone: string;
}

/**
 * Units sold of each product on each day of the range, by stock code; value i belongs to `from` plus i days,
 * days without a sale are 0. Cancelled orders do not count. Products without any sale are absent.
 */
export async function dailySales(
  models: Models,
  { from, to, timeZone }: DailySalesRange,
): Promise<Map<string, number[]>> {
  const days = daysBetween(from, to) + 1;
  const series = new Map<string, number[]>();
  const orders = models.Order.find({
    placedAt: { $gte: instantOf(from, '00:00', timeZone), $lt: instantOf(addDays(to, 1), '00:00', timeZone) },
    status: { $ne: 'cancelled' },
  })
    .select({ _id: 0, placedAt: 1, 'lines.sku': 1, 'lines.quantity': 1 })
    .lean()
    .cursor();
  for await (const { placedAt, lines } of orders) {
    const index = daysBetween(from, localDay(placedAt, timeZone));
    for (const { sku, quantity } of lines) {
      let units = series.get(sku);
      if (units === undefined) {
        units = new Array<number>(days).fill(0);
        series.set(sku, units);
      }
      units[index]! += quantity;
    }
  }
  return series;
}
