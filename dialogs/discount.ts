import type { Discount, Line } from '../crm/models/schemas.ts';
import type { Money } from '../crm/money.ts';
import type { QuoteDraft } from './effect.ts';
import type { Ports } from './ports.ts';
import type { ShopFacts } from './shop.ts';
import type { Turn } from './skill.ts';

type Rules = ShopFacts['discounts'];

/** Amounts of one line in minor units; `cost` of one unit, where it is known. */
export interface CostedLine {
  readonly quantity: number;
  readonly unitPrice: number;
  readonly cost?: number;
}

export interface Authority {
  /** What the bot may take off by itself, in whole per cent. */
  readonly percent: number;
  /** The steps it comes from, before the bounds. */
  readonly forUnits: number;
  readonly forOrders: number;
}

/**
 * What the bot may take off: the step reached by units and that by the customer's orders together, at most `maxPercent`,
 * and no more than leaves every line its margin. A line whose cost nobody knows leaves nothing to give.
 */
export function authority(rules: Rules, lines: readonly CostedLine[], orders: number): Authority {
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const forUnits = stepAt(rules.byUnits, units);
  const forOrders = stepAt(rules.byOrders, orders);
  const floor = rules.marginFloorPercent / 100;
  let percent = Math.floor(Math.min(rules.maxPercent, forUnits + forOrders));
  while (percent > 0 && lines.some((line) => !((margin([line], percent) ?? Number.NaN) >= floor))) percent--;
  return { percent, forUnits, forOrders };
}

const stepAt = (steps: Rules['byUnits'], value: number): number =>
  steps.reduce((best, { from, percent }) => (value >= from ? Math.max(best, percent) : best), 0);

/** Share of the price that is left above the cost with `percent` off, below 1; undefined where a cost is not known. */
export function margin(lines: readonly CostedLine[], percent: number): number | undefined {
  let price = 0;
  let cost = 0;
  for (const line of lines) {
    if (line.cost === undefined) return undefined;
    price += line.quantity * line.unitPrice * (1 - percent / 100);
    cost += line.quantity * line.cost;
  }
  return price > 0 ? (price - cost) / price : undefined;
}

const gross = ({ quantity, unitPrice }: Pick<Line, 'quantity' | 'unitPrice'>): number =>
  quantity * unitPrice.amount;

/** What a line costs less than its quantity at its unit price, and the share of that, to a tenth of a per cent; undefined where nothing is off. */
export function savedOn(
  line: Pick<Line, 'quantity' | 'unitPrice' | 'total'>,
): { readonly saved: Money; readonly share: number } | undefined {
  const amount = gross(line) - line.total.amount;
  if (amount <= 0) return undefined;
  return {
    saved: { amount, currency: line.total.currency },
    share: Math.round((amount / gross(line)) * 1_000) / 1_000,
  };
}

/** Total without any discount, in minor units. */
export const listTotal = ({ lines }: Pick<QuoteDraft, 'lines'>): number =>
  lines.reduce((sum, line) => sum + gross(line), 0);

/** The quote with so much off every line, rounded to whole minor units, halves in favour of the customer. */
export function discounted(quote: QuoteDraft, percent: number, by: Discount['by']): QuoteDraft {
  const { discount: _, ...rest } = quote;
  const { currency } = quote.total;
  const lines = quote.lines.map((line) => ({
    ...line,
    total: { amount: gross(line) - Math.floor((gross(line) * percent) / 100 + 0.5), currency },
  }));
  return {
    ...rest,
    lines,
    total: { amount: lines.reduce((sum, { total }) => sum + total.amount, 0), currency },
    ...(percent > 0 && { discount: { percent, by, listTotal: listTotal(quote) } }),
  };
}

export async function authorityFor(
  turn: Turn,
  ports: Ports,
  quote: Readonly<{ lines: readonly LineToTake[] }>,
): Promise<Authority> {
  const { channel, sender } = turn.message;
  const [products, orders] = await Promise.all([
    ports.products(quote.lines.map(({ sku }) => sku)),
    ports.ordersOf({ channel, id: sender.id }, ORDERS_LOOKED_AT),
  ]);
  const yearAgo = turn.now.getTime() - YEAR_MS;
  const lately = orders.filter(
    ({ placedAt, status }) => placedAt.getTime() > yearAgo && status !== 'cancelled' && status !== 'returned',
  );
  return authority(ports.shop.discounts, costed(quote.lines, products), lately.length);
}

const YEAR_MS = 365 * 86_400_000;
const ORDERS_LOOKED_AT = 50;

type LineToTake = Pick<Line, 'sku' | 'quantity' | 'unitPrice'>;

export const costed = (
  lines: readonly LineToTake[],
  products: readonly { readonly sku: string; readonly cost?: { readonly amount: number } }[],
): CostedLine[] =>
  lines.map(({ sku, quantity, unitPrice }) => {
    const cost = products.find((product) => product.sku === sku)?.cost?.amount;
    return { quantity, unitPrice: unitPrice.amount, ...(cost !== undefined && { cost }) };
  });

/** A discount given for at least so much stays with a larger quote; of a smaller one, what the bot may give by itself. */
export async function keptDiscount(
  turn: Turn,
  ports: Ports,
  draft: QuoteDraft,
  before: Discount,
): Promise<QuoteDraft> {
  if (listTotal(draft) >= before.listTotal) {
    return { ...discounted(draft, before.percent, before.by), discount: before };
  }
  const { percent } = await authorityFor(turn, ports, draft);
  return discounted(draft, Math.min(before.percent, percent), 'bot');
}
