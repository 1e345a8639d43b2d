import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { scoreAll } from '../../../bot/scoring/score-all.ts';
import { scoringText } from '../../../bot/scoring/scoring-text.ts';
import { snapshotOf } from '../../../bot/scoring/snapshot.ts';
import { addDays } from '../../../crm/calendar.ts';
import type { CustomerHistory } from '../../../crm/queries/customer-histories.ts';
import { seededRandom } from '../../../learning/random.ts';

const TODAY = '2026-03-04';

const customer = (key: string, more: Partial<CustomerHistory> = {}): CustomerHistory => ({
  key,
  isContact: true,
  identities: [],
  orders: [],
  quotes: [],
  talks: [],
  tasks: [],
  ...more,
});
const ordersOn = (...days: readonly string[]) => days.map((day) => ({ day, value: 5_000, skus: ['A'] }));

/** A year of customers: some order every few weeks, most hardly ever. */
function shopOf(customers: number, seed: number): CustomerHistory[] {
  const random = seededRandom(seed);
  return Array.from({ length: customers }, (_, index) => {
    const usualGap = random() < 0.3 ? 25 : 200;
    const days: string[] = [];
    for (let ago = Math.floor(random() * 360) + 1; ago > 0; ago -= Math.ceil(-Math.log(random()) * usualGap))
      days.push(addDays(TODAY, -ago));
    return customer(`c${index}`, { orders: ordersOn(...days) });
  });
}

describe('what is learned in time order', () => {
  test('nothing of the day itself or later is in a snapshot', () => {
    const day = fc.integer({ min: -60, max: 60 }).map((days) => addDays(TODAY, days));
    const days = fc.uniqueArray(day, { maxLength: 12 }).map((list) => list.sort());
    fc.assert(
      fc.property(days, days, days, (orders, quotes, talks) => {
        const all = customer('c', { orders: ordersOn(...orders), quotes, talks });
        const past = customer('c', {
          orders: all.orders.filter((order) => order.day < TODAY),
          quotes: quotes.filter((one) => one < TODAY),
          talks: talks.filter((one) => one < TODAY),
        });
        expect(snapshotOf(all, TODAY)).toEqual(snapshotOf(past, TODAY));
      }),
      { seed: 1 },
    );
  });

  test('what happens today changes no score of this morning', () => {
    const shop = shopOf(120, 3);
    const later = shop.map((one) => ({ ...one, orders: [...one.orders, ...ordersOn(TODAY)] }));
    expect(scoreAll(later, [], TODAY)).toEqual(scoreAll(shop, [], TODAY));
  });

  test('frequent buyers score higher, with reasons; the validation says on which windows', () => {
    const { customers, report } = scoreAll(shopOf(400, 5), [], TODAY);
    expect(report.buying.verdict).toBe('beats-rates');
    expect(report.buying.newest[report.buying.method]!.auc).toBeGreaterThan(0.65);
    expect(report.buying.windows.at(-1)).toBe(addDays(TODAY, -30));
    const best = [...customers].sort((a, b) => b.probability - a.probability)[0]!;
    expect(best.reasons[0]).toMatchObject({ kind: 'frequency', raises: true });
    expect(best.churn! + best.nextOrder!.within90).toBeCloseTo(1, 12);
    expect(best.nextOrder!.from <= best.nextOrder!.day && best.nextOrder!.day <= best.nextOrder!.to).toBe(
      true,
    );
    expect(report.nextOrder!.error).toBeLessThan(report.nextOrder!.meanGapError);
    expect(report.segments!.summaries.reduce((sum, { customers: count }) => sum + count, 0)).toBe(400);
  });

  test('where nothing can be learned the rates are used and it says so', () => {
    const random = seededRandom(11);
    // Orders fall on customers by chance each month: neither recency nor frequency tells anything.
    const noise = Array.from({ length: 300 }, (_, index) =>
      customer(`c${index}`, {
        orders: ordersOn(
          ...Array.from({ length: 12 }, (_, month) => month)
            .filter((month) => month === 11 || random() < 0.2)
            .map((month) => addDays(TODAY, -30 * month - 15))
            .sort(),
        ),
      }),
    );
    const { report } = scoreAll(noise, [], TODAY);
    if (report.buying.verdict === 'no-better-than-rates') expect(report.buying.method).toBe('rates');
    const { rates, [report.buying.method]: used } = report.buying.newest;
    expect(used!.logLoss).toBeLessThanOrEqual(rates!.logLoss);
  });
});

describe('a cold start', () => {
  test('an empty shop has nothing to score and says so', () => {
    const { customers, report } = scoreAll([], [], TODAY);
    expect(customers).toEqual([]);
    expect(report.buying.verdict).toBe('too-few');
    expect(scoringText(report)).toMatch(/too little history[\s\S]*a model needs 60 closed/);
  });

  test('a handful of customers get what is assumed of any shop', () => {
    const { customers, report } = scoreAll(
      [
        customer('buyer', { orders: ordersOn('2026-02-20') }),
        customer('asked', { quotes: ['2026-03-01'] }),
        customer('talked', { talks: ['2026-03-01'] }),
        customer('quiet'),
      ],
      [],
      TODAY,
    );
    const byKey = new Map(customers.map((one) => [one.key, one]));
    expect(byKey.get('buyer')).toMatchObject({ basis: 'prior', segment: null });
    expect(byKey.get('buyer')!.probability).toBeCloseTo(0.1, 1);
    expect(byKey.get('asked')).toMatchObject({ probability: 0.3, churn: null, nextOrder: null });
    expect(byKey.get('asked')!.reasons.map(({ kind }) => kind)).toEqual(['quotes', 'noOrder']);
    expect(byKey.get('talked')!.probability).toBeGreaterThan(byKey.get('quiet')!.probability);
    expect(report.segments).toBeNull();
    expect(report.products.usesAffinity).toBe(false);
  });
});

describe('deals', () => {
  const deal = (index: number, stage: 'won' | 'lost' | 'lead', pounds: number) => ({
    key: `d${index}`,
    stage,
    amount: { amount: pounds * 100, currency: 'GBP' },
    closeDate: addDays(TODAY, index - 200),
    contactKey: 'none',
  });

  test('too few closed: the share won, drawn to one half, and the reason says that', () => {
    const { deals, report } = scoreAll([], [deal(1, 'won', 10), deal(2, 'lead', 10)], TODAY);
    expect(deals).toEqual([
      expect.objectContaining({
        key: 'd2',
        basis: 'prior',
        probability: 6 / 11,
        reasons: [{ kind: 'priorRate', value: 6 / 11 }],
      }),
    ]);
    expect(report.deals.newest).toBeNull();
  });

  test('enough closed: learned from the older ones, judged on the newer, used as it beats the share', () => {
    const random = seededRandom(2);
    const closed = Array.from({ length: 150 }, (_, index) => {
      const pounds = 10 + Math.floor(random() * 5_000);
      return deal(index, random() < (pounds < 1_000 ? 0.9 : 0.1) ? 'won' : 'lost', pounds);
    });
    const { deals, report } = scoreAll(
      [],
      [...closed, deal(900, 'lead', 100), deal(901, 'lead', 4_500)],
      TODAY,
    );
    expect(report.deals.basis).toBe('logistic');
    expect(report.deals.newest!.logistic.logLoss).toBeLessThan(report.deals.newest!.prior.logLoss);
    expect(deals[0]!.probability).toBeGreaterThan(deals[1]!.probability + 0.3);
    expect(deals[0]!.reasons[0]).toMatchObject({ kind: 'amount', raises: true });
    expect(deals[1]!.reasons[0]).toMatchObject({ kind: 'amount', raises: false });
  });
});
