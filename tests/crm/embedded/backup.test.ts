import { existsSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mongo } from 'mongoose';
import { backup, restore } from '../../../crm/embedded/backup.ts';
import { openEmbeddedStore } from '../../../crm/embedded/store.ts';
import { temporaryDirectory } from './support.ts';

interface Pair {
  _id: string;
  number: number;
}

describe('backup and restore', () => {
  let directory: ReturnType<typeof temporaryDirectory>;
  let dataDir: string;
  let file: string;

  beforeEach(() => {
    directory = temporaryDirectory();
    dataDir = path.join(directory.path, 'data');
    file = path.join(directory.path, 'shop.backup');
  });
  afterEach(() => directory.remove());

  async function withStore<T>(use: (pairs: mongo.Collection<Pair>) => Promise<T>): Promise<T> {
    const store = await openEmbeddedStore({ dataDir });
    const client = await new mongo.MongoClient(store.uri).connect();
    try {
      return await use(client.db().collection<Pair>('pairs'));
    } finally {
      await client.close();
      await store.close();
    }
  }

  test('a backup taken while writers write is consistent and restores with its indexes', async () => {
    await withStore(async (pairs) => {
      await pairs.createIndex({ number: 1 }, { unique: true });
      let isWriting = true;
      let written = 0;
      // Both documents of a pair come in one command, so that a consistent copy has both or neither.
      const writer = (async () => {
        for (; isWriting; written++) {
          await pairs.insertMany([
            { _id: `a${written}`, number: written * 2 },
            { _id: `b${written}`, number: written * 2 + 1 },
          ]);
        }
      })();
      await backup(dataDir, file);
      isWriting = false;
      await writer;
      expect(await pairs.countDocuments()).toBe(written * 2);
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const { replaced } = await restore(file, dataDir, new Date('2026-11-23T12:00:00Z'));
    expect(existsSync(replaced!)).toBe(true);
    await withStore(async (pairs) => {
      const ids = new Set((await pairs.find().toArray()).map(({ _id }) => _id));
      for (const id of ids) expect(ids.has(`${id.startsWith('a') ? 'b' : 'a'}${id.slice(1)}`)).toBe(true);
      await pairs.insertOne({ _id: 'x', number: -1 });
      await expect(pairs.insertOne({ _id: 'y', number: -1 })).rejects.toMatchObject({ code: 11000 });
    });
  });

  test('a store that no one serves is backed up too, and restored into an empty directory', async () => {
    await withStore((pairs) => pairs.insertOne({ _id: 'a', number: 1 }));
    expect((await backup(dataDir, file)).bytes).toBe(statSync(file).size);
    dataDir = path.join(directory.path, 'elsewhere');
    expect(await restore(file, dataDir, new Date(0))).toEqual({ replaced: undefined });
    expect(await withStore((pairs) => pairs.countDocuments())).toBe(1);
  });

  test('an existing file is not overwritten, and nothing is left behind', async () => {
    writeFileSync(file, 'mine');
    await expect(backup(dataDir, file)).rejects.toMatchObject({
      message: expect.stringContaining('exists already'),
    });
    expect(readdirSync(directory.path).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('a damaged backup is not restored', async () => {
    await withStore((pairs) =>
      pairs.insertMany(Array.from({ length: 500 }, (_, number) => ({ _id: String(number), number }))),
    );
    await backup(dataDir, file);
    truncateSync(file, statSync(file).size - 8192);
    await expect(restore(file, dataDir, new Date(0))).rejects.toMatchObject({
      codeName: 'DataCorruptionDetected',
    });
    expect(await withStore((pairs) => pairs.countDocuments())).toBe(500);
  });

  test('a store in use is not replaced', async () => {
    await withStore(async () => {
      await backup(dataDir, file);
      await expect(restore(file, dataDir, new Date(0))).rejects.toMatchObject({ codeName: 'DBPathInUse' });
    });
  });
});
