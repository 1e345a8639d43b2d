/** Versions of the intent model in the store, and the pointer to the one that is active. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { duplicateKey } from './duplicate-key.ts';
import type { Models } from './models/index.ts';
import type { IntentModelRecord } from './models/intent-model.ts';

/** Which version answers, and who chose it. */
export interface ActiveIntentModel {
  readonly version: number;
  /** A newer model of the product takes the place of `product`'s choice, never of a trainer's. */
  readonly chosenBy: 'product' | 'trainer';
  readonly author: string;
  readonly at: Date;
}

export type NewIntentModel = Omit<IntentModelRecord, 'version' | 'checksum'> & { readonly bytes: Uint8Array };

/** Versions kept, besides the active one. */
export const VERSIONS_KEPT = 10;
const CHUNK_BYTES = 4_000_000;
const ATTEMPTS = 20;
/** Chunks come before their record; a crash in between leaves them without one. */
const ORPHAN_MS = 3_600_000;

/**
 * Keeps a model under the next version number. The same bytes are the same version: its metrics are brought up to
 * date then.
 */
export async function saveIntentModel(
  models: Models,
  { bytes, ...about }: NewIntentModel,
): Promise<IntentModelRecord> {
  const checksum = createHash('sha256').update(bytes).digest('hex');
  const known = { checksum };
  const update = about.metrics ? { $set: { metrics: about.metrics } } : { $set: known };
  const kept = await models.IntentModel.findOneAndUpdate(known, update, { returnDocument: 'after' }).lean();
  if (kept) return withoutId(kept);
  await saveChunks(models, checksum, bytes, about.madeAt);
  for (let attempt = 1; ; attempt++) {
    const last = await models.IntentModel.findOne({}).sort({ version: -1 }).select({ version: 1 }).lean();
    const record: IntentModelRecord = { ...about, checksum, version: (last?.version ?? 0) + 1 };
    try {
      await models.IntentModel.collection.insertOne({ ...record });
      return record;
    } catch (error) {
      // Somebody else took the number, or kept the very same model.
      if (duplicateKey(error) === undefined || attempt === ATTEMPTS) throw error;
      const same = await models.IntentModel.findOne(known).lean();
      if (same) return withoutId(same);
    }
  }
}

async function saveChunks(models: Models, checksum: string, bytes: Uint8Array, madeAt: Date): Promise<void> {
  const compressed = await promisify(gzip)(bytes, { level: 1 });
  for (let index = 0; index * CHUNK_BYTES < compressed.length; index++) {
    const part = compressed.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
    await models.IntentModelChunk.updateOne(
      { checksum, index },
      { $set: { bytes: part, madeAt } },
      { upsert: true },
    );
  }
}

/** Newest first. */
export async function listIntentModels(models: Models): Promise<IntentModelRecord[]> {
  return (await models.IntentModel.find({}).sort({ version: -1 }).lean()).map(withoutId);
}

/** The bytes of a version as they were saved; undefined where there is no such version or a part is missing. */
export async function readIntentModel(models: Models, version: number): Promise<Buffer | undefined> {
  const record = await models.IntentModel.findOne({ version }).lean();
  if (!record) return undefined;
  const { checksum } = record;
  const chunks = await models.IntentModelChunk.find({ checksum }).sort({ index: 1 });
  if (chunks.length === 0) return undefined;
  const bytes = await promisify(gunzip)(Buffer.concat(chunks.map((chunk) => chunk.bytes))).catch(
    () => undefined,
  );
  const isWhole = bytes && createHash('sha256').update(bytes).digest('hex') === checksum;
  return isWhole ? bytes : undefined;
}

type Pointer = ActiveIntentModel & { readonly _id: 'intentModel' };
const pointers = (models: Models) => models.connection.collection<Pointer>('settings');

export async function activeIntentModel(models: Models): Promise<ActiveIntentModel | undefined> {
  const pointer = await pointers(models).findOne({ _id: 'intentModel' });
  if (!pointer) return undefined;
  const { _id, ...active } = pointer;
  return active;
}

/**
 * Makes a version the active one, if the active one is still `insteadOf` (undefined: none). False when somebody else
 * was quicker.
 */
export async function activateIntentModel(
  models: Models,
  next: ActiveIntentModel,
  insteadOf: number | undefined,
): Promise<boolean> {
  if (insteadOf !== undefined) {
    const filter = { _id: 'intentModel' as const, version: insteadOf };
    return (await pointers(models).updateOne(filter, { $set: { ...next } })).matchedCount === 1;
  }
  try {
    await pointers(models).insertOne({ _id: 'intentModel', ...next });
    return true;
  } catch (error) {
    if (duplicateKey(error) === undefined) throw error;
    return false;
  }
}

/** Deletes the oldest versions beyond `VERSIONS_KEPT`, but never the active one. Returns what it deleted. */
export async function pruneIntentModels(models: Models, now: Date): Promise<number[]> {
  const active = await activeIntentModel(models);
  const others = (await listIntentModels(models)).filter((record) => record.version !== active?.version);
  const old = others.slice(VERSIONS_KEPT).map((record) => record.version);
  await models.IntentModel.deleteMany({ version: { $in: old } });
  const kept = await models.IntentModel.distinct('checksum');
  const before = new Date(now.getTime() - ORPHAN_MS);
  await models.IntentModelChunk.deleteMany({ checksum: { $nin: kept }, madeAt: { $lte: before } });
  return old;
}

function withoutId({
  _id,
  __v,
  ...record
}: IntentModelRecord & { _id?: unknown; __v?: unknown }): IntentModelRecord {
  return record;
}
