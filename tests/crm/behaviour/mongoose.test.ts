import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Connection, type Model, Schema } from 'mongoose';
import { openTestServer, type TestServer } from '../server.ts';

interface Line {
  sku: string;
  quantity: number;
}

interface Order {
  number: string;
  customer?: string;
  lines: Line[];
  total?: number;
}

const lineSchema = new Schema<Line>({ sku: String, quantity: Number }, { timestamps: true });
const orderSchema = new Schema<Order>(
  { number: { type: String, unique: true }, customer: String, lines: [lineSchema], total: Number },
  { timestamps: true },
);

describe('Mongoose', () => {
  let store: TestServer;
  let connection: Connection;

  beforeAll(async () => {
    store = await openTestServer();
    connection = await store.connection();
  });
  afterAll(() => store.close());

  function orders(): Model<Order> {
    return connection.models.Order ?? connection.model<Order>('Order', orderSchema);
  }

  test('a document is created, found by a field, changed and deleted', async () => {
    const Order = orders();
    await Order.init();
    await Order.create({ number: 'O-1', customer: 'ann', lines: [{ sku: 'A', quantity: 2 }], total: 10 });
    const found = await Order.findOne({ customer: 'ann' }).orFail();
    expect(found.lines).toHaveLength(1);
    found.total = 12;
    await found.save();
    expect((await Order.findOne({ number: 'O-1' }).lean())?.total).toBe(12);
    expect(await Order.countDocuments({ total: { $gte: 12 } })).toBe(1);
    await Order.deleteOne({ number: 'O-1' });
    expect(await Order.exists({ number: 'O-1' })).toBeNull();
  });

  test('a unique index refuses the second, and says which key', async () => {
    const Order = orders();
    await Order.init();
    await Order.create({ number: 'O-2' });
    await expect(Order.create({ number: 'O-2' })).rejects.toMatchObject({
      code: 11000,
      keyPattern: { number: 1 },
      keyValue: { number: 'O-2' },
      message: expect.stringContaining('E11000 duplicate key error collection'),
    });
  });

  test('subdocument timestamps change beside a positional update', async () => {
    const Order = orders();
    await Order.create({
      number: 'O-3',
      lines: [
        { sku: 'A', quantity: 1 },
        { sku: 'B', quantity: 1 },
      ],
    });
    const changed = await Order.findOneAndUpdate(
      { number: 'O-3', 'lines.sku': 'B' },
      { $set: { 'lines.$.quantity': 5 } },
      { returnDocument: 'after' },
    ).orFail();
    expect(changed.lines.map(({ quantity }) => quantity)).toEqual([1, 5]);
  });

  test('an upsert makes the document once', async () => {
    const Order = orders();
    const upsert = () =>
      Order.updateOne({ number: 'O-4' }, { $setOnInsert: { customer: 'bob' } }, { upsert: true });
    expect((await upsert()).upsertedCount).toBe(1);
    expect((await upsert()).upsertedCount).toBe(0);
  });

  test('bulkWrite reports each failing operation by its index', async () => {
    const Order = orders();
    const write = Order.bulkWrite(
      [
        { insertOne: { document: { number: 'O-5' } } },
        { insertOne: { document: { number: 'O-5' } } },
        { insertOne: { document: { number: 'O-6' } } },
      ],
      { ordered: false },
    );
    await expect(write).rejects.toMatchObject({ code: 11000, writeErrors: [{ index: 1 }] });
    expect(await Order.countDocuments({ number: { $in: ['O-5', 'O-6'] } })).toBe(2);
  });

  test('aggregation groups and sorts', async () => {
    const Order = orders();
    await Order.deleteMany({});
    await Order.insertMany([
      { number: '1', customer: 'ann', total: 5 },
      { number: '2', customer: 'bob', total: 1 },
      { number: '3', customer: 'ann', total: 7 },
    ]);
    const totals = await Order.aggregate([
      { $group: { _id: '$customer', total: { $sum: '$total' } } },
      { $sort: { total: -1 } },
    ]);
    expect(totals).toEqual([
      { _id: 'ann', total: 12 },
      { _id: 'bob', total: 1 },
    ]);
  });
});
