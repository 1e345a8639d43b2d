import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openRep, type RepClient } from '../../support/rep.ts';
import { openTestServer, type TestServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';

/** Plain sentences of a rep, through the language pipeline, on the sample shop. */
describe('what a rep asks in plain sentences', () => {
  const now = () => new Date('2026-03-04T10:00:00Z');
  let server: TestServer;
  let ruth: RepClient;

  beforeAll(async () => {
    server = await openTestServer({ forecasts: false, now });
    ruth = await openRep(server.app.config, { name: 'Ruth Bauer', now });
    await ruth.sees('Type "help"');
  });
  afterAll(async () => {
    await ruth?.quit();
    await server?.stop();
  });
  const dealNow = (key: string) => server.app.store.models.Deal.findOne({ key }).lean();

  test('my deals, and one of them', async () => {
    const { Deal } = server.app.store.models;
    const open = await Deal.countDocuments({ owner: 'rep-1', stage: { $nin: ['won', 'lost'] } });
    await ruth.ask('show my deals', `${open} deals, £`);
    await ruth.ask('how is the Red Barn Home deal?', 'Red Barn Home: spring range: proposal, £2,740.00');
    expect(ruth.shown()).toContain('Owner: Ruth Bauer');
  });

  test('a change is asked back, done after a yes, and not after a no', async () => {
    await ruth.ask('move the Red Barn Home deal to negotiation, £4,000', 'Shall I change it?');
    expect(await dealNow('deal-15125-1')).toMatchObject({ stage: 'proposal' });
    await ruth.ask('no', 'nothing was changed');
    await ruth.ask('move the Red Barn Home deal to negotiation, £4,000', 'Shall I change it?');
    await ruth.ask('yes', 'Done.');
    await until(async () => (await dealNow('deal-15125-1'))?.stage === 'negotiation');
    expect(await dealNow('deal-15125-1')).toMatchObject({ amount: { amount: 400_000, currency: 'GBP' } });
    await ruth.ask('yes', 'nothing that waits');
  });

  test('of several deals of a company the rep chooses', async () => {
    const several = await ruth.ask('set Green Door Interiors to won', '2 deals fit');
    expect(several).toContain('[1] Green Door Interiors: summer range (qualified)');
    await ruth.ask('1', 'Then: Green Door Interiors: summer range: won');
    await ruth.ask('yes', 'Done.');
    await until(async () => (await dealNow('deal-16333-1'))?.stage === 'won');
    expect(await dealNow('deal-16333-2')).toMatchObject({ stage: 'lead' });
  });

  test('deals of a colleague, within amounts, and a deal into other hands', async () => {
    const { Deal } = server.app.store.models;
    const open = { stage: { $nin: ['won', 'lost'] as const } };
    const [ofNoah, mine] = await Promise.all([
      Deal.countDocuments({ ...open, owner: 'rep-3' }),
      Deal.find({ ...open, owner: 'rep-1' }).lean(),
    ]);
    await ruth.ask('which deals does Noah Baker own?', `${ofNoah} deals, £`);
    await ruth.ask("show Noah's deals", `${ofNoah} deals, £`);
    const over = mine.filter(({ amount }) => amount.amount >= 300_000).length;
    const under = mine.filter(({ amount }) => amount.amount <= 300_000).length;
    expect(Math.min(over, under)).toBeGreaterThan(1);
    await ruth.ask('show my deals over 3k', `${over} deals, £`);
    await ruth.ask('my deals below £3,000', `${under} deals, £`);
    const soon = mine.filter(
      ({ amount, stage, closeDate }) =>
        amount.amount >= 100_000 &&
        stage === 'negotiation' &&
        closeDate >= '2026-03-04' &&
        closeDate <= '2026-04-30',
    ).length;
    expect(soon).toBeGreaterThan(0);
    await ruth.ask(
      'my deals in negotiation over £1k closing between 4 march and 30 april',
      `${soon} deal${soon === 1 ? '' : 's'}, £`,
    );
    await ruth.ask('show all my deals', `${mine.length} deals, £`);
    const inMarch = { ...open, closeDate: { $gte: '2026-03-01', $lte: '2026-03-31' } };
    await ruth.ask('本月要成交的全部商机', `${await Deal.countDocuments(inMarch)}个商机`);

    const proposed = await ruth.ask('hand the Red Barn Home deal over to Noah', 'Shall I change it?');
    expect(proposed).toContain('Owner: Ruth Bauer');
    expect(proposed).toContain('Owner: Noah Baker');
    await ruth.ask('yes', 'Done.');
    await until(async () => (await dealNow('deal-15125-1'))?.owner === 'rep-3');
    await ruth.ask('show me that deal', 'handed from Ruth Bauer to Noah Baker');
    await ruth.ask('把Red Barn Home的商机转给我', '要改吗');
    await ruth.ask('是的', '好的，已完成');
    await until(async () => (await dealNow('deal-15125-1'))?.owner === 'rep-1');
    await ruth.ask('assign the Red Barn Home deal to Zoe', 'What shall change');
  });

  test('a new deal needs a company and an amount, and is made once', async () => {
    await ruth.ask('create a deal for Red Barn Home, £5,000', 'Shall I create it?');
    await ruth.ask('yes', 'Done.');
    const { Deal } = server.app.store.models;
    await until(async () => (await Deal.countDocuments({ sample: false })) === 1);
    expect(await Deal.findOne({ sample: false }).lean()).toMatchObject({
      companyKey: 'company-15125',
      owner: 'rep-1',
      stage: 'lead',
      amount: { amount: 500_000, currency: 'GBP' },
    });
  });

  test('notes, contacts, forecast, approvals, digest, leads', async () => {
    await ruth.ask('log a call with Red Barn Home, they want samples', 'I note as call');
    await ruth.ask('yes', 'Done.');
    const { Activity } = server.app.store.models;
    await until(async () => (await Activity.countDocuments({ kind: 'call' })) === 1);
    expect(await Activity.findOne({ kind: 'call' }).lean()).toMatchObject({
      kind: 'call',
      companyKey: 'company-15125',
      rep: 'rep-1',
    });
    await ruth.ask('who is our contact at Red Barn Home?', / orders?, £[\d,.]+, last on /);
    await ruth.ask('show me the sales forecast', 'no demand forecast yet');
    expect(ruth.shown()).toContain('Open deals that close until');
    await ruth.ask('any quotes waiting for my approval?', 'Nothing waits for approval.');
    await ruth.ask("what's new today?", 'Yesterday: ');
    await ruth.ask('who should I call next?', 'Nobody has been scored yet');
  });

  test('whom to call next, by the nightly scores and with their reasons', async () => {
    const { Contact, CustomerScore } = server.app.store.models;
    const [one, other] = await Contact.find({ name: { $exists: true } })
      .limit(2)
      .lean();
    const score = (key: string, probability: number) => ({
      key,
      isContact: true,
      identities: [],
      asOf: '2026-03-04',
      probability,
      basis: 'logistic',
      reasons: [
        { kind: 'frequency', value: 12, raises: true },
        { kind: 'recency', value: 40, raises: false },
      ],
      churn: 0.1,
      nextOrder: { day: '2026-03-20', from: '2026-03-06', to: '2026-04-30', within90: 0.9 },
      segment: 'loyal',
      due: [],
      liked: [],
      modelVersion: 1,
    });
    await CustomerScore.create([score(one!.key, 0.62), score(other!.key, 0.71)] as never[]);
    const said = await ruth.ask(
      'who should I call next?',
      'for it: 12 orders so far; against it: last order 40',
    );
    expect(said).toMatch(/1\. .*71%[\s\S]*2\. .*62% · next order about Friday, 20 March 2026/);
    await CustomerScore.updateOne({ key: other!.key }, { $set: { 'nextOrder.within90': 0.2 } });
    expect(await ruth.ask('who should I call next?', 'unlikely')).toMatch(
      /1\. .*71% · an order within 90 days is unlikely[\s\S]*2\. .*62% · next order about/,
    );
    await ruth.ask('why the first one?', 'If they order within 90 days, it is about Friday, 20 March 2026');
  });

  test('what is expected of a product, a category and all, and why', async () => {
    const { DemandAlert, Forecast } = server.app.store.models;
    const days = (units: number) => Array.from({ length: 90 }, () => units);
    const forecast = (scope: string, sku: string, units: number) => ({
      scope,
      sku,
      model: 'ets 0.6 + theta 0.4',
      trainedFrom: '2025-03-04',
      trainedTo: '2026-03-03',
      horizon: 90,
      mean: days(units),
      lo80: days(units / 2),
      hi80: days(units * 2),
      lo95: days(0),
      hi95: days(units * 3),
      cumulativeQ10: days(units).map((value, day) => value * (day + 1) * 0.75),
      cumulativeQ90: days(units).map((value, day) => value * (day + 1) * 1.2),
      backtest: {
        days: 56,
        smape: 80,
        mase: 0.834,
        rmsse: 0.8,
        bias: 0.1,
        coverage80: 0.79,
        coverage95: 0.94,
      },
      quality: [{ kind: 'zero-run', since: '2026-01-10', days: 9 }],
      madeAt: now(),
    });
    await Forecast.create([
      forecast('product', '22423', 12),
      forecast('category', 'Bags', 800),
      forecast('total', 'total', 5_000),
    ] as never[]);
    await DemandAlert.create([
      {
        scope: 'product',
        sku: '22423',
        kind: 'level-shift',
        since: '2026-02-10',
        value: 20,
        expected: 8,
        foundAt: now(),
      },
    ] as never[]);

    // As the night's run leaves it: the sales of every day summed.
    await server.app.ports.demand.sold({ scope: 'total', sku: 'total' });
    const shown = await ruth.ask(
      'demand forecast for the regency cakestand 3 tier',
      'Four times out of five',
    );
    expect(shown).toMatch(
      /Regency cakestand 3 tier: about 372 units from .*4 March 2026 to .*3 April 2026, 12 a day/,
    );
    expect(shown).toContain('the whole is between 279 and 446 units, and a single day between 6 and 24');
    expect(shown).toContain('on 56 past days that it had not seen: 0.83 times the error');
    expect(shown).toContain('79% of the days');
    const because = await ruth.ask('why is it so high?', 'a day of the last four weeks');
    expect(because).toMatch(/four weeks before: [\d.]+/);
    expect(because).toMatch(/a year ago: [\d.,]+ a day, against [\d.,]+/);
    expect(because).toContain(
      'has been selling more since Tuesday, 10 February 2026: 20 units a day instead of 8',
    );
    expect(because).toContain('no sale for 9 days from Saturday, 10 January 2026');
    expect(because).toContain('by ets 0.6 + theta 0.4');
    await ruth.ask('forecast for bags', 'Bags: about 24,800 units');
    await ruth.ask('show me the sales forecast', 'The whole shop: about 155,000 units');
    const whole = await ruth.ask(
      'why did the forecast change?',
      /The whole shop: 5,000 units a day expected/,
    );
    expect(whole).toMatch(/- Bags: 800 a day expected, more than the [\d.]+ of the last four weeks/);

    const digest = await ruth.ask("what's new today?", 'Unusual in the sales, found last night (1)');
    expect(digest).toContain('Regency cakestand 3 tier has been selling more');
  });

  test('what was sold, exactly, against the period before', async () => {
    const { Order } = server.app.store.models;
    const orders = await Order.find({
      placedAt: { $gte: new Date('2026-02-16'), $lt: new Date('2026-03-02') },
    }).lean();
    const of = (from: string, to: string, sku?: string) => {
      const some = orders.filter(({ placedAt }) => placedAt >= new Date(from) && placedAt < new Date(to));
      const lines = some
        .flatMap((order) => order.lines)
        .filter((line) => sku === undefined || line.sku === sku);
      return {
        orders: some.filter(({ source }) => source !== 'day-total').length,
        units: lines.reduce((sum, { quantity }) => sum + quantity, 0).toLocaleString('en-GB'),
        total: pounds(lines.reduce((sum, { total }) => sum + total.amount, 0)),
      };
    };
    const week = of('2026-02-23', '2026-03-02');
    const said = await ruth.ask('how much did we sell last week', 'Sales from Monday, 23 February 2026');
    expect(said).toContain(`${week.total}, ${week.units} units`);
    expect(said).toContain(`in ${week.orders} orders of known customers`);
    expect(said).toContain(`(${of('2026-02-16', '2026-02-23').total})`);
    expect(said).toContain('Before Wednesday, 5 March 2025 no sales are known');
    const one = of('2026-02-23', '2026-03-02', '22423');
    const ofOne = await ruth.ask('and of the regency cakestand?', 'Regency cakestand 3 tier, from Monday');
    expect(ofOne).toContain(`${one.total}, ${one.units} units`);

    const sums = new Map<string, number>();
    for (const { contactKey, placedAt, total } of orders)
      if (contactKey && placedAt >= new Date('2026-02-23'))
        sums.set(contactKey, (sums.get(contactKey) ?? 0) + total.amount);
    const [best] = [...sums].sort(([, a], [, b]) => b - a);
    const top = await ruth.ask('top 3 customers last week', 'Best customers from Monday, 23 February');
    expect(top).toContain(pounds(best![1]));
    expect(top).toContain('3. ');
    expect(top).not.toContain('4. ');
  });

  test('what to reorder, also in the digest', async () => {
    await server.app.store.models.Product.updateOne({ sku: '22423' }, { stock: 24, leadTimeP90Days: 10 });
    const list = await ruth.ask('what should we reorder?', 'To order from the suppliers now, 1 product');
    // 17 days of lead time and review at the 90 % quantile, less the stock.
    expect(list).toContain(
      'Regency cakestand 3 tier: 221; 24 in stock, used up in about 2 days, delivery takes up to 10 days',
    );
    await ruth.ask("what's new today?", 'To order from the suppliers: 1 product');
  });

  test('in Chinese', async () => {
    const li = await openRep(server.app.config, { name: 'Nora Ellis', locale: 'zh-CN', now });
    await li.sees('输入“帮助”');
    await li.ask('看看我的商机', '个商机，合计');
    await li.ask('把Red Barn Home的单子推到谈判阶段', /要改吗|哪一个|要改什么/);
    await li.ask('接下来该给谁打电话', '最可能在30天内下单');
    await li.ask('给我日报', '昨天：');
    expect(li.shown()).toContain('该向供应商补货：1种商品');
    await li.ask('该补什么货', '补221件');
    await li.ask('预测为什么变了', '全店：');
    await li.quit();
  });

  test('a visitor who says the same gets none of it', async () => {
    for (const text of ['show my deals', 'move the Red Barn Home deal to won', 'approve all discounts']) {
      const { turn } = await server.app.receive({
        id: `visitor-${text.length}`,
        channel: 'web',
        conversationId: `web:curious-${text.length}`,
        sender: { id: 'curious' },
        text,
        at: now(),
      });
      expect(JSON.stringify(turn.decision)).not.toContain('"rep.');
      expect((turn.decision as { effects: unknown[] }).effects).toEqual([]);
    }
    expect(await dealNow('deal-15125-1')).toMatchObject({ stage: 'negotiation' });
  });
});

const pounds = (pence: number): string =>
  (pence / 100).toLocaleString('en-GB', { style: 'currency', currency: 'GBP' });
