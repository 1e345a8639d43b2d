import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mongo } from 'mongoose';
import { STORE_FORMAT } from '../../../crm/embedded/engine/catalog.ts';
import { Environment } from '../../../crm/embedded/engine/environment.ts';
import { decode } from '../../../crm/embedded/semantics/values/decode.ts';
import { encode } from '../../../crm/embedded/semantics/values/encode.ts';
import { documentOf } from '../../../crm/embedded/semantics/values/value.ts';
import { openEmbeddedStore } from '../../../crm/embedded/store.ts';
import { temporaryDirectory } from './support.ts';

describe('opening the embedded store', () => {
  let directory: ReturnType<typeof temporaryDirectory>;

  beforeEach(() => {
    directory = temporaryDirectory();
  });
  afterEach(() => directory.remove());

  async function fill(count: number): Promise<void> {
    const store = await openEmbeddedStore({ dataDir: directory.path });
    const client = await new mongo.MongoClient(store.uri).connect();
    const documents = Array.from({ length: count }, (_, i) => ({ i, text: 'x'.repeat(500) }));
    await client.db().collection('rows').insertMany(documents);
    await client.close();
    await store.close();
  }

  const dataFile = () => path.join(directory.path, 'store', 'data.mdb');

  test('a store that is long busy is waited for, not taken for dead', async () => {
    const store = await openEmbeddedStore({ dataDir: directory.path });
    expect(new mongo.MongoClient(store.uri).options.connectTimeoutMS).toBe(0);
    await store.close();
  });

  test('what was written is there after closing and opening again', async () => {
    await fill(10);
    const store = await openEmbeddedStore({ dataDir: directory.path });
    const client = await new mongo.MongoClient(store.uri).connect();
    expect(await client.db().collection('rows').countDocuments()).toBe(10);
    await client.close();
    await store.close();
  });

  test('a second server on the same directory is refused, and the first goes on', async () => {
    const store = await openEmbeddedStore({ dataDir: directory.path });
    await expect(openEmbeddedStore({ dataDir: directory.path })).rejects.toMatchObject({
      code: 98,
      codeName: 'DBPathInUse',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    const client = await new mongo.MongoClient(store.uri).connect();
    expect(await client.db().command({ ping: 1 })).toMatchObject({ ok: 1 });
    await client.close();
    await store.close();
  });

  test('of several servers that start at once one gets the store', async () => {
    const opened = await Promise.allSettled(
      Array.from({ length: 4 }, () => openEmbeddedStore({ dataDir: directory.path })),
    );
    const stores = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(stores).toHaveLength(1);
    await stores[0]?.close();
  });

  test('the claim of a server that was killed does not stand in the way', async () => {
    const script = `
      const { openEmbeddedStore } = await import(${JSON.stringify(new URL('../../../dist/crm/embedded/store.js', import.meta.url).href)});
      await openEmbeddedStore({ dataDir: ${JSON.stringify(directory.path)} });
      process.kill(process.pid, 'SIGKILL');`;
    expect(() =>
      execFileSync(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' }),
    ).toThrow();
    const store = await openEmbeddedStore({ dataDir: directory.path });
    const sockets = readdirSync(path.join(directory.path, 'store')).filter((name) => name.endsWith('.sock'));
    expect(sockets).toEqual([path.basename(store.socketPath)]);
    await store.close();
  });

  test('only this user can open the socket', async () => {
    const store = await openEmbeddedStore({ dataDir: directory.path });
    expect(statSync(store.socketPath).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(store.socketPath)).mode & 0o777).toBe(0o700);
    await store.close();
    expect(existsSync(store.socketPath)).toBe(false);
  });

  test('a directory too deep for a socket path is served from a short one', async () => {
    const deep = path.join(directory.path, 'd'.repeat(100), 'd'.repeat(100));
    mkdirSync(deep, { recursive: true });
    const store = await openEmbeddedStore({ dataDir: deep });
    expect(Buffer.byteLength(store.socketPath)).toBeLessThanOrEqual(103);
    const client = await new mongo.MongoClient(store.uri).connect();
    expect(await client.db().command({ ping: 1 })).toMatchObject({ ok: 1 });
    await client.close();
    await store.close();
  });

  test.each([
    ['is cut short', (file: string) => truncateSync(file, 12 * 4096)],
    ['is not a data file at all', (file: string) => writeFileSync(file, 'x'.repeat(20_000))],
    [
      'has pages overwritten',
      (file: string) => {
        const descriptor = openSync(file, 'r+');
        writeSync(descriptor, Buffer.alloc(4096 * 8, 0xee), 0, 4096 * 8, 4096 * 20);
        closeSync(descriptor);
      },
    ],
  ])('a data file that %s is found before it is served', async (_, damage) => {
    await fill(500);
    damage(dataFile());
    await expect(openEmbeddedStore({ dataDir: directory.path })).rejects.toMatchObject({
      codeName: 'DataCorruptionDetected',
      message: expect.stringContaining('restore'),
    });
  });

  test('a store that a later version wrote is refused, and left as it is', async () => {
    await fill(1);
    const environment = new Environment(dataFile());
    const later = encode(documentOf({ format: STORE_FORMAT + 1, nextNumber: 1, nextIndex: 1 }));
    await environment.write(() => environment.put(Buffer.from([0]), later));
    await environment.close();
    await expect(openEmbeddedStore({ dataDir: directory.path })).rejects.toMatchObject({
      codeName: 'UnsupportedFormat',
      message: expect.stringContaining('format 3'),
    });
  });

  test('the indexes of a store of format 1 are built anew', async () => {
    const use = async <T>(action: (rows: mongo.Collection) => Promise<T>): Promise<T> => {
      const store = await openEmbeddedStore({ dataDir: directory.path });
      const client = await new mongo.MongoClient(store.uri).connect();
      const result = await action(client.db().collection('rows'));
      await client.close();
      await store.close();
      return result;
    };
    await use(async (rows) => {
      await rows.insertMany([{ sku: 'A' }, { sku: 'B' }]);
      await rows.createIndex({ sku: 1 }, { unique: true });
    });
    const environment = new Environment(dataFile());
    await environment.write(() => {
      for (const { key } of environment.scan({ start: Buffer.from([3]), end: Buffer.from([4]) }))
        environment.delete(key);
      const header = decode(environment.get(Buffer.from([0]))!);
      environment.put(Buffer.from([0]), encode(documentOf({ ...header, format: 1 })));
    });
    await environment.close();
    await use(async (rows) => {
      expect(await rows.findOne({ sku: 'B' }, { hint: 'sku_1' })).toMatchObject({ sku: 'B' });
      await expect(rows.insertOne({ sku: 'A' })).rejects.toMatchObject({ code: 11000 });
    });
  });

  test('a path that is not a directory is an error that names it', async () => {
    const file = path.join(directory.path, 'file');
    writeFileSync(file, '');
    await expect(openEmbeddedStore({ dataDir: file })).rejects.toMatchObject({
      message: expect.stringContaining(file),
    });
  });
});
