import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openTestServer, type TestServer } from '../server.ts';

interface Item {
  _id: number;
  group?: number;
  name?: string;
  tags?: string[];
}

describe('the official driver', () => {
  let store: TestServer;

  beforeAll(async () => {
    store = await openTestServer();
  });
  afterAll(() => store.close());

  const items = (name: string) => store.db.collection<Item>(name);
  const numbered = (count: number): Item[] =>
    Array.from({ length: count }, (_, i) => ({
      _id: i,
      group: i % 10,
      name: `item ${i}`,
      tags: [`t${i % 3}`],
    }));

  test('a cursor streams a result in batches', async () => {
    const collection = items('streamed');
    await collection.insertMany(numbered(1000));
    const seen: number[] = [];
    for await (const { _id } of collection.find({}, { batchSize: 7 })) seen.push(_id);
    expect(seen).toEqual(numbered(1000).map(({ _id }) => _id));
  });

  test('a closed cursor is gone on the server', async () => {
    const collection = items('killed');
    await collection.insertMany(numbered(500));
    const cursor = collection.find({}, { batchSize: 2 });
    await cursor.next();
    const id = cursor.id;
    await cursor.close();
    const more = store.db.command({ getMore: id, collection: 'killed' });
    await expect(more).rejects.toMatchObject({ code: 43, codeName: 'CursorNotFound' });
  });

  test('sort, skip, limit and projection', async () => {
    const collection = items('sorted');
    await collection.insertMany(numbered(50));
    const found = await collection
      .find({ group: { $lt: 3 } }, { projection: { name: 1, _id: 0 } })
      .sort({ group: -1, _id: 1 })
      .skip(1)
      .limit(2)
      .toArray();
    expect(found).toEqual([{ name: 'item 12' }, { name: 'item 22' }]);
  });

  test('an ordered bulk stops at the first error, an unordered one goes on', async () => {
    const collection = items('bulk');
    const documents = [{ _id: 1 }, { _id: 1 }, { _id: 2 }];
    await expect(collection.insertMany(documents)).rejects.toMatchObject({ result: { insertedCount: 1 } });
    await expect(collection.insertMany(documents, { ordered: false })).rejects.toMatchObject({
      writeErrors: [{ index: 0 }, { index: 1 }],
    });
    expect(await collection.countDocuments()).toBe(2);
  });

  test('many documents are updated and deleted by a filter', async () => {
    const collection = items('many');
    await collection.insertMany(numbered(100));
    const updated = await collection.updateMany({ group: 3 }, { $set: { name: 'three' } });
    expect(updated).toMatchObject({ matchedCount: 10, modifiedCount: 10 });
    expect(await collection.updateMany({ group: 3 }, { $set: { name: 'three' } })).toMatchObject({
      modifiedCount: 0,
    });
    expect(await collection.deleteMany({ name: 'three' })).toMatchObject({ deletedCount: 10 });
    expect(await collection.estimatedDocumentCount()).toBe(90);
  });

  test('findOneAndDelete and findOneAndReplace return the document', async () => {
    const collection = items('modified');
    await collection.insertMany(numbered(3));
    expect(await collection.findOneAndDelete({}, { sort: { _id: -1 } })).toMatchObject({ _id: 2 });
    expect(
      await collection.findOneAndReplace({ _id: 1 }, { name: 'new' }, { returnDocument: 'after' }),
    ).toEqual({
      _id: 1,
      name: 'new',
    });
  });

  test('an unacknowledged write is done before the next command of its connection', async () => {
    const collection = items('unacknowledged');
    await collection.insertOne({ _id: 1 }, { writeConcern: { w: 0 } });
    for (let i = 0; i < 100 && (await collection.countDocuments()) === 0; i++);
    expect(await collection.countDocuments()).toBe(1);
  });

  test('a document of more than 16 MB is refused', async () => {
    const insert = store.db.command({ insert: 'large', documents: [{ name: 'x'.repeat(17 * 1024 * 1024) }] });
    await expect(insert).rejects.toThrow();
  });

  test('a query over its time limit is ended', async () => {
    const collection = items('timed');
    await collection.insertMany(numbered(20_000));
    const query = collection.find({ name: /x.*y.*z/ }, { maxTimeMS: 1 }).toArray();
    await expect(query).rejects.toMatchObject({ code: 50 });
  });

  test('collections are listed and dropped', async () => {
    await store.db.createCollection('listed');
    const names = async () =>
      (await store.db.listCollections({ name: 'listed' }).toArray()).map(({ name }) => name);
    expect(await names()).toEqual(['listed']);
    await expect(store.db.createCollection('listed')).rejects.toMatchObject({ code: 48 });
    await store.db.dropCollection('listed');
    expect(await names()).toEqual([]);
  });
});
