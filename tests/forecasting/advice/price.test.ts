import { describe, expect, test } from '@jest/globals';
import { lineTotal, mostWithin, nextBreak, sumOf, unitPrice } from '../../../forecasting/advice/price.ts';

const gbp = (amount: number) => ({ amount, currency: 'GBP' });
const product = {
  price: gbp(295),
  priceBreaks: [
    { minQuantity: 32, unitPrice: gbp(255) },
    { minQuantity: 200, unitPrice: gbp(235) },
  ],
};

describe('price', () => {
  test.each([
    [1, 295],
    [31, 295],
    [32, 255],
    [199, 255],
    [200, 235],
    [1e6, 235],
  ])('%i units cost %i pence each', (quantity, pence) => {
    expect(unitPrice(product, quantity)).toEqual(gbp(pence));
  });

  test('says what is missing to the next break', () => {
    expect(nextBreak(product, 30)).toEqual({ priceBreak: product.priceBreaks[0], missing: 2 });
    expect(nextBreak(product, 200)).toBeUndefined();
  });

  test('a discount is rounded once for the line, halves up', () => {
    expect(lineTotal(product, 33, 10)).toEqual({
      quantity: 33,
      unitPrice: gbp(255),
      gross: gbp(8415),
      discount: gbp(842),
      total: gbp(7573),
    });
  });

  test.each([
    // 31 cost 9145 and 32 cost 8160: more are paid for by less.
    [8160, 32],
    [8159, 27],
    [294, 0],
    [47000, 200],
  ])('%i pence pay for %i units at most', (amount, units) => {
    expect(mostWithin([product], amount)).toBe(units);
  });

  test('of several goods so many of each', () => {
    expect(mostWithin([product, product], 2 * 295 * 3)).toBe(3);
  });

  test('totals add up and refuse to mix currencies', () => {
    const line = lineTotal(product, 2);
    expect(sumOf([line, line])).toEqual(gbp(1180));
    const dollars = { ...line, total: { amount: 1, currency: 'USD' } };
    expect(() => sumOf([line, dollars])).toThrow(/currencies/);
  });

  test.each([0, -5, 2.5, Number.NaN])('quantity %p is refused', (quantity) => {
    expect(() => unitPrice(product, quantity)).toThrow(/positive whole number/);
  });
});
