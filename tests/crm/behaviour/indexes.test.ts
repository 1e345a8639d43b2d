import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { mongo } from 'mongoose';
import { openTestServer, type TestServer } from '../server.ts';

type Anything = Record<string, unknown> & { _id: number };

describe('indexes', () => {
  let store: TestServer;

  beforeAll(async () => {
    store = await openTestServer();
  });
  afterAll(() => store.close());

  const collection = (name: string) => store.db.collection<Anything>(name);

  async function indexOf(cursor: mongo.FindCursor<Anything>): Promise<string | null> {
    const { queryPlanner } = await cursor.explain('queryPlanner');
    const stages = JSON.stringify(queryPlanner.winningPlan);
    return /"indexName":"([^"]+)"/.exec(stages)?.[1] ?? null;
  }

  test('serve equality, $in, ranges and sorts, and explain names them', async () => {
    const people = collection('people');
    await people.insertMany(
      Array.from({ length: 200 }, (_, i) => ({
        _id: i,
        city: `c${i % 7}`,
        age: i % 50,
        email: `p${i}@example.org`,
      })),
    );
    await people.createIndex({ city: 1, age: -1 });
    await people.createIndex({ email: 1 }, { unique: true });
    expect(await indexOf(people.find({ city: 'c1' }))).toBe('city_1_age_-1');
    expect(await indexOf(people.find({ city: { $in: ['c1', 'c2'] }, age: { $gte: 10, $lt: 20 } }))).toBe(
      'city_1_age_-1',
    );
    expect(await indexOf(people.find({ city: 'c1' }).sort({ age: -1 }))).toBe('city_1_age_-1');
    expect(await indexOf(people.find({ city: 'c1', email: 'p8@example.org' }))).toBe('email_1');
    expect(await indexOf(people.find({ age: 3 }))).toBeNull();
    const { executionStats } = await people
      .find({ city: 'c1', age: { $gte: 10, $lt: 20 } })
      .explain('executionStats');
    expect(executionStats.totalDocsExamined).toBe(executionStats.nReturned);
  });

  test('give the same answers as a scan, for every type and bound', async () => {
    const values = [
      null,
      -1,
      0,
      0.5,
      2 ** 53,
      'a',
      'a\u0000b',
      'ab',
      '',
      true,
      false,
      new Date(0),
      { a: 1 },
      [1, 5],
      [],
      [null],
    ];
    const plain = collection('plain');
    const indexed = collection('indexed');
    const documents = values.map((v, _id) => ({ _id, v })).concat([{ _id: 99 } as never]);
    for (const target of [plain, indexed]) await target.insertMany(documents);
    for (const direction of [1, -1] as const) {
      await indexed.createIndex({ v: direction });
      for (const value of values) {
        for (const operator of ['$eq', '$gt', '$gte', '$lt', '$lte', '$in']) {
          const operand = operator === '$in' ? [value, 0] : value;
          const filter = { v: { [operator]: operand } };
          const ids = async (target: typeof plain) =>
            (await target.find(filter).sort({ _id: 1 }).toArray()).map((d) => d._id);
          expect([operator, value, await ids(indexed)]).toEqual([operator, value, await ids(plain)]);
        }
      }
      await indexed.dropIndex(`v_${direction}`);
    }
  });

  test('serve regular expressions that fix the start of a text', async () => {
    const texts = collection('texts');
    const names = ['ab', 'abc', 'abd', 'abcé', 'a', 'b', 'ab\u0000', 'Abc', 'acb'];
    await texts.insertMany([
      ...names.map((name, _id) => ({ _id, name })),
      { _id: 98, name: ['x', 'abz'] },
      { _id: 99, name: /^ab/ },
    ]);
    await texts.createIndex({ name: 1 });
    await texts.createIndex({ name: -1 });
    for (const pattern of [/^ab/, /^abc?/, /^ab.*d$/, /^abcé/, /^ab|^b/, /^AB/i, /b/]) {
      const ids = async (hint: object) =>
        (await texts.find({ name: pattern }, { hint }).sort({ _id: 1 }).toArray()).map((d) => d._id);
      const expected = await ids({ $natural: 1 });
      for (const key of [{ name: 1 }, { name: -1 }])
        expect([pattern, await ids(key)]).toEqual([pattern, expected]);
    }
    const { executionStats } = await texts.find({ name: /^abc/ }).explain('executionStats');
    expect(executionStats).toMatchObject({ nReturned: 2, totalDocsExamined: 2 });
  });

  test('serve the branches of $or, each by its own', async () => {
    const people = collection('either');
    await people.insertMany(
      Array.from({ length: 300 }, (_, i) => ({
        _id: i,
        city: `c${i % 30}`,
        email: `p${i}@example.org`,
        age: i % 9,
      })),
    );
    await people.createIndexes([{ key: { city: 1 } }, { key: { email: 1 } }]);
    const filter = {
      age: { $lt: 5 },
      $or: [{ city: 'c1' }, { email: { $in: ['p31@example.org', 'p7@example.org'] } }],
    };
    const { queryPlanner, executionStats } = await people.find(filter).explain('executionStats');
    const plan = JSON.stringify(queryPlanner.winningPlan);
    for (const name of ['"OR"', '"city_1"', '"email_1"']) expect(plan).toContain(name);
    expect(executionStats.totalDocsExamined).toBeLessThan(20);
    const found = await people.find(filter).sort({ _id: 1 }).toArray();
    expect(found.map(({ _id }) => _id)).toEqual(
      Array.from({ length: 300 }, (_, i) => i).filter(
        (i) => i % 9 < 5 && (i % 30 === 1 || i === 31 || i === 7),
      ),
    );
    const unserved = await people.find({ $or: [{ city: 'c1' }, { age: 3 }] }).explain('queryPlanner');
    expect(JSON.stringify(unserved.queryPlanner.winningPlan)).toContain('COLLSCAN');
  });

  test('serve $lookup on the field of the other collection, with the answer of a scan', async () => {
    const [orders, indexed, plain] = [collection('orders'), collection('stock'), collection('stock-plain')];
    const skus = [1, 2, [3, 4], null, [null], 'x', /^x/, { a: 1 }, 2.5];
    const rows = skus.map((sku, _id) => ({ _id, sku })).concat([{ _id: 50 } as never]);
    // So many that the few orders don't make a hash table cheaper.
    const others = Array.from({ length: 300 }, (_, i) => ({ _id: 100 + i, sku: `other ${i}` }));
    for (const target of [indexed, plain]) await target.insertMany([...rows, ...others]);
    await orders.insertMany(
      [...skus, [1, 2, 'x'], []].map((sku, _id) => ({ _id, sku })).concat([{ _id: 50 } as never]),
    );
    await indexed.createIndex({ sku: 1 });
    const join = (from: string) =>
      orders.aggregate([
        { $match: { _id: { $gte: 0 } } },
        { $lookup: { from, localField: 'sku', foreignField: 'sku', as: 'found' } },
        { $sort: { _id: 1 } },
        { $project: { found: { $sortArray: { input: '$found._id', sortBy: 1 } } } },
      ]);
    const answer = await join('stock').toArray();
    expect(answer).toEqual(await join('stock-plain').toArray());
    expect(answer[0]).toEqual({ _id: 0, found: [0] });
    expect(answer.find(({ _id }) => _id === 9)).toEqual({ _id: 9, found: [0, 1, 5] });
    const explained = JSON.stringify(await join('stock').explain('queryPlanner'));
    expect(explained).toContain('"sku_1"');
  });

  test('bounds on one array field are not mixed between its elements', async () => {
    const lists = collection('lists');
    await lists.insertMany([
      {
        _id: 1,
        n: [1, 10],
        items: [
          { a: 1, b: 2 },
          { a: 2, b: 1 },
        ],
      },
      { _id: 2, n: [5], items: [{ a: 1, b: 1 }] },
    ]);
    await lists.createIndex({ n: 1 });
    await lists.createIndex({ 'items.a': 1, 'items.b': 1 });
    const ids = async (filter: object) =>
      (await lists.find(filter).sort({ _id: 1 }).toArray()).map((d) => d._id);
    expect(await ids({ n: { $gt: 4, $lt: 6 } })).toEqual([1, 2]);
    expect(await ids({ n: { $elemMatch: { $gt: 4, $lt: 6 } } })).toEqual([2]);
    expect(await ids({ 'items.a': 1, 'items.b': 1 })).toEqual([1, 2]);
  });

  test('two arrays in one compound index are refused', async () => {
    const parallel = collection('parallel');
    await parallel.createIndex({ a: 1, b: 1 });
    await expect(parallel.insertOne({ _id: 1, a: [1], b: [2] })).rejects.toMatchObject({ code: 171 });
  });

  test('a unique index on existing duplicates names the duplicate and leaves nothing behind', async () => {
    const existing = collection('existing');
    await existing.insertMany([
      { _id: 1, sku: 'A' },
      { _id: 2, sku: 'B' },
      { _id: 3, sku: 'A' },
    ]);
    await expect(existing.createIndex({ sku: 1 }, { unique: true })).rejects.toMatchObject({
      code: 11000,
      message: expect.stringContaining('dup key: { sku: "A" }'),
    });
    expect(await existing.indexes()).toHaveLength(1);
    await existing.deleteOne({ _id: 3 });
    await existing.createIndex({ sku: 1 }, { unique: true });
    await expect(existing.insertOne({ _id: 4, sku: 'B' })).rejects.toMatchObject({ code: 11000 });
  });

  test('numbers that are equal are one key, whatever their type', async () => {
    const numbers = collection('numbers');
    const { Decimal128, Long, Double } = (await import('mongoose')).mongo;
    await numbers.createIndex({ n: 1 }, { unique: true });
    await numbers.insertOne({ _id: 1, n: 1 });
    for (const n of [Long.fromNumber(1), new Double(1), Decimal128.fromString('1.00')]) {
      await expect(numbers.insertOne({ _id: 2, n })).rejects.toMatchObject({ code: 11000 });
    }
    const near = ['9007199254740993', '9007199254740992', '9007199254740994'];
    await numbers.insertMany(near.map((n, i) => ({ _id: 10 + i, n: Long.fromString(n) })));
    await numbers.insertMany(
      ['0.1', '0.10000000000000000000000001'].map((n, i) => ({ _id: 20 + i, n: Decimal128.fromString(n) })),
    );
    const sorted = await numbers.find({}).sort({ n: 1 }).hint('n_1').toArray();
    expect(sorted.map(({ _id }) => _id)).toEqual([20, 21, 1, 11, 10, 12]);
  });

  test('sparse and partial indexes hold what they say, and are used only where that is enough', async () => {
    const some = collection('some');
    await some.createIndex({ email: 1 }, { unique: true, sparse: true });
    await some.createIndex(
      { number: 1 },
      { unique: true, partialFilterExpression: { number: { $exists: true } } },
    );
    await some.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3, email: 'a', number: 1 }]);
    expect(await indexOf(some.find({ email: 'a' }))).toBe('email_1');
    expect(await indexOf(some.find({ number: 1 }))).toBe('number_1');
    expect(await indexOf(some.find({ email: null }))).toBeNull();
    expect(await some.find({ email: null }).toArray()).toHaveLength(2);
    await expect(some.insertOne({ _id: 4, number: 1 })).rejects.toMatchObject({ code: 11000 });
  });

  test('an index follows updates and deletes', async () => {
    const changing = collection('changing');
    await changing.createIndex({ tags: 1 });
    await changing.insertOne({ _id: 1, tags: ['a', 'b'] });
    await changing.updateOne({ _id: 1 }, { $pull: { tags: 'a' }, $set: { x: 1 } } as never);
    expect(await changing.find({ tags: 'a' }).toArray()).toEqual([]);
    expect(await changing.find({ tags: 'b' }).toArray()).toHaveLength(1);
    await changing.deleteOne({ tags: 'b' });
    expect(await changing.find({ tags: 'b' }).hint('tags_1').toArray()).toEqual([]);
  });

  test('the same name for another key is refused, the same index again is not', async () => {
    const named = collection('named');
    await named.createIndex({ a: 1 }, { name: 'one' });
    expect(await named.createIndex({ a: 1 }, { name: 'one' })).toBe('one');
    await expect(named.createIndex({ b: 1 }, { name: 'one' })).rejects.toMatchObject({ code: 86 });
    await expect(named.createIndex({ a: 1 }, { name: 'one', unique: true })).rejects.toMatchObject({
      code: 86,
    });
    await expect(named.createIndex({ a: 1 }, { name: 'two' })).rejects.toMatchObject({ code: 85 });
    expect(await named.createIndex({ a: 1 }, { name: 'only', unique: true })).toBe('only');
  });
});
