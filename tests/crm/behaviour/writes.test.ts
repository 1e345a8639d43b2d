import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { mongo } from 'mongoose';
import { openTestServer, type TestServer } from '../server.ts';

interface Item {
  _id: number;
  n?: number;
  text?: number | string;
  l?: object[];
  lines?: { sku: string; n: number; seen?: boolean }[];
}

describe('writes', () => {
  let server: TestServer;
  let items: mongo.Collection<Item>;

  beforeAll(async () => {
    server = await openTestServer();
    items = server.db.collection<Item>('items');
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    await items.drop();
  });

  const plain = () => server.db.collection('items');
  const all = () => items.find().sort({ _id: 1 }).toArray();
  const bulk = [
    { insertOne: { document: { _id: 1, n: 1 } } },
    { updateOne: { filter: { _id: 2 }, update: { $set: { n: 2 } }, upsert: true } },
    { insertOne: { document: { _id: 1, n: 3 } } },
    { updateOne: { filter: { _id: 1 }, update: { $inc: { text: 1 } } } },
    { updateOne: { filter: { _id: 1 }, update: { $inc: { text: 'x' } } } },
    { deleteOne: { filter: { _id: 2 } } },
    { insertOne: { document: { _id: 3 } } },
  ] as unknown as mongo.AnyBulkWriteOperation<Item>[];

  test('an ordered bulk of several kinds stops at the first error, which has its place in the whole', async () => {
    await expect(items.bulkWrite(bulk)).rejects.toMatchObject({
      code: 11000,
      writeErrors: [{ index: 2, code: 11000 }],
      result: { insertedCount: 1, upsertedCount: 1, upsertedIds: { 1: 2 }, deletedCount: 0 },
    });
    expect(await all()).toEqual([
      { _id: 1, n: 1 },
      { _id: 2, n: 2 },
    ]);
  });

  test('an unordered bulk does the rest, and every error has its place', async () => {
    const error = await items.bulkWrite(bulk, { ordered: false }).catch((caught: unknown) => caught);
    const { writeErrors, result } = error as mongo.MongoBulkWriteError;
    const places = [writeErrors].flat().map(({ index, code }) => [index, code]);
    expect(places.sort(([a = 0], [b = 0]) => a - b)).toEqual([
      [2, 11000],
      [4, 14],
    ]);
    expect(result).toMatchObject({ insertedCount: 2, upsertedCount: 1, deletedCount: 1 });
    expect(await all()).toEqual([{ _id: 1, n: 1, text: 1 }, { _id: 3 }]);
  });

  test.each<[string, mongo.Document, mongo.Document, object]>([
    ['equalities', { _id: 7, a: 1, 'b.c': 2 }, { $set: { d: 3 } }, { _id: 7, a: 1, b: { c: 2 }, d: 3 }],
    ['no ranges', { _id: 7, a: { $gt: 1 }, b: { $ne: 1 } }, { $set: { d: 3 } }, { _id: 7, d: 3 }],
    [
      '$eq and $in of one value',
      { _id: { $eq: 7 }, a: { $in: [5] } },
      { $set: { d: 3 } },
      { _id: 7, a: 5, d: 3 },
    ],
    [
      '$and and a single $or',
      { $and: [{ _id: 7 }, { $or: [{ a: 1 }] }] },
      { $set: { d: 3 } },
      { _id: 7, a: 1, d: 3 },
    ],
    [
      'the operators on top of them',
      { _id: 7, a: 1 },
      { $inc: { a: 2 }, $push: { l: 1 } },
      { _id: 7, a: 3, l: [1] },
    ],
    [
      '$setOnInsert',
      { _id: 7 },
      { $setOnInsert: { made: true }, $set: { d: 1 } },
      { _id: 7, d: 1, made: true },
    ],
  ])('an upsert takes from its filter %s', async (_, filter, update, expected) => {
    const { upsertedId, upsertedCount } = await plain().updateOne(filter, update, { upsert: true });
    expect([upsertedId, upsertedCount]).toEqual([7, 1]);
    expect(await all()).toEqual([expected]);
    expect(await plain().updateOne({ _id: 7 } as object, update, { upsert: true })).toMatchObject({
      upsertedCount: 0,
    });
  });

  test('an upsert by replacement takes the _id alone, and one that would change it is refused', async () => {
    await plain().replaceOne({ _id: 7, a: 1 } as object, { b: 2 }, { upsert: true });
    expect(await all()).toEqual([{ _id: 7, b: 2 }]);
    const change = plain().updateOne({ _id: 7 } as object, { $set: { _id: 8 } });
    await expect(change).rejects.toMatchObject({ code: 66 });
    const other = plain().updateOne({ _id: 9 } as object, { $set: { _id: 8 } }, { upsert: true });
    await expect(other).rejects.toMatchObject({ code: 66 });
  });

  test('findOneAndUpdate chooses by sort, shows before or after, and projects', async () => {
    await items.insertMany([1, 2, 3].map((_id) => ({ _id, n: 10 - _id, l: [{ k: _id }, { k: 0 }] })));
    const sort = { n: 1 } as const;
    expect(await items.findOneAndUpdate({}, { $inc: { n: 100 } }, { sort, projection: { n: 1 } })).toEqual({
      _id: 3,
      n: 7,
    });
    const after = { sort, returnDocument: 'after', projection: { _id: 0, n: 1 } } as const;
    expect(await items.findOneAndUpdate({}, [{ $set: { n: { $multiply: ['$n', 2] } } }], after)).toEqual({
      n: 16,
    });
    const filtered = await items.findOneAndUpdate(
      { _id: 1 },
      { $set: { 'l.$[zero].k': 5 } },
      { arrayFilters: [{ 'zero.k': 0 }], returnDocument: 'after' },
    );
    expect(filtered?.l).toEqual([{ k: 1 }, { k: 5 }]);
    expect(await items.findOneAndUpdate({ _id: 9 }, { $set: { n: 1 } })).toBeNull();
    expect(await items.findOneAndUpdate({ _id: 9 }, { $set: { n: 1 } }, { upsert: true })).toBeNull();
    const made = { upsert: true, returnDocument: 'after' } as const;
    expect(await items.findOneAndUpdate({ _id: 10 }, { $set: { n: 1 } }, made)).toEqual({ _id: 10, n: 1 });
    const whole = await items.findOneAndDelete({}, { sort: { n: -1 }, includeResultMetadata: true });
    expect(whole).toMatchObject({ value: { _id: 3, n: 107 }, lastErrorObject: { n: 1 } });
  });

  test('a positional update changes the element that the filter found', async () => {
    await items.insertOne({
      _id: 1,
      lines: [
        { sku: 'a', n: 1 },
        { sku: 'b', n: 1 },
        { sku: 'b', n: 5 },
      ],
    });
    await items.updateOne(
      { _id: 1, lines: { $elemMatch: { sku: 'b', n: { $gt: 2 } } } },
      { $inc: { 'lines.$.n': 1 } },
    );
    await items.updateOne({ _id: 1, 'lines.sku': 'b' }, { $set: { 'lines.$.seen': true } });
    await items.updateOne({ _id: 1 }, { $mul: { 'lines.$[].n': 2 } });
    expect((await all())[0]?.lines).toEqual([
      { sku: 'a', n: 2 },
      { sku: 'b', n: 2, seen: true },
      { sku: 'b', n: 12 },
    ]);
    const lost = items.updateOne({ _id: 1 }, { $set: { 'lines.$.n': 0 } });
    await expect(lost).rejects.toMatchObject({ code: 2 });
  });

  test('a unique index lets in what no document holds already, whatever it has of arrays, gaps and filters', async () => {
    const key = fc.constantFrom(1, 2, 3, 4, null);
    const value = fc.oneof(key, fc.array(key, { maxLength: 2 }), fc.constant(undefined));
    const row = fc.record({ v: value, on: fc.boolean() });
    const kind = fc.constantFrom('plain', 'sparse', 'partial');
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 2, maxLength: 8 }), kind, async (rows, how) => {
        await items.drop();
        await items.createIndex(
          { v: 1 },
          {
            unique: true,
            ...(how === 'sparse' && { sparse: true }),
            ...(how === 'partial' && { partialFilterExpression: { on: true } }),
          },
        );
        const held = new Set<unknown>();
        for (const [_id, { v, on }] of rows.entries()) {
          const isIndexed = how === 'sparse' ? v !== undefined : how === 'plain' || on;
          // An empty array has a key of its own; a missing value has that of null.
          const keys = isIndexed ? (Array.isArray(v) ? (v.length === 0 ? ['empty'] : v) : [v ?? null]) : [];
          const isFree = keys.every((one) => !held.has(one));
          const insert = plain().insertOne({ _id: _id as never, on, ...(v !== undefined && { v }) });
          if (isFree) {
            await insert;
            for (const one of keys) held.add(one);
          } else await expect(insert).rejects.toMatchObject({ code: 11000 });
        }
      }),
      { seed: 20261124, numRuns: 25 },
    );
  });
});
