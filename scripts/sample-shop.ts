// Builds training-data/sample-shop/ from the UCI Online Retail file:
//   npm run sample-shop -- --input transactions.csv.gz [--output DIR]
// The same input gives the same files byte for byte. docs/sample-shop.md states the rules and their counts.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { categoryOf } from './sample-shop/categories.ts';
import { cleanTransactions, type Sale } from './sample-shop/clean.ts';
import { COUNTRY_CODES } from './sample-shop/countries.ts';
import { groupBy } from './sample-shop/group.ts';
import { companyNames, deals, personName, reps, supplyOf } from './sample-shop/made-up.ts';
import { commonestDescription, displayName } from './sample-shop/names.ts';
import { priceList } from './sample-shop/prices.ts';
import { repeatBuyers } from './sample-shop/repeat-buyers.ts';
import { revenueOf, sampleCustomers, topProducts } from './sample-shop/select.ts';
import { readTransactions } from './sample-shop/transactions.ts';

const MADE_UP =
  'Made up by seed for the demonstration; nothing here comes from the data set or describes anyone.';
const COMPANIES = 30;
const DAY_MS = 86_400_000;

const { values } = parseArgs({
  options: { input: { type: 'string' }, output: { type: 'string', default: 'training-data/sample-shop' } },
});
if (values.input === undefined) {
  console.error(
    'Say where the UCI Online Retail file is: npm run sample-shop -- --input transactions.csv.gz',
  );
  process.exit(1);
}
const output = values.output;
mkdirSync(output, { recursive: true });
const write = (file: string, text: string): void => writeFileSync(path.join(output, file), `${text}\n`);
/** A JSON array with one element a line, so that versions can be compared. */
const jsonLines = (items: readonly unknown[]): string =>
  `[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]`;

const { sales, counts } = cleanTransactions(readTransactions(values.input));
const products = topProducts(sales);
const days = [...new Set(sales.map((sale) => sale.day))].sort();
const span = (Date.parse(days.at(-1)!) - Date.parse(days[0]!)) / DAY_MS + 1;
const kept = [...products.values()].flat();
const customers = sampleCustomers(kept);
const unitsOf = (own: readonly Sale[]): number => own.reduce((sum, sale) => sum + sale.quantity, 0);

const priceLists = new Map(
  [...products].map(([sku, own]) => [
    sku,
    priceList(
      own.filter((sale) => sale.customer !== ''),
      days.at(-1)!,
    ),
  ]),
);
const lowestPrice = (sku: string): number => {
  const { price, breaks } = priceLists.get(sku)!;
  return Math.min(price, ...breaks.map((step) => step.price));
};

write(
  'products.json',
  jsonLines(
    [...products].map(([sku, own]) => {
      const name = commonestDescription(own.map((sale) => sale.description));
      if (name === undefined) throw new Error(`product ${sku} has no genuine description`);
      return {
        sku,
        name: displayName(name),
        category: categoryOf(displayName(name)),
        ...priceLists.get(sku),
      };
    }),
  ),
);

write(
  'supply.json',
  `{"note":${JSON.stringify(MADE_UP)},"supply":${jsonLines(
    [...products].map(([sku, own]) => ({ sku, ...supplyOf(sku, unitsOf(own) / span, lowestPrice(sku)) })),
  )}}`,
);

write(
  'daily-sales.csv',
  [
    ['sku', ...days].join(','),
    ...[...products].map(([sku, own]) => {
      const byDay = groupBy(own, (sale) => sale.day);
      return [sku, ...days.map((day) => unitsOf(byDay.get(day) ?? []) || '')].join(',');
    }),
  ].join('\n'),
);

write(
  'customers.csv',
  [
    'id,country,made_up_name',
    ...[...customers].map(([id, own]) => [id, COUNTRY_CODES[own[0]!.country], personName(id)].join(',')),
  ].join('\n'),
);

const byInvoice = groupBy([...customers.values()].flat(), (sale) => sale.invoice);
const orders = [...byInvoice].sort(([a], [b]) => Number(a) - Number(b));
write(
  'orders.csv',
  [
    'invoice,customer,placed,lines',
    ...orders.map(([invoice, lines]) => {
      const { customer, day, time } = lines[0]!;
      const merged = [...groupBy(lines, (line) => `${line.sku} ${line.price}`).values()];
      const texts = merged.map((same) => `${same[0]!.sku}*${unitsOf(same)}@${same[0]!.price}`);
      return [invoice, customer, `${day}T${time}`, texts.join(' ')].join(',');
    }),
  ].join('\n'),
);

const largest = [...customers]
  .map(([customer, own]) => ({ customer, country: COUNTRY_CODES[own[0]!.country], revenue: revenueOf(own) }))
  .sort((a, b) => b.revenue - a.revenue)
  .slice(0, COMPANIES);
const names = companyNames(largest.map(({ customer }) => customer));
const companies = largest.map((company) => ({ ...company, name: names.get(company.customer)! }));
write(
  'people.json',
  `{"note":${JSON.stringify(MADE_UP)},"reps":${jsonLines(reps())},"companies":${jsonLines(
    companies.map(({ customer, name, country }) => ({ key: `company-${customer}`, name, country, customer })),
  )},"deals":${jsonLines(deals(companies))}}`,
);

const buyers = repeatBuyers(customers, (sale) => COUNTRY_CODES[sale.country]!);
write('repeat-buyers.train.csv', buyers.train);
write('repeat-buyers.test.csv', buyers.test);

const lineCount = orders.reduce((sum, [, lines]) => sum + lines.length, 0);
Object.assign(counts, {
  'products in the file after cleaning': new Set(sales.map((sale) => sale.sku)).size,
  'products kept': products.size,
  'sale lines of the kept products': kept.length,
  'share of all revenue that they bring, per cent':
    Math.round((1000 * revenueOf(kept)) / revenueOf(sales)) / 10,
  'units of the kept products': unitsOf(kept),
  'days with sales': days.length,
  'customers of the kept products': new Set(kept.map((sale) => sale.customer).filter(Boolean)).size,
  'customers kept': customers.size,
  'orders of kept customers': orders.length,
  'order lines of kept customers': lineCount,
});
write('counts.json', JSON.stringify(counts, null, 2));
for (const [rule, number] of Object.entries(counts))
  console.log(`| ${rule} | ${number.toLocaleString('en-GB')} |`);
