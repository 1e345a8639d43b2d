import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { promiseDate } from '../../../forecasting/advice/promise.ts';
import { weekday } from '../../../forecasting/series/series.ts';

/** Monday; ten units a day of other demand. */
const question = {
  quantity: 50,
  stock: 100,
  leadTimeP90Days: 14,
  dispatchDays: 2,
  cumulativeQ90: Array.from({ length: 60 }, (_, h) => 10 * (h + 1)),
  today: '2026-01-05',
};

describe('promise date', () => {
  test('what the shelf can spare leaves today and arrives after two business days', () => {
    expect(promiseDate(question)).toMatchObject({
      date: '2026-01-07',
      confidence: 0.9,
      fromStock: true,
      stock: 100,
      expectedDemand: 10,
      shortfall: 0,
      supply: 'stock',
    });
  });

  test('what others are expected to buy first is not promised twice', () => {
    expect(promiseDate({ ...question, quantity: 90 }).fromStock).toBe(true);
    expect(promiseDate({ ...question, quantity: 91 })).toMatchObject({ fromStock: false, shortfall: 1 });
  });

  test('a shortfall waits for the slow lead time, then dispatch', () => {
    expect(promiseDate({ ...question, quantity: 500 })).toMatchObject({
      supply: 'reorder',
      shortfall: 410,
      readyDate: '2026-01-19',
      date: '2026-01-21',
    });
  });

  test('a delivery already under way is used if it is enough when it comes', () => {
    const incoming = [{ date: '2026-01-08', quantity: 300 }];
    expect(promiseDate({ ...question, quantity: 300, incoming })).toMatchObject({
      supply: 'incoming',
      readyDate: '2026-01-08',
      date: '2026-01-12',
    });
    expect(promiseDate({ ...question, quantity: 390, incoming }).supply).toBe('reorder');
  });

  test('asked on a Saturday, packing starts on Monday', () => {
    expect(promiseDate({ ...question, today: '2026-01-10' }).date).toBe('2026-01-14');
  });

  test('units owed to customers are no stock', () => {
    expect(promiseDate({ ...question, stock: -20, quantity: 5 })).toMatchObject({
      supply: 'reorder',
      shortfall: 5,
    });
  });

  test('never a weekend, never before today, and never earlier for more units', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.integer({ min: -50, max: 1500 }),
        fc.nat(40),
        fc.nat(10),
        fc.nat(6),
        (quantity, stock, leadTimeP90Days, dispatchDays, day) => {
          const today = `2026-01-0${day + 1}`;
          const asked = { ...question, quantity, stock, leadTimeP90Days, dispatchDays, today };
          const { date } = promiseDate(asked);
          expect([0, 6]).not.toContain(weekday(date));
          expect(date >= today).toBe(true);
          expect(promiseDate({ ...asked, quantity: quantity + 1 }).date >= date).toBe(true);
        },
      ),
      { seed: 7 },
    );
  });

  test.each([0, -5, 1.5, Number.NaN])('quantity %p is refused', (quantity) => {
    expect(() => promiseDate({ ...question, quantity })).toThrow(/positive whole number/);
  });
});
