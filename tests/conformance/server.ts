/** The server under test: an outside one when `MONGODB_URI` names it, else the embedded store in a new directory. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mongo } from 'mongoose';
import { openEmbeddedStore } from '../../crm/embedded/store.ts';
import { describeServer } from './requirements.ts';
import type { Server } from './run-file.ts';

export interface OpenServer extends Server {
  readonly isEmbedded: boolean;
  close(): Promise<void>;
}

export async function openServer(uri = process.env.MONGODB_URI): Promise<OpenServer> {
  const store = uri ? undefined : await openStore();
  const address = store?.uri ?? uri!;
  const client = await new mongo.MongoClient(address).connect();
  return {
    uri: address,
    client,
    description: await describeServer(client),
    isEmbedded: store !== undefined,
    close: async () => {
      await client.close();
      await store?.close();
    },
  };
}

async function openStore() {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'conformance-'));
  const store = await openEmbeddedStore({ dataDir });
  return {
    uri: store.uri,
    close: async () => {
      await store.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
