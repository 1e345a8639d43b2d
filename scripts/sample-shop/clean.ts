// From the rows of the Online Retail file to genuine sales; every row dropped is counted under a named rule.
import { groupBy } from './group.ts';
import type { Transaction } from './transactions.ts';

/** A product sold on one order, after cancelled units were taken off; `price` in integer pence. */
export interface Sale {
  readonly invoice: string;
  readonly sku: string;
  readonly description: string;
  readonly quantity: number;
  readonly day: string;
  readonly time: string;
  readonly price: number;
  /** Empty where the file names no customer. */
  readonly customer: string;
  readonly country: string;
}

/** Number of rows that each rule met, in the order in which the rules apply. */
export type Counts = Record<string, number>;

const PRODUCT_CODE = /^\d{5}[A-Z]{0,2}$/;
// Staff notes on stock corrections are lower case; genuine descriptions are upper case but for units such as 30cm.
const GENUINE_DESCRIPTION = /^[^a-z?]*([A-Z]{3,}[^a-z?]*)((\d+\s?(g|cm)|No|l|pack)[^a-z?]*|x[^a-z?]*)*$/;

export const isGenuineDescription = (description: string): boolean => GENUINE_DESCRIPTION.test(description);

/**
 * Applies the rules of docs/sample-shop.md. A cancellation takes its units off the latest earlier sale of the
 * same customer and product that still has that many, a sale at the same price first.
 */
export function cleanTransactions(rows: readonly Transaction[]): { sales: Sale[]; counts: Counts } {
  const counts: Counts = {
    'rows read': rows.length,
    'fees, postage, discounts, vouchers, manual and test lines left out': 0,
    'bad-debt adjustments left out': 0,
    'stock corrections (quantity below zero, not cancelled) left out': 0,
    'lines without a price left out': 0,
    'cancellation lines': 0,
    'cancellation lines matched with their order': 0,
    'cancellation lines matched in part': 0,
    'cancellation lines without an order': 0,
    'units cancelled and taken off': 0,
    'sale lines cancelled entirely': 0,
    'sale lines kept': 0,
    'sale lines kept without a customer': 0,
  };
  const count = (rule: string, by = 1): void => {
    counts[rule]! += by;
  };

  const open: (Sale & { quantity: number })[] = [];
  const cancellations: Transaction[] = [];
  for (const row of rows) {
    if (row.invoice.startsWith('A')) count('bad-debt adjustments left out');
    else if (!PRODUCT_CODE.test(row.stockCode)) {
      count('fees, postage, discounts, vouchers, manual and test lines left out');
    } else if (row.invoice.startsWith('C')) cancellations.push(row);
    else if (row.quantity <= 0) count('stock corrections (quantity below zero, not cancelled) left out');
    else if (row.price <= 0) count('lines without a price left out');
    else {
      const { stockCode: sku, price, ...rest } = row;
      open.push({ ...rest, sku, price: Math.round(price * 100) });
    }
  }

  const salesOf = groupBy(open, (sale) => `${sale.customer} ${sale.sku}`);
  for (const row of cancellations) {
    count('cancellation lines');
    let left = -row.quantity;
    const at = `${row.day} ${row.time}`;
    const price = Math.round(row.price * 100);
    const earlier = row.customer === '' ? [] : (salesOf.get(`${row.customer} ${row.stockCode}`) ?? []);
    const candidates = earlier
      .filter((sale) => sale.quantity > 0 && `${sale.day} ${sale.time}` <= at)
      .reverse();
    const samePrice = candidates.filter((sale) => sale.price === price);
    const whole =
      samePrice.find((sale) => sale.quantity >= left) ?? candidates.find((sale) => sale.quantity >= left);
    for (const sale of whole === undefined ? candidates : [whole]) {
      const taken = Math.min(left, sale.quantity);
      sale.quantity -= taken;
      left -= taken;
      if (left === 0) break;
    }
    const taken = -row.quantity - left;
    count('units cancelled and taken off', taken);
    if (left === 0) count('cancellation lines matched with their order');
    else if (taken > 0) count('cancellation lines matched in part');
    else count('cancellation lines without an order');
  }

  const sales = open.filter((sale) => sale.quantity > 0);
  count('sale lines cancelled entirely', open.length - sales.length);
  count('sale lines kept', sales.length);
  count('sale lines kept without a customer', sales.filter((sale) => sale.customer === '').length);
  return { sales, counts };
}
