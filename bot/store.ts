import { randomBytes } from 'node:crypto';
import mongoose from 'mongoose';
import { openEmbeddedStore } from '../crm/embedded/store.ts';
import { createModels, type Models } from '../crm/models/index.ts';
import type { Config } from './config.ts';
import { RainmakerError } from './errors.ts';

export interface Store {
  readonly models: Models;
  readonly kind: 'embedded' | 'mongodb';
  close(): Promise<void>;
}

const SELECTION_TIMEOUT_MS = 10_000;
const DATABASE = 'rainmaker';

/**
 * Opens the store that the configuration names and makes sure of its indexes.
 * @throws RainmakerError STORE_UNREACHABLE; the embedded store's own coded errors
 */
export async function openStore(config: Pick<Config, 'mongodbUri' | 'dataDir'>): Promise<Store> {
  const embedded =
    config.mongodbUri === undefined ? await openEmbeddedStore({ dataDir: config.dataDir }) : undefined;
  const uri = embedded?.uri ?? config.mongodbUri!;
  const connection = mongoose.createConnection(uri, {
    serverSelectionTimeoutMS: SELECTION_TIMEOUT_MS,
    ...(embedded && { dbName: DATABASE }),
  });
  try {
    await connection.asPromise();
  } catch (error) {
    await connection.close();
    await embedded?.close();
    throw new RainmakerError(
      'STORE_UNREACHABLE',
      `The MongoDB of MONGODB_URI does not answer (${error instanceof Error ? error.message : error}). Check the address and that it runs.`,
      { cause: error },
    );
  }
  const models = createModels(connection);
  const { connection: _, ...collections } = models;
  for (const model of Object.values(collections)) await model.init();
  return {
    models,
    kind: embedded ? 'embedded' : 'mongodb',
    async close() {
      await connection.close();
      await embedded?.close();
    },
  };
}

interface Installation {
  readonly _id: 'installation';
  readonly secret: string;
}

/** A secret that the first start makes and all processes on the same store share. */
export async function installationSecret(models: Models): Promise<string> {
  const settings = models.connection.collection<Installation>('settings');
  await settings.updateOne(
    { _id: 'installation' },
    { $setOnInsert: { secret: randomBytes(32).toString('base64url') } },
    { upsert: true },
  );
  return (await settings.findOne({ _id: 'installation' }))!.secret;
}
