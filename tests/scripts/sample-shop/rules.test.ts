import { describe, expect, test } from '@jest/globals';
import { cleanTransactions, type Sale } from '../../../scripts/sample-shop/clean.ts';
import { commonestDescription, displayName } from '../../../scripts/sample-shop/names.ts';
import { priceList } from '../../../scripts/sample-shop/prices.ts';
import type { Transaction } from '../../../scripts/sample-shop/transactions.ts';

const row = (change: Partial<Transaction>): Transaction => ({
  invoice: '540000',
  stockCode: '85123A',
  description: 'WHITE HANGING HEART T-LIGHT HOLDER',
  quantity: 10,
  day: '2011-03-01',
  time: '10:00',
  price: 2.95,
  customer: '12345',
  country: 'United Kingdom',
  ...change,
});

describe('cleaning', () => {
  test('leaves out fees, bad debt, stock corrections and lines without a price', () => {
    const { sales, counts } = cleanTransactions([
      row({}),
      row({ stockCode: 'POST' }),
      row({ stockCode: 'M' }),
      row({ stockCode: 'AMAZONFEE' }),
      row({ stockCode: 'GIFT_0001_20' }),
      row({ invoice: 'A563186', stockCode: 'B', price: -11062.06 }),
      row({ quantity: -5, price: 0, description: 'damages' }),
      row({ price: 0 }),
    ]);
    expect(sales.map(({ sku, price }) => ({ sku, price }))).toEqual([{ sku: '85123A', price: 295 }]);
    expect(counts).toMatchObject({
      'fees, postage, discounts, vouchers, manual and test lines left out': 4,
      'bad-debt adjustments left out': 1,
      'stock corrections (quantity below zero, not cancelled) left out': 1,
      'lines without a price left out': 1,
      'sale lines kept': 1,
    });
  });

  test('a cancellation takes its units off the latest earlier sale of that customer at that price', () => {
    const { sales, counts } = cleanTransactions([
      row({ invoice: '1', day: '2011-03-01' }),
      row({ invoice: '2', day: '2011-03-02' }),
      row({ invoice: '3', day: '2011-03-03', price: 2.55 }),
      row({ invoice: '4', day: '2011-03-03', customer: '99999' }),
      row({ invoice: '5', day: '2011-03-09' }),
      row({ invoice: 'C6', day: '2011-03-05', quantity: -4 }),
    ]);
    expect(sales.map((sale) => sale.quantity)).toEqual([10, 6, 10, 10, 10]);
    expect(counts['cancellation lines matched with their order']).toBe(1);
  });

  test('a cancellation of several orders is spread, and one without an order changes nothing', () => {
    const { sales, counts } = cleanTransactions([
      row({ invoice: '1' }),
      row({ invoice: '2' }),
      row({ invoice: 'C3', day: '2011-03-05', quantity: -15 }),
      row({ invoice: 'C4', day: '2011-03-05', quantity: -3, customer: '' }),
      row({ invoice: 'C5', day: '2011-03-06', quantity: -30 }),
    ]);
    expect(sales).toEqual([]);
    expect(counts).toMatchObject({
      'cancellation lines matched with their order': 1,
      'cancellation lines matched in part': 1,
      'cancellation lines without an order': 1,
      'units cancelled and taken off': 20,
      'sale lines cancelled entirely': 2,
    });
  });
});

describe('names', () => {
  test('notes of the staff are no names, near-duplicates count together', () => {
    const many = (text: string, count: number) => new Array<string>(count).fill(text);
    expect(
      commonestDescription([
        ...many('damaged', 9),
        ...many('RETROSPOT LAMP', 5),
        ...many('HEART LANTERN, RED', 3),
        ...many('RED HEART LANTERNS', 4),
      ]),
    ).toBe('RED HEART LANTERNS');
    expect(commonestDescription(['?', 'wet/rusty', 'check'])).toBeUndefined();
  });

  test.each([
    ['WHITE HANGING HEART T-LIGHT HOLDER', 'White hanging heart t-light holder'],
    ["PAPER CHAIN KIT 50'S CHRISTMAS", "Paper chain kit 50's Christmas"],
    ['SET/5 RED RETROSPOT LID GLASS BOWLS', 'Set of 5 red retrospot lid glass bowls'],
    ['WOOD S/3 CABINET ANT WHITE FINISH', 'Wood set of 3 cabinet antique white finish'],
    ['HOT WATER BOTTLE I AM SO POORLY', 'Hot water bottle I am so poorly'],
    ['LUNCH BAG  BLACK SKULL.', 'Lunch bag black skull'],
  ])('%s becomes "%s"', (description, name) => expect(displayName(description)).toBe(name));
});

describe('list price and quantity breaks', () => {
  const sold = (quantity: number, price: number, count: number): Sale[] =>
    Array.from({ length: count }, () => ({
      invoice: '1',
      sku: '1',
      description: '',
      quantity,
      day: '2011-10-01',
      time: '10:00',
      price,
      customer: '1',
      country: '',
    }));

  test('a lower price from a quantity on is a break, stray prices are not', () => {
    const sales = [
      ...sold(1, 295, 30),
      ...sold(6, 295, 40),
      ...sold(32, 255, 12),
      ...sold(2, 579, 3),
      ...sold(6, 200, 2),
    ];
    expect(priceList(sales, '2011-12-09')).toEqual({ price: 295, breaks: [{ minQuantity: 32, price: 255 }] });
  });

  test('two breaks', () => {
    const sales = [...sold(1, 500, 30), ...sold(12, 450, 20), ...sold(100, 400, 20)];
    expect(priceList(sales, '2011-12-09').breaks).toEqual([
      { minQuantity: 12, price: 450 },
      { minQuantity: 100, price: 400 },
    ]);
  });

  test('old prices give way to those of the last half year', () => {
    const old = sold(1, 250, 200).map((sale) => ({ ...sale, day: '2011-01-10' }));
    expect(priceList([...old, ...sold(1, 295, 60)], '2011-12-09')).toEqual({ price: 295, breaks: [] });
  });
});
