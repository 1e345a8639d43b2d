// An example for `rainmaker learn`: which customers buy again within 91 days, from what they bought before.
import type { Sale } from './clean.ts';
import { groupBy } from './group.ts';
import { seededRandom } from './random.ts';
import { revenueOf } from './select.ts';

const CUT = '2011-09-09';
const HELD_OUT = 0.3;
const HEADER =
  'country,orders,days_since_first,days_since_last,days_between,units,products,spent,bought_again';

const daysTo = (day: string, cut: string): number => (Date.parse(cut) - Date.parse(day)) / 86_400_000;

function row(sales: readonly Sale[], country: string): string | undefined {
  const before = sales.filter((sale) => sale.day < CUT);
  if (before.length === 0) return undefined;
  const orders = new Set(before.map((sale) => sale.invoice)).size;
  const days = before.map((sale) => sale.day).sort();
  const first = daysTo(days[0]!, CUT);
  const last = daysTo(days.at(-1)!, CUT);
  return [
    country,
    orders,
    first,
    last,
    // Nothing lies between the orders of who ordered once: an empty cell is a missing value.
    orders > 1 ? Math.round((first - last) / (orders - 1)) : '',
    before.reduce((sum, sale) => sum + sale.quantity, 0),
    new Set(before.map((sale) => sale.sku)).size,
    (revenueOf(before) / 100).toFixed(2),
    sales.some((sale) => sale.day >= CUT) ? 'yes' : 'no',
  ].join(',');
}

/** The customers who had bought before 9 September 2011, seven in ten to learn from and the rest to test. */
export function repeatBuyers(
  customers: ReadonlyMap<string, readonly Sale[]>,
  countryCode: (sale: Sale) => string,
): { train: string; test: string } {
  const rows = [...customers].flatMap(([customer, sales]) => {
    const text = row(sales, countryCode(sales[0]!));
    return text === undefined ? [] : [{ text, isTest: seededRandom(`hold out ${customer}`)() < HELD_OUT }];
  });
  const parts = groupBy(rows, (one) => one.isTest);
  const file = (isTest: boolean): string =>
    [HEADER, ...(parts.get(isTest) ?? []).map((one) => one.text)].join('\n');
  return { train: file(false), test: file(true) };
}
