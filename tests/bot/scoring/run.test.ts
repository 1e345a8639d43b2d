import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLog } from '../../../bot/log.ts';
import { runScoring } from '../../../bot/scoring/run.ts';
import { Scores } from '../../../bot/scoring/scores.ts';
import { wantedBy } from '../../../bot/scoring/wanted.ts';
import { openStore, type Store } from '../../../bot/store.ts';
import { localDay } from '../../../crm/calendar.ts';
import { erasePersonalData } from '../../../crm/erase.ts';
import { customerHistories } from '../../../crm/queries/customer-histories.ts';
import { personalData } from '../../../crm/queries/personal-data.ts';
import {
  activeScoring,
  customersIn,
  nextLeads,
  openDealsByScore,
  scoreOf,
  scoringModels,
  scoringVersions,
} from '../../../crm/queries/scores.ts';
import { temporaryFolder } from '../../support/folder.ts';

const TIME_ZONE = 'Europe/London';
const TODAY = '2026-03-04';
const NOW = new Date('2026-03-04T10:00:00Z');
const DAY_MS = 86_400_000;

/** A small shop in a real store: three contacts, one of whom has two identities, and a visitor without details. */
describe('scores in the store', () => {
  let store: Store;
  let removeFolder: () => Promise<void>;
  beforeAll(async () => {
    const { dir, remove } = await temporaryFolder();
    removeFolder = remove;
    store = await openStore({ dataDir: dir, log: createLog('silent') });
    const { Contact, Deal, Order, Quote, Turn } = store.models;
    const line = (sku: string) => ({
      sku,
      name: sku,
      quantity: 1,
      unitPrice: { amount: 500, currency: 'GBP' },
      total: { amount: 500, currency: 'GBP' },
    });
    const order = (
      number: string,
      daysAgo: number,
      skus: readonly string[],
      who: object,
      more: object = {},
    ) => ({
      number,
      status: 'delivered' as const,
      lines: skus.map(line),
      total: { amount: 500 * skus.length, currency: 'GBP' },
      placedAt: new Date(NOW.getTime() - daysAgo * DAY_MS),
      source: 'import' as const,
      ...who,
      ...more,
    });
    const contact = (key: string, identities: readonly object[] = []) => ({
      key,
      name: `Name of ${key}`,
      emails: [],
      phones: [],
      identities,
      sample: false,
    });
    await Contact.create([
      contact('regular', [{ channel: 'web', id: 'w1' }]),
      contact('asker', [{ channel: 'web', id: 'w2' }]),
      contact('silent'),
    ] as never[]);
    await Order.create([
      ...[100, 70, 40, 10].map((daysAgo) =>
        order(`R${daysAgo}`, daysAgo, ['A', 'B'], { contactKey: 'regular' }),
      ),
      order('W1', 5, ['A'], { identity: { channel: 'web', id: 'w1' } }),
      order('X1', 3, ['A'], { contactKey: 'regular' }, { status: 'cancelled' }),
      order('N1', 20, ['A'], { identity: { channel: 'web', id: 'nobody' } }),
      order('E1', 9, ['A'], { identity: { channel: 'erased', id: 'erased' } }),
      order('DAY', 4, ['A'], {}, { source: 'day-total' }),
    ] as never[]);
    await Quote.create({
      number: 'Q1',
      status: 'open',
      identity: { channel: 'web', id: 'w2' },
      conversationId: 'c2',
      language: 'en',
      lines: [line('A')],
      total: { amount: 500, currency: 'GBP' },
      validUntil: '2026-04-01',
      promisedFor: '2026-03-10',
      madeAt: new Date(NOW.getTime() - 2 * DAY_MS),
      effectKey: 'q1',
    });
    await Turn.create({
      conversationId: 'c2',
      seq: 1,
      session: 1,
      channel: 'web',
      messageId: 'm1',
      message: { sender: { id: 'w2' }, text: 'hello' },
      decision: { skill: 'greet', events: [], effects: [], replies: [] },
      firstReply: 1,
      lastReply: 1,
      status: 'done',
      at: new Date(NOW.getTime() - 2 * DAY_MS),
    } as never);
    await Deal.create({
      key: 'd1',
      name: 'Spring',
      stage: 'proposal',
      amount: { amount: 100_000, currency: 'GBP' },
      closeDate: '2026-04-01',
      owner: 'rep-1',
      contactKey: 'regular',
    });
  });
  afterAll(async () => {
    await store?.close();
    await removeFolder?.();
  });

  const run = () => runScoring(store.models, { today: TODAY, timeZone: TIME_ZONE, now: NOW });

  test('nothing before the first run', async () => {
    expect(await activeScoring(store.models)).toBeUndefined();
    expect(await nextLeads(store.models, 10)).toEqual([]);
    expect(await scoreOf(store.models, { channel: 'web', id: 'w1' })).toBeUndefined();
  });

  test('a run scores contacts and unnamed buyers; an identity belongs to its contact', async () => {
    expect(await run()).toMatchObject({ version: 1, customers: 4, deals: 1 });
    const leads = await nextLeads(store.models, 10);
    expect(leads.map(({ contact }) => contact.key)).toEqual(['asker', 'regular', 'silent']);
    expect(leads[0]!.score.reasons.map(({ kind, value }) => [kind, value])).toEqual([
      ['quotes', 1],
      ['talks', 1],
      ['noOrder', 0],
    ]);
    const regular = await scoreOf(store.models, { channel: 'web', id: 'w1' });
    expect(regular).toMatchObject({ key: 'regular', basis: 'prior', modelVersion: 1, asOf: TODAY });
    // Five orders: four by key and one by identity; the cancelled one and the anonymous total are not theirs.
    expect(regular!.due).toContainEqual(expect.objectContaining({ sku: 'A', orders: 5 }));
    expect(await scoreOf(store.models, { channel: 'web', id: 'nobody' })).toMatchObject({
      key: 'web:nobody',
      isContact: false,
    });
    expect((await openDealsByScore(store.models, 5)).map(({ score }) => score.probability)).toEqual([0.5]);
    expect(await customersIn(store.models, 'champions', 5)).toEqual([]);
  });

  test('the version is listed, with what was fitted as JSON that names its format', async () => {
    const [only, ...others] = await scoringVersions(store.models);
    expect(others).toEqual([]);
    expect(only).toMatchObject({ version: 1, active: true, trainedTo: '2026-03-03' });
    expect(only).not.toHaveProperty('models');
    expect(JSON.parse((await scoringModels(store.models, 1))!)).toMatchObject({
      format: 'rainmaker-scoring-1',
      buying: { kind: 'rates', rates: { overall: expect.any(Number) } },
      deals: null,
    });
    expect(await scoringModels(store.models, 2)).toBeUndefined();
  });

  test('a known customer is advised what is due, unless it was ordered since', async () => {
    const options = { available: () => true, limit: 4, onlyDue: true, timeZone: TIME_ZONE };
    const identity = { channel: 'web', id: 'w1' };
    const wanted = await wantedBy(store.models, identity, options);
    expect(wanted.map(({ sku, reason }) => [sku, reason.kind])).toEqual([
      ['A', 'due'],
      ['B', 'due'],
    ]);
    expect(
      await wantedBy(store.models, identity, { ...options, available: (sku) => sku !== 'A' }),
    ).toHaveLength(1);
    expect(await wantedBy(store.models, { channel: 'web', id: 'stranger' }, options)).toEqual([]);
    const { Order } = store.models;
    const { placedAt } = (await Order.findOne({ number: 'R10' }).lean())!;
    // In Shanghai it is the fourth already, the day on which the scores were made; the contact bought by telephone.
    await Order.updateOne({ number: 'R10' }, { $set: { placedAt: new Date('2026-03-03T20:00:00Z') } });
    expect(await wantedBy(store.models, identity, options)).toHaveLength(2);
    expect(await wantedBy(store.models, identity, { ...options, timeZone: 'Asia/Shanghai' })).toEqual([]);
    await Order.updateOne({ number: 'R10' }, { $set: { placedAt } });
  });

  test("what the server writes by itself is no talk, what a visitor or a rep writes is one, on the shop's day", async () => {
    const { Turn } = store.models;
    const said = (seq: number, daysAgo: number, by?: object) => ({
      conversationId: 'c3',
      seq,
      session: 1,
      channel: 'web',
      messageId: `m${seq}`,
      message: { sender: { id: 'w1' }, text: 'hello' },
      decision: { skill: 'greet', events: [], effects: [], replies: [] },
      firstReply: 1,
      lastReply: 1,
      status: 'done',
      at: new Date(NOW.getTime() - daysAgo * DAY_MS),
      ...(by && { by }),
    });
    await Turn.create([
      said(1, 3),
      said(2, 2, { kind: 'system', key: 'follow-up' }),
      said(3, 1, { kind: 'rep', key: 'rep-1' }),
    ] as never[]);
    const histories = await customerHistories(store.models, { from: '2026-01-01', timeZone: TIME_ZONE });
    const regular = histories.find(({ key }) => key === 'regular')!;
    expect(regular.talks).toEqual(['2026-03-01', '2026-03-03']);
    expect(regular.contactSince).toBe(localDay(new Date(), TIME_ZONE));
    await Turn.deleteMany({ conversationId: 'c3' });
  });

  test('the nightly job runs in a worker that opens the store itself; ten versions are kept, one is active', async () => {
    const scores = new Scores({
      models: store.models,
      uri: store.uri,
      timeZone: TIME_ZONE,
      now: () => NOW,
      log: createLog('silent'),
    });
    expect(await scores.isUpToDate()).toBe(true);
    await scores.refresh(new AbortController().signal);
    expect((await activeScoring(store.models))?.version).toBe(2);
    for (let more = 0; more < 9; more++) await run();
    const versions = await store.models.ScoringVersion.find({}).sort({ version: 1 }).lean();
    expect(versions.map(({ version, active }) => [version, active])).toEqual(
      Array.from({ length: 10 }, (_, index) => [index + 2, index === 9]),
    );
    const stopped = new AbortController();
    stopped.abort(new Error('stopping'));
    await expect(scores.refresh(stopped.signal)).rejects.toThrow('stopping');
  });

  test('who asks to be forgotten loses the score at once, and was shown it before', async () => {
    const identity = { channel: 'web', id: 'w2' };
    expect((await personalData(store.models, identity)).score).toMatchObject({ key: 'asker' });
    await erasePersonalData(store.models, identity);
    expect(await store.models.CustomerScore.countDocuments({ key: 'asker' })).toBe(0);
    await run();
    expect(await store.models.CustomerScore.countDocuments({ key: /erased|asker/ })).toBe(0);
  });

  test('who is gone is scored no more', async () => {
    await store.models.Contact.deleteOne({ key: 'silent' });
    await run();
    expect((await nextLeads(store.models, 10)).map(({ contact }) => contact.key)).not.toContain('silent');
    expect(await store.models.CustomerScore.countDocuments({ key: 'silent' })).toBe(0);
  });
});
