import { addDays, type Day, daysBetween, instantOf, localDay } from '../calendar.ts';
import type { Company } from '../models/company.ts';
import type { Contact } from '../models/contact.ts';
import type { Deal } from '../models/deal.ts';
import type { Order } from '../models/order.ts';
import type { Product } from '../models/product.ts';
import type { Rep } from '../models/rep.ts';
import type { Line } from '../models/schemas.ts';
import type { Money } from '../money.ts';
import { readSampleShop, type SampleLine, type SampleOrder, type SampleShop } from './read.ts';
import { seasonalMove } from './seasons.ts';

/** The sample shop as records of the models, its history moved to end yesterday. */
export interface SampleRecords {
  readonly products: readonly Product[];
  readonly companies: readonly Company[];
  readonly contacts: readonly Contact[];
  readonly orders: readonly Order[];
  readonly deals: readonly Deal[];
  readonly reps: readonly Rep[];
}

export interface LoadOptions {
  /** Folder of the files. */
  readonly dir: string;
  /** Now. */
  readonly today: Date;
  /** IANA time zone of the shop. */
  readonly timeZone: string;
}

const DAYS_TO_SHIP = 1;
const DAYS_TO_DELIVER = 4;
const NOON = '12:00';

const gbp = (pence: number): Money => ({ amount: pence, currency: 'GBP' });
const contactKey = (customer: string): string => `customer-${customer}`;

/**
 * Reads the files in `dir` and moves their year of sales to the year before today (see `seasonalMove`).
 * Sales of customers that are not kept stand in one anonymous order a day, valued at list prices, so that
 * units by product and day are those of the data.
 */
export function loadSampleShop({ dir, today, timeZone }: LoadOptions): SampleRecords {
  const shop = readSampleShop(dir);
  const day = localDay(today, timeZone);
  return {
    products: shop.products.map(productRecord),
    companies: shop.companies.map(({ customer: _, ...company }) => ({ ...company, sample: true })),
    contacts: contactRecords(shop),
    orders: orderRecords(shop, day, timeZone),
    deals: shop.deals.map(({ customer, amount, closesInDays, inStageForDays, ...deal }) => ({
      ...deal,
      companyKey: `company-${customer}`,
      contactKey: contactKey(customer),
      amount: gbp(amount),
      closeDate: addDays(day, closesInDays),
      ...(inStageForDays !== undefined && { stageSince: addDays(day, -inStageForDays) }),
      sample: true,
    })),
    reps: shop.reps.map((rep) => ({ ...rep, sample: true })),
  };
}

const productRecord = ({ breaks, price, cost, ...product }: SampleShop['products'][number]): Product => ({
  ...product,
  price: gbp(price),
  cost: gbp(cost),
  priceBreaks: breaks.map((step) => ({ minQuantity: step.minQuantity, unitPrice: gbp(step.price) })),
  active: true,
});

function contactRecords(shop: SampleShop): Contact[] {
  const companyOf = new Map(shop.companies.map((company) => [company.customer, company.key]));
  return shop.customers.map(({ id, country, name }) => {
    const companyKey = companyOf.get(id);
    return {
      key: contactKey(id),
      name,
      emails: [],
      phones: [],
      ...(companyKey !== undefined && { companyKey }),
      country,
      identities: [],
      sample: true,
    };
  });
}

function orderRecords(shop: SampleShop, today: Day, timeZone: string): Order[] {
  const moved = seasonalMove(today);
  const nameOf = new Map(shop.products.map((product) => [product.sku, product.names.en]));
  const countryOf = new Map(shop.customers.map((customer) => [customer.id, customer.country]));
  const lineOf = ({ sku, quantity, price }: SampleLine): Line => ({
    sku,
    name: nameOf.get(sku)!,
    quantity,
    unitPrice: gbp(price),
    total: gbp(quantity * price),
  });
  const orderOf = (placedOn: Day, time: string, lines: readonly SampleLine[]) => ({
    ...progress(placedOn, time, today, timeZone),
    lines: lines.map(lineOf),
    total: gbp(lines.reduce((sum, line) => sum + line.quantity * line.price, 0)),
    placedAt: instantOf(placedOn, time, timeZone),
  });

  const known = shop.orders.flatMap(({ invoice, customer, day, time, lines }): Order[] => {
    const placedOn = moved(day);
    if (placedOn === undefined) return [];
    const country = countryOf.get(customer);
    return [
      {
        number: invoice,
        contactKey: contactKey(customer),
        ...(country !== undefined && { country }),
        source: 'import',
        ...orderOf(placedOn, time, lines),
      },
    ];
  });
  const anonymous = anonymousSales(shop).flatMap(({ day, lines }): Order[] => {
    const placedOn = moved(day);
    if (placedOn === undefined || lines.length === 0) return [];
    return [{ number: `DAY-${placedOn}`, source: 'day-total', ...orderOf(placedOn, NOON, lines) }];
  });
  return [...known, ...anonymous];
}

/** What was sold each day beyond the orders of kept customers, at list prices. */
function anonymousSales({ products, orders, dailySales }: SampleShop): { day: Day; lines: SampleLine[] }[] {
  const known = new Map<string, number>();
  for (const order of orders) {
    for (const { key, quantity } of keyed(order)) known.set(key, (known.get(key) ?? 0) + quantity);
  }
  return dailySales.days.map((day, index) => ({
    day,
    lines: products.flatMap(({ sku, price }) => {
      const quantity = (dailySales.units.get(sku)?.[index] ?? 0) - (known.get(`${day} ${sku}`) ?? 0);
      return quantity > 0 ? [{ sku, quantity, price }] : [];
    }),
  }));
}

const keyed = ({ day, lines }: SampleOrder) =>
  lines.map(({ sku, quantity }) => ({ key: `${day} ${sku}`, quantity }));

/** How far an order has come: shipped the day after it was placed, delivered on the fourth. */
function progress(
  placedOn: Day,
  time: string,
  today: Day,
  timeZone: string,
): Pick<Order, 'status' | 'shippedAt' | 'deliveredAt'> {
  const age = daysBetween(placedOn, today);
  if (age <= DAYS_TO_SHIP) return { status: 'placed' };
  const shippedAt = instantOf(addDays(placedOn, DAYS_TO_SHIP), time, timeZone);
  if (age <= DAYS_TO_DELIVER) return { status: 'shipped', shippedAt };
  const deliveredAt = instantOf(addDays(placedOn, DAYS_TO_DELIVER), time, timeZone);
  return { status: 'delivered', shippedAt, deliveredAt };
}
