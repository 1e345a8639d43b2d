import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mongoose, { mongo } from 'mongoose';
import { type EmbeddedStore, openEmbeddedStore } from '../../../crm/embedded/store.ts';

/** A directory that goes with the test. */
export function temporaryDirectory(): { path: string; remove: () => void } {
  const directory = mkdtempSync(path.join(tmpdir(), 'store-test-'));
  return { path: directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

export interface TestStore {
  readonly store: EmbeddedStore;
  readonly client: mongo.MongoClient;
  readonly db: mongo.Db;
  readonly dataDir: string;
  connection(): Promise<mongoose.Connection>;
  close(): Promise<void>;
}

/** A store in a temporary directory with a driver connected to it. */
export async function openTestStore(): Promise<TestStore> {
  const directory = temporaryDirectory();
  const store = await openEmbeddedStore({
    dataDir: directory.path,
    log: { warn: () => {}, error: console.error },
  });
  const client = await new mongo.MongoClient(store.uri).connect();
  const connections: mongoose.Connection[] = [];
  return {
    store,
    client,
    db: client.db(),
    dataDir: directory.path,
    connection: async () => {
      const connection = await mongoose.createConnection(store.uri).asPromise();
      connections.push(connection);
      return connection;
    },
    close: async () => {
      await Promise.all(connections.map((connection) => connection.close()));
      await client.close();
      await store.close();
      directory.remove();
    },
  };
}
