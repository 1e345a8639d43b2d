import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Engine } from '../../../crm/embedded/engine/engine.ts';
import { deleteExpired } from '../../../crm/embedded/engine/expiry.ts';
import { parseIndexSpec } from '../../../crm/embedded/engine/index-spec.ts';
import { decode } from '../../../crm/embedded/semantics/values/decode.ts';
import { encode } from '../../../crm/embedded/semantics/values/encode.ts';
import { documentOf, type Value } from '../../../crm/embedded/semantics/values/value.ts';
import { temporaryDirectory } from './support.ts';

const START = Date.UTC(2026, 10, 23);
let directory: ReturnType<typeof temporaryDirectory>;
let engine: Engine;
let now: number;

beforeEach(async () => {
  directory = temporaryDirectory();
  now = START;
  engine = await Engine.open(path.join(directory.path, 'data.mdb'), () => now);
});
afterEach(async () => {
  await engine.close();
  directory.remove();
});

async function sessions(
  options: Record<string, Value>,
  documents: Record<string, Value>[],
): Promise<() => Value[]> {
  await engine.environment.write(() => {
    const collection = engine.catalog.create('shop.sessions');
    const key = documentOf({ at: 1 });
    engine.catalog.createIndex(collection, parseIndexSpec(documentOf({ key, name: 'at_1', ...options })));
    for (const document of documents) collection.insert(documentOf(document), encode(documentOf(document)));
  });
  return () =>
    Array.from(engine.catalog.get('shop.sessions')!.documents(), ({ bytes }) => decode(bytes)._id as Value);
}

test('a TTL index deletes what is older than it allows, and keeps what has no date', async () => {
  const left = await sessions({ expireAfterSeconds: 60 }, [
    { _id: 'old', at: new Date(START - 61_000) },
    { _id: 'young', at: new Date(START - 59_000) },
    { _id: 'listed', at: [new Date(START), new Date(START - 100_000)] },
    { _id: 'text', at: 'yesterday' },
    { _id: 'none' },
  ]);
  expect(await deleteExpired(engine)).toBe(2);
  expect(left()).toEqual(['none', 'text', 'young']);
  now += 2000;
  expect(await deleteExpired(engine)).toBe(1);
  expect(left()).toEqual(['none', 'text']);
});

test('a partial TTL index deletes only what is in it', async () => {
  const left = await sessions(
    { expireAfterSeconds: 0, partialFilterExpression: documentOf({ done: true }) },
    [
      { _id: 'done', at: new Date(START - 1), done: true },
      { _id: 'open', at: new Date(START - 1), done: false },
    ],
  );
  expect(await deleteExpired(engine)).toBe(1);
  expect(left()).toEqual(['open']);
});
