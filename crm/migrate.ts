/**
 * Moves all data from one MongoDB-compatible server to another, usually from the embedded store to a MongoDB.
 * What is there already and equal is left alone, so that a move that was interrupted goes on where it stopped.
 */
import { createHash } from 'node:crypto';
import { mongo } from 'mongoose';

export interface MigrationOptions {
  /** Connection strings; each names its database, the same or another. */
  readonly from: string;
  readonly to: string;
  readonly onProgress?: (progress: MigrationProgress) => void;
}

export interface MigrationProgress {
  readonly collection: string;
  readonly documents: number;
}

export interface MigratedCollection {
  readonly collection: string;
  /** In the source. */
  readonly documents: number;
  /** Written by this run; the others were there already. */
  readonly copied: number;
  readonly indexes: number;
  /** SHA-256 over the documents in `_id` order, equal on both sides. */
  readonly checksum: string;
}

/** The two sides differ after the copy, or one of them can't be reached. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
  readonly code: 'MIGRATION_DIFFERS' | 'MIGRATION_SAME_DATABASE' | 'MIGRATION_UNREACHABLE';

  constructor(code: MigrationError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const BATCH_DOCUMENTS = 500;
/** Keeps every number and regular expression as it is. */
const EXACT = { promoteValues: false, promoteBuffers: false, bsonRegExp: true } as const;

/**
 * Copies every collection with its indexes, then compares counts and checksums. Stop the server first: what is written
 * meanwhile would show as a difference.
 * @throws MigrationError when the sides differ or can't be reached
 */
export async function migrate({
  from,
  to,
  onProgress,
}: MigrationOptions): Promise<readonly MigratedCollection[]> {
  if (from === to)
    throw new MigrationError('MIGRATION_SAME_DATABASE', 'Source and target are the same database.');
  const source = new mongo.MongoClient(from);
  const target = new mongo.MongoClient(to);
  try {
    const [here, there] = [await reached(source, 'source'), await reached(target, 'target')];
    const names = (await here.listCollections({}, { nameOnly: true }).toArray())
      .map(({ name }) => name)
      .sort();
    const migrated: MigratedCollection[] = [];
    for (const name of names) {
      const report = (documents: number): void => onProgress?.({ collection: name, documents });
      const copied = await copyDocuments(here.collection(name), there.collection(name), report);
      const indexes = await copyIndexes(here.collection(name), there.collection(name));
      const { documents, checksum } = await compare(here.collection(name), there.collection(name));
      migrated.push({ collection: name, documents, copied, indexes, checksum });
    }
    return migrated;
  } finally {
    await source.close();
    await target.close();
  }
}

async function reached(client: mongo.MongoClient, side: 'source' | 'target'): Promise<mongo.Db> {
  try {
    return (await client.connect()).db();
  } catch (error) {
    throw new MigrationError(
      'MIGRATION_UNREACHABLE',
      `The ${side} does not answer (${error instanceof Error ? error.message : String(error)}). Check its address, that it runs, and the login.`,
      { cause: error },
    );
  }
}

async function copyDocuments(
  from: mongo.Collection,
  to: mongo.Collection,
  report: (documents: number) => void,
): Promise<number> {
  let batch: mongo.Document[] = [];
  let seen = 0;
  let copied = 0;
  for await (const document of from.find({}, EXACT)) {
    batch.push(document);
    if (batch.length < BATCH_DOCUMENTS) continue;
    copied += await copyBatch(batch, to);
    seen += batch.length;
    report(seen);
    batch = [];
  }
  if (batch.length > 0) copied += await copyBatch(batch, to);
  report(seen + batch.length);
  return copied;
}

function bytesOf(document: mongo.Document): string {
  return Buffer.from(mongo.BSON.serialize(document)).toString('latin1');
}

/** Writes what is missing or different. */
async function copyBatch(batch: readonly mongo.Document[], to: mongo.Collection): Promise<number> {
  const ids = batch.map(({ _id }) => _id);
  const present = new Map<string, string>();
  for await (const document of to.find({ _id: { $in: ids } }, EXACT)) {
    present.set(bytesOf({ _id: document._id }), bytesOf(document));
  }
  const heldAs = ({ _id }: mongo.Document) => present.get(bytesOf({ _id }));
  const missing = batch.filter((document) => heldAs(document) === undefined);
  const different = batch.filter((document) => ![undefined, bytesOf(document)].includes(heldAs(document)));
  const writes = [
    ...missing.map((document) => ({ insertOne: { document } })),
    ...different.map((document) => ({
      replaceOne: { filter: { _id: document._id }, replacement: document },
    })),
  ];
  if (writes.length > 0) await to.bulkWrite(writes, { ordered: false });
  return writes.length;
}

async function copyIndexes(from: mongo.Collection, to: mongo.Collection): Promise<number> {
  const indexes = await from.listIndexes().toArray();
  const secondary = indexes.filter(({ name }) => name !== '_id_');
  for (const { key, v: _, ns: __, ...options } of secondary) await to.createIndex(key, options);
  return secondary.length;
}

async function compare(
  from: mongo.Collection,
  to: mongo.Collection,
): Promise<{ documents: number; checksum: string }> {
  const [here, there] = await Promise.all([summarise(from), summarise(to)]);
  if (here.documents === there.documents && here.checksum === there.checksum) return here;
  throw new MigrationError(
    'MIGRATION_DIFFERS',
    `After the copy, ${from.collectionName} has ${here.documents} documents (checksum ${here.checksum.slice(0, 12)}) in the source and ${there.documents} (${there.checksum.slice(0, 12)}) in the target. Stop whatever writes to either, empty the target's collection if it held other data, and run the migration again.`,
  );
}

async function summarise(collection: mongo.Collection): Promise<{ documents: number; checksum: string }> {
  const hash = createHash('sha256');
  let documents = 0;
  for await (const bytes of collection.find({}, { raw: true, sort: { _id: 1 } })) {
    hash.update(bytes as unknown as Buffer);
    documents++;
  }
  return { documents, checksum: hash.digest('hex') };
}
