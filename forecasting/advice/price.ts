/** Integer minor units of an ISO 4217 currency. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

/** From this quantity on, every unit costs this. */
export interface PriceBreak {
  readonly minQuantity: number;
  readonly unitPrice: Money;
}

export interface Priced {
  readonly price: Money;
  readonly priceBreaks: readonly PriceBreak[];
}

/**
 * Price of one unit when `quantity` are bought: that of the highest break reached, else the list price.
 * Throws a RangeError unless `quantity` is a positive integer.
 */
export function unitPrice(product: Priced, quantity: number): Money {
  return breakAt(product, quantity)?.unitPrice ?? product.price;
}

/** The next cheaper break and how many more units it takes; undefined at the last one. */
export function nextBreak(
  product: Priced,
  quantity: number,
): { readonly priceBreak: PriceBreak; readonly missing: number } | undefined {
  const now = unitPrice(product, quantity).amount;
  const priceBreak = [...product.priceBreaks]
    .sort((a, b) => a.minQuantity - b.minQuantity)
    .find((b) => b.minQuantity > quantity && b.unitPrice.amount < now);
  return priceBreak && { priceBreak, missing: priceBreak.minQuantity - quantity };
}

export interface LineTotal {
  readonly quantity: number;
  readonly unitPrice: Money;
  /** Unit price times quantity: exact, since both are integers. */
  readonly gross: Money;
  /** What the discount takes off, rounded to whole minor units, halves up. */
  readonly discount: Money;
  /** Gross less discount. */
  readonly total: Money;
}

/** A quote or order line. `discountPercent` is 0 to 100 and is applied to the line, not to the unit. */
export function lineTotal(product: Priced, quantity: number, discountPercent = 0): LineTotal {
  if (!(discountPercent >= 0 && discountPercent <= 100)) {
    throw new RangeError(`discount must be 0 to 100 percent, not ${discountPercent}`);
  }
  const price = unitPrice(product, quantity);
  const gross = price.amount * quantity;
  const discount = Math.floor((gross * discountPercent) / 100 + 0.5);
  const money = (amount: number): Money => ({ amount, currency: price.currency });
  return {
    quantity,
    unitPrice: price,
    gross: money(gross),
    discount: money(discount),
    total: money(gross - discount),
  };
}

/** Sum of line totals. Throws when the currencies differ or there is no line. */
export function sumOf(lines: readonly LineTotal[]): Money {
  const first = lines[0];
  if (!first) throw new RangeError('a total needs at least one line');
  const { currency } = first.total;
  if (lines.some((line) => line.total.currency !== currency)) {
    throw new RangeError('lines in different currencies have no total');
  }
  return { amount: lines.reduce((sum, line) => sum + line.total.amount, 0), currency };
}

/** The most units of each of some products that `amount` minor units pay for, 0 where not one of each. At least one product. */
export function mostWithin(products: readonly Priced[], amount: number): number {
  const lowest = products.map(({ price, priceBreaks }) =>
    Math.min(price.amount, ...priceBreaks.map((b) => b.unitPrice.amount)),
  );
  let units = Math.floor(amount / lowest.reduce((sum, price) => sum + price, 0));
  // A break may lie just above: the total of more units can be less, so the search comes from above.
  while (units > 0 && sumOf(products.map((product) => lineTotal(product, units))).amount > amount) units--;
  return units;
}

function breakAt(product: Priced, quantity: number): PriceBreak | undefined {
  if (!Number.isSafeInteger(quantity) || quantity < 1) {
    throw new RangeError(`quantity must be a positive whole number, not ${quantity}`);
  }
  return product.priceBreaks
    .filter((b) => b.minQuantity <= quantity)
    .reduce<PriceBreak | undefined>(
      (best, b) => (!best || b.minQuantity > best.minQuantity ? b : best),
      undefined,
    );
}
