import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PATHS } from '../../../bot/paths.ts';
import { scoreAll } from '../../../bot/scoring/score-all.ts';
import { scoringText } from '../../../bot/scoring/scoring-text.ts';
import { snapshotOf } from '../../../bot/scoring/snapshot.ts';
import { addDays } from '../../../crm/calendar.ts';
import type { CustomerHistory } from '../../../crm/queries/customer-histories.ts';
import { loadAnswers } from '../../../dialogs/language/answers.ts';
import { readShop } from '../../../dialogs/shop.ts';
import { reasonWords } from '../../../dialogs/wording/score-words.ts';
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

describe('who has not ordered yet', () => {
  /** Quoted on a day of each window, and ordered three days after where they buy. */
  const quoted = (key: string, ago: number, buys: boolean, more: Partial<CustomerHistory> = {}) =>
    customer(key, {
      quotes: [addDays(TODAY, -ago)],
      orders: buys ? ordersOn(addDays(TODAY, 3 - ago)) : [],
      ...more,
    });
  const regular = customer('regular', { orders: ordersOn(addDays(TODAY, -300), addDays(TODAY, -5)) });
  const quotedRate = (others: readonly CustomerHistory[]) => {
    const { customers, report } = scoreAll(
      [regular, customer('asked', { quotes: [addDays(TODAY, -1)] }), ...others],
      [],
      TODAY,
    );
    return {
      rate: customers.find(({ key }) => key === 'asked')!.probability,
      seen: report.firstOrders.seen.quoted,
    };
  };
  const many = (make: (index: number) => CustomerHistory) =>
    Array.from({ length: 100 }, (_, index) => make(index));

  test('is judged by contacts alone: of visitors only those are known who did order', () => {
    const visitors = many((index) =>
      quoted(`web:${index}`, 61 + 30 * (index % 3), true, { isContact: false }),
    );
    expect(quotedRate(visitors)).toEqual({ rate: 0.3, seen: 0 });
  });

  test('and by contacts from the day on which they were noted', () => {
    const since = (index: number, contactSince: string) =>
      quoted(`c${index}`, 61 + 30 * (index % 3), index % 10 === 0, { contactSince });
    expect(quotedRate(many((index) => since(index, addDays(TODAY, -10))))).toEqual({ rate: 0.3, seen: 0 });
    const { rate, seen } = quotedRate(many((index) => since(index, addDays(TODAY, -200))));
    expect(seen).toBe(100);
    expect(rate).toBeCloseTo((10 + 20 * 0.3) / 120, 10);
  });
});

describe('whatever the shop', () => {
  const speaker = { answers: loadAnswers(PATHS.answers), shop: readShop(PATHS.shop) };
  const shops: readonly [string, CustomerHistory[]][] = [
    ['one customer, one order', [customer('a', { orders: ordersOn(addDays(TODAY, -10)) })]],
    ['one customer every week', [customer('a', { orders: everyDays(7, 350) })]],
    ['everybody buys every month', many(60, (index) => everyDays(30, 390, index % 29))],
    ['everybody bought once, on the same day', many(60, () => ordersOn(addDays(TODAY, -200)))],
    ['nobody has bought for five months', many(100, (index) => everyDays(30, 150, 150 + (index % 25)))],
    ['nobody ever bought', many(100, () => [])],
    [
      'orders of nothing',
      many(60, (index) => everyDays(40, 200, index % 30).map((one) => ({ ...one, value: 0 }))),
    ],
  ];

  function everyDays(gap: number, over: number, from = 1) {
    const days = Array.from({ length: Math.ceil(over / gap) }, (_, index) =>
      addDays(TODAY, -from - 1 - gap * index),
    );
    return ordersOn(...days.reverse());
  }
  function many(count: number, ordersOf: (index: number) => CustomerHistory['orders']): CustomerHistory[] {
    return Array.from({ length: count }, (_, index) => customer(`c${index}`, { orders: ordersOf(index) }));
  }

  test.each(shops)('%s: every number is one, every score has its reason in words', (_, shop) => {
    const scoring = scoreAll(shop, [], TODAY);
    expect(scoringText(scoring.report)).not.toMatch(/NaN|undefined|Infinity/);
    JSON.stringify(scoring, (key, value) => {
      if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${key} is ${value}`);
      return value;
    });
    for (const { reasons, probability, segment } of scoring.customers) {
      expect(probability).toBeGreaterThan(0);
      expect(reasonWords(reasons, 'en', speaker)).toMatch(/\w/);
      expect(reasonWords(reasons, 'zh', speaker)).toMatch(/\p{sc=Han}/u);
      expect(segment).toEqual(segment === null ? null : expect.any(String));
    }
  });

  test('nobody is called recent where all have been gone for months', () => {
    const gone = shops.filter(([name]) => /same day|five months/.test(name));
    for (const [, shop] of gone)
      for (const { segment } of scoreAll(shop, [], TODAY).customers)
        expect(['atRisk', 'occasional', 'lapsed']).toContain(segment);
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
    expect(byKey.get('buyer')!.reasons.at(-1)).toEqual({
      kind: 'assumed',
      value: byKey.get('buyer')!.probability,
    });
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

  test('a deal is closed from the day on which it came to its outcome, whenever it was to close', () => {
    const early = { ...deal(1, 'won', 10), closeDate: addDays(TODAY, 60), stageSince: addDays(TODAY, -3) };
    const unfinished = { ...deal(2, 'won', 10), closeDate: addDays(TODAY, 60) };
    expect(scoreAll([], [early, unfinished], TODAY).report.deals).toMatchObject({ closed: 1, won: 1 });
  });

  test('what was ordered after a deal was won tells nothing of how it came to be', () => {
    const closed = Array.from({ length: 100 }, (_, index) => {
      const won = index % 2 === 0;
      const stageSince = addDays(TODAY, index - 160);
      return {
        ...deal(index, won ? 'won' : 'lost', 100),
        stageSince,
        closeDate: addDays(stageSince, 30),
        contactKey: `c${index}`,
      };
    });
    // Who won ordered the day after, before the day on which the deal was planned to close.
    const buyers = closed
      .filter(({ stage }) => stage === 'won')
      .map(({ contactKey, stageSince }) =>
        customer(contactKey, { orders: ordersOn(addDays(stageSince, 1)) }),
      );
    expect(scoreAll(buyers, closed, TODAY).report.deals.basis).toBe('prior');
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
