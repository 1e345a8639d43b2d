import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { mongo } from 'mongoose';
import { migrate } from '../../crm/migrate.ts';
import { openTestStore, type TestStore } from './embedded/support.ts';
import { openTestServer, type TestServer } from './server.ts';

const { Decimal128, Double, Int32, Long, ObjectId } = mongo;

let source: TestStore;
let target: TestServer;

beforeAll(async () => {
  [source, target] = await Promise.all([openTestStore(), openTestServer()]);
});
afterAll(async () => {
  await Promise.all([source.close(), target.close()]);
});

beforeEach(async () => {
  await Promise.all([source.db.dropDatabase(), target.db.dropDatabase()]);
  await source.db.collection('orders').insertMany(
    Array.from({ length: 1200 }, (_, i) => ({
      _id: new ObjectId(),
      number: `O-${i}`,
      at: new Date(i),
      total: i / 4,
    })),
  );
  await source.db.collection('orders').createIndex({ number: 1 }, { unique: true });
  await source.db.collection<{ _id: string }>('mixed').insertMany([
    {
      _id: 'types',
      a: new Int32(3),
      b: new Double(3),
      c: Long.fromNumber(3),
      d: Decimal128.fromString('3.00'),
      e: /x/i,
    },
    { _id: 'nested', list: [[1], { a: null }], text: '红色' },
  ] as never[]);
});
test('everything arrives, byte for byte, with its indexes', async () => {
  const report = await migrate({ from: source.store.uri, to: target.uri });
  expect(report).toMatchObject([
    { collection: 'mixed', documents: 2, copied: 2, indexes: 0 },
    { collection: 'orders', documents: 1200, copied: 1200, indexes: 1 },
  ]);
  const copy = target.db.collection('orders');
  await expect(copy.insertOne({ number: 'O-7' })).rejects.toMatchObject({ code: 11000 });
});

test('a second run copies only what is missing or different', async () => {
  await migrate({ from: source.store.uri, to: target.uri });
  const copy = target.db.collection('orders');
  await copy.deleteMany({ number: { $in: ['O-1', 'O-2'] } });
  await copy.updateOne({ number: 'O-3' }, { $set: { total: -1 } });
  const report = await migrate({ from: source.store.uri, to: target.uri });
  expect(report.find(({ collection }) => collection === 'orders')).toMatchObject({ copied: 3 });
});

test('a target that holds other documents is reported', async () => {
  await target.db.collection('orders').insertOne({ number: 'of someone else' });
  await expect(migrate({ from: source.store.uri, to: target.uri })).rejects.toMatchObject({
    code: 'MIGRATION_DIFFERS',
    message: expect.stringContaining('1201'),
  });
});

test('a target that does not answer is named', async () => {
  const nowhere = 'mongodb://127.0.0.1:1/shop?serverSelectionTimeoutMS=50';
  await expect(migrate({ from: source.store.uri, to: nowhere })).rejects.toMatchObject({
    code: 'MIGRATION_UNREACHABLE',
    message: expect.stringContaining('The target does not answer'),
  });
});
