import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Models } from '../../../crm/models/index.ts';
import { salesDays, unitsByProduct } from '../../../crm/queries/sales-days.ts';
import { loadSampleShop, type SampleRecords } from '../../../crm/sample/load.ts';
import { seedSampleShop } from '../../../crm/sample/seed.ts';
import { openTestServer, type TestServer } from '../server.ts';

const timeZone = 'Europe/London';
const now = new Date('2026-11-23T10:00:00Z');
const shop = loadSampleShop({ dir: path.resolve('training-data/sample-shop'), today: now, timeZone });
/** A shop small enough for a test: the orders of the last two weeks. */
const records: SampleRecords = {
  ...shop,
  orders: shop.orders.filter((order) => order.placedAt >= new Date('2026-11-09T00:00:00Z')),
};

const alone = { isShared: false };

describe('the sample shop in a store', () => {
  let server: TestServer;
  let models: Models;

  beforeAll(async () => {
    server = await openTestServer();
    models = await server.models();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    for (const name of ['Product', 'Company', 'Contact', 'Order', 'Deal', 'Rep'] as const) {
      await models[name].collection.deleteMany({});
    }
    await models.connection.collection('seeds').deleteMany({});
  });
  const counts = async (): Promise<number[]> => [
    await models.Product.countDocuments({}),
    await models.Company.countDocuments({}),
    await models.Contact.countDocuments({}),
    await models.Order.countDocuments({}),
    await models.Deal.countDocuments({}),
    await models.Rep.countDocuments({}),
  ];
  const all = [
    records.products.length,
    records.companies.length,
    records.contacts.length,
    records.orders.length,
    records.deals.length,
    records.reps.length,
  ];

  test('is loaded once, and reads back as it was', async () => {
    expect(await seedSampleShop(models, () => records, now, alone)).toBe('loaded');
    expect(await counts()).toEqual(all);
    expect(
      await seedSampleShop(
        models,
        () => {
          throw new Error('asked for the records again');
        },
        now,
        alone,
      ),
    ).toBe('already-loaded');
    expect(await counts()).toEqual(all);
    const product = await models.Product.findOne({ sku: '20725' }).lean();
    expect(product).toMatchObject(records.products.find(({ sku }) => sku === '20725')!);
    const order = records.orders[5]!;
    expect(await models.Order.findOne({ number: order.number }).lean()).toMatchObject(order);
  });

  test('after a crash half-way it is cleaned and loaded whole', async () => {
    await models.connection
      .collection('seeds')
      .insertOne({ _id: 'sample-shop' as never, state: 'loading', at: now });
    await models.Product.collection.insertMany(
      records.products.slice(0, 100).map((product) => ({ ...product })),
    );
    await models.Order.collection.insertMany(records.orders.slice(0, 7).map((order) => ({ ...order })));
    expect(await seedSampleShop(models, () => records, now, alone)).toBe('loaded');
    expect(await counts()).toEqual(all);
  });

  test('of several processes that start together on an empty store one loads, and all find it whole', async () => {
    const results = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const own = await server.models();
        const result = await seedSampleShop(own, () => records, now, { isShared: true });
        return { result, found: await own.Deal.countDocuments({}) };
      }),
    );
    expect(results.map(({ result }) => result).sort()).toEqual([
      ...Array(3).fill('already-loaded'),
      'loaded',
    ]);
    expect(results.map(({ found }) => found)).toEqual(Array(4).fill(records.deals.length));
    expect(await counts()).toEqual(all);
  });

  test('of several that wait for a process that died one takes its place', async () => {
    await models.connection
      .collection('seeds')
      .insertOne({ _id: 'sample-shop' as never, state: 'loading', owner: 'dead', beat: 7 });
    await models.Product.create({ ...records.products[0]!, sku: 'HALF' });
    const results = await Promise.all(
      Array.from({ length: 3 }, () =>
        seedSampleShop(models, () => records, now, { isShared: true, deadAfterMs: 3_000 }),
      ),
    );
    expect(results.sort()).toEqual(['already-loaded', 'already-loaded', 'loaded']);
    expect(await counts()).toEqual(all);
  });

  test('a store with products of its own is left alone', async () => {
    await models.Product.create({ ...records.products[0]!, sku: 'MINE' });
    expect(await seedSampleShop(models, () => records, now, alone)).toBe('not-empty');
    expect(await counts()).toEqual([1, 0, 0, 0, 0, 0]);
  });

  test('daily sales summed over the orders, cancelled ones left out', async () => {
    await seedSampleShop(models, () => records, now, alone);
    const from = '2026-11-09';
    const to = '2026-11-22';
    const expected = new Map<string, number[]>();
    for (const { placedAt, lines } of records.orders) {
      const index = Math.floor((placedAt.getTime() - Date.parse(from)) / 86_400_000);
      for (const { sku, quantity } of lines) {
        const units = expected.get(sku) ?? new Array<number>(14).fill(0);
        units[index]! += quantity;
        expected.set(sku, units);
      }
    }
    const read = async () => unitsByProduct(await salesDays(models, { from, to, timeZone, now }));
    const sales = await read();
    expect([...sales].sort()).toEqual([...expected].sort());
    expect(sales.get('85123A')).toHaveLength(14);

    const [first] = records.orders;
    await models.Order.updateOne({ number: first!.number }, { $set: { status: 'cancelled' } });
    const line = first!.lines[0]!;
    const sum = (units: readonly number[] | undefined): number => (units ?? []).reduce((a, b) => a + b, 0);
    const of = first!.lines
      .filter(({ sku }) => sku === line.sku)
      .reduce((a, { quantity }) => a + quantity, 0);
    const less = await read();
    expect(sum(less.get(line.sku))).toBe(sum(sales.get(line.sku)) - of);
  });
});
