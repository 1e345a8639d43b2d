import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openTestStore, type TestStore } from './support.ts';

describe('what the embedded store does not do', () => {
  let store: TestStore;

  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  test.each([
    ['a change stream', () => store.db.collection('x').watch().next()],
    ['a tailable cursor', () => store.db.collection('x').find({}, { tailable: true }).toArray()],
    ['a capped collection', () => store.db.createCollection('capped', { capped: true, size: 1000 })],
    ['a text index', () => store.db.collection('x').createIndex({ name: 'text' })],
    ['a command it does not know', () => store.db.command({ replSetGetStatus: 1 })],
  ])('%s is refused by name', async (_, attempt) => {
    await expect(attempt()).rejects.toThrow(/not support|no such command|Unrecognized/i);
  });

  test('a transaction is refused by name', async () => {
    const session = store.client.startSession();
    const write = session.withTransaction(() => store.db.collection('x').insertOne({}, { session }));
    await expect(write).rejects.toThrow(/[Tt]ransaction/);
    await session.endSession();
  });
});
