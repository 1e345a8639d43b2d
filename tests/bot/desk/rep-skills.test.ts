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
  }, 240_000);
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
    await until(async () => (await Activity.countDocuments({})) === 1);
    expect(await Activity.findOne({}).lean()).toMatchObject({
      kind: 'call',
      companyKey: 'company-15125',
      rep: 'rep-1',
    });
    await ruth.ask('who is our contact at Red Barn Home?', / orders?, £[\d,.]+, last on /);
    await ruth.ask('show me the sales forecast', 'Open deals that close until');
    await ruth.ask('any quotes waiting for my approval?', 'Nothing waits for approval.');
    await ruth.ask("what's new today?", 'Yesterday: ');
    await ruth.ask('who should I call next?', 'Due for their next order');
  });

  test('in Chinese', async () => {
    const li = await openRep(server.app.config, { name: 'Nora Ellis', locale: 'zh-CN', now });
    await li.sees('输入“帮助”');
    await li.ask('看看我的商机', '个商机，合计');
    await li.ask('把Red Barn Home的单子推到谈判阶段', /要改吗|哪一个|要改什么/);
    await li.ask('接下来该给谁打电话', '该下单的客户');
    await li.ask('给我日报', '昨天：');
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
