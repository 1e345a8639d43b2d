import { randomBytes } from 'node:crypto';
import mongoose from 'mongoose';
import { runningStoreUri } from '../crm/embedded/running.ts';
import { openEmbeddedStore } from '../crm/embedded/store.ts';
import { createModels, type Models } from '../crm/models/index.ts';
import type { Config } from './config.ts';
import { RainmakerError } from './errors.ts';
import type { Log } from './log.ts';

export interface Store {
  readonly models: Models;
  /** For threads that read and write it too. */
  readonly uri: string;
  readonly kind: 'embedded' | 'mongodb';
  /** Whether other processes may be at work on it. */
  readonly isShared: boolean;
  close(): Promise<void>;
}

const SELECTION_TIMEOUT_MS = 10_000;

export interface StoreOptions extends Pick<Config, 'mongodbUri' | 'dataDir'> {
  readonly log: Log;
  /** Shares the embedded store of a server that runs on the same folder, instead of refusing. */
  readonly share?: boolean;
  /** Called when the embedded store stops by itself: nothing can be read or written any more. */
  readonly onFailure?: (error: Error) => void;
}

/**
 * Opens the store that the configuration names and makes sure of its indexes.
 * @throws RainmakerError STORE_UNREACHABLE; the embedded store's own coded errors
 */
export async function openStore({
  mongodbUri,
  dataDir,
  log,
  share,
  onFailure,
}: StoreOptions): Promise<Store> {
  const given = mongodbUri ?? (share ? await runningStoreUri(dataDir) : undefined);
  const embedded =
    given === undefined
      ? await openEmbeddedStore({
          dataDir,
          log: { warn: (line) => log.warn(line), error: (line) => log.error(line) },
          ...(onFailure && { onFailure }),
        })
      : undefined;
  const uri = embedded?.uri ?? given!;
  const connection = mongoose.createConnection(uri, { serverSelectionTimeoutMS: SELECTION_TIMEOUT_MS });
  try {
    await connection.asPromise();
  } catch (error) {
    await connection.close();
    await embedded?.close();
    throw new RainmakerError(
      'STORE_UNREACHABLE',
      `${embedded ? `The embedded store in ${dataDir}` : 'The MongoDB of MONGODB_URI'} does not answer (${error instanceof Error ? error.message : error}). ${embedded ? 'Start again; LOG_LEVEL=debug says more.' : 'Check the address and that it runs.'}`,
      { cause: error },
    );
  }
  const models = createModels(connection);
  const { connection: _, ...collections } = models;
  for (const model of Object.values(collections)) await model.init();
  return {
    models,
    uri,
    kind: mongodbUri === undefined ? 'embedded' : 'mongodb',
    isShared: embedded === undefined,
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
