// Which products and customers the sample keeps.
import type { Sale } from './clean.ts';
import { COUNTRY_CODES } from './countries.ts';
import { groupBy } from './group.ts';
import { seededRandom } from './random.ts';

const PRODUCTS = 300;
const CUSTOMERS = 1000;
const MOST_OF_A_FOREIGN_COUNTRY = 12;
// One line says nothing of a customer; a few hundred of them, all from resellers, would fill the files.
const LINES_OF_A_CUSTOMER = { least: 2, most: 100 };

export const revenueOf = (sales: readonly Sale[]): number =>
  sales.reduce((sum, sale) => sum + sale.quantity * sale.price, 0);

/** Sales by stock code of the 300 products that brought most, in that order. */
export function topProducts(sales: readonly Sale[]): Map<string, Sale[]> {
  const bySku = [...groupBy(sales, (sale) => sale.sku)].map(([sku, own]) => ({
    sku,
    own,
    revenue: revenueOf(own),
  }));
  bySku.sort((a, b) => b.revenue - a.revenue || a.sku.localeCompare(b.sku, 'en'));
  return new Map(bySku.slice(0, PRODUCTS).map(({ sku, own }) => [sku, own]));
}

/**
 * About 1,000 customers in an order drawn by seed: at most 12 of each country abroad, the rest British,
 * so that many countries are there. `sales` are those of the kept products.
 */
export function sampleCustomers(sales: readonly Sale[]): Map<string, Sale[]> {
  const candidates = [
    ...groupBy(
      sales.filter((sale) => sale.customer !== ''),
      (sale) => sale.customer,
    ),
  ]
    .filter(([, own]) => COUNTRY_CODES[own[0]!.country] !== undefined)
    .filter(([, own]) => own.length >= LINES_OF_A_CUSTOMER.least && own.length <= LINES_OF_A_CUSTOMER.most)
    .map(([customer, own]) => ({ customer, own, draw: seededRandom(`customer ${customer}`)() }))
    .sort((a, b) => a.draw - b.draw);
  const byCountry = groupBy(candidates, ({ own }) => own[0]!.country);
  const abroad = [...byCountry]
    .filter(([country]) => country !== 'United Kingdom')
    .flatMap(([, customers]) => customers.slice(0, MOST_OF_A_FOREIGN_COUNTRY));
  const british = (byCountry.get('United Kingdom') ?? []).slice(0, CUSTOMERS - abroad.length);
  const kept = [...abroad, ...british].sort((a, b) => Number(a.customer) - Number(b.customer));
  return new Map(kept.map(({ customer, own }) => [customer, own]));
}
