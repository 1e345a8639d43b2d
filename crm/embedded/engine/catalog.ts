/**
 * Which collections and indexes exist:
 *
 *     0                      -> { format, nextNumber }
 *     1 database.collection  -> { number, nextIndex, count, indexes }
 *
 * The cache in memory is the same as what the next commit writes; a rolled back group reads it anew.
 */
import { StoreError } from '../errors.ts';
import { decode } from '../semantics/values/decode.ts';
import { encode } from '../semantics/values/encode.ts';
import { createDocument, type Document, documentOf } from '../semantics/values/value.ts';
import { Collection, type Index } from './collection.ts';
import type { Environment } from './environment.ts';
import { describeIndex, type IndexSpec, MAX_INDEXES, parseIndexSpec } from './index-spec.ts';

/** The layout of keys and values in the file; raise it with every change that older code would misread. */
export const STORE_FORMAT = 2;

/** Its unique indexes had another layout: they are built anew. */
const FORMAT_WITH_OLD_INDEXES = 1;

const HEADER_KEY = Buffer.from([0]);
const ENTRIES = { start: Buffer.from([1]), end: Buffer.from([2]) };
const MAX_NAMESPACE_BYTES = 255;
const MAX_COLLECTIONS = 10_000;

export class Catalog {
  private readonly environment: Environment;
  private readonly collections = new Map<string, Collection>();
  private format: number = STORE_FORMAT;
  private nextNumber = 1;
  private nextIndex = 1;

  /** @throws StoreError UnsupportedFormat when a newer version wrote the file */
  constructor(environment: Environment) {
    this.environment = environment;
    this.load();
    environment.onBeforeCommit(() => this.save());
    environment.onAbort(() => this.load());
  }

  /** Brings a file of an earlier format to the present one; all of it or nothing. */
  async upgrade(): Promise<void> {
    if (this.format === STORE_FORMAT) return;
    await this.environment.write(() => {
      for (const collection of this.collections.values()) collection.rebuildIndexes((bytes) => decode(bytes));
      this.saveHeader();
    });
    this.format = STORE_FORMAT;
  }

  get(namespace: string): Collection | undefined {
    return this.collections.get(namespace);
  }

  /** Collections of a database by name, or all of them. */
  list(database?: string): Collection[] {
    const all = [...this.collections.values()].sort((a, b) => (a.namespace < b.namespace ? -1 : 1));
    return database === undefined ? all : all.filter(({ namespace }) => databaseOf(namespace) === database);
  }

  /** Inside a write job. @throws StoreError InvalidNamespace */
  create(namespace: string): Collection {
    const known = this.collections.get(namespace);
    if (known) return known;
    checkNamespace(namespace);
    if (this.collections.size >= MAX_COLLECTIONS) {
      throw new StoreError('OperationFailed', `A store holds at most ${MAX_COLLECTIONS} collections.`);
    }
    const collection = new Collection(this.environment, {
      namespace,
      number: this.nextNumber++,
      indexes: [],
      count: 0,
    });
    collection.dirty = true;
    this.collections.set(namespace, collection);
    this.saveHeader();
    return collection;
  }

  /** Inside a write job. */
  drop(collection: Collection): void {
    collection.drop();
    this.collections.delete(collection.namespace);
    this.environment.delete(entryKey(collection.namespace));
  }

  /** Inside a write job. The new name is free. @throws StoreError InvalidNamespace */
  rename(collection: Collection, namespace: string): void {
    checkNamespace(namespace);
    const { number, indexes, count } = collection;
    const renamed = new Collection(this.environment, { namespace, number, indexes, count });
    renamed.dirty = true;
    this.collections.delete(collection.namespace);
    this.environment.delete(entryKey(collection.namespace));
    this.collections.set(namespace, renamed);
  }

  /** Inside a write job. @throws StoreError DuplicateKey, CannotCreateIndex */
  createIndex(collection: Collection, spec: IndexSpec): void {
    if (collection.indexes.length + 1 >= MAX_INDEXES) {
      throw new StoreError('CannotCreateIndex', `A collection has at most ${MAX_INDEXES} indexes.`);
    }
    const index: Index = { id: this.nextIndex++, spec, multikey: false };
    this.saveHeader();
    collection.buildIndex(index, (bytes) => decode(bytes));
  }

  private load(): void {
    this.collections.clear();
    const header = this.environment.get(HEADER_KEY);
    if (!header) return;
    const { format, nextNumber, nextIndex } = decode(header);
    if (format !== STORE_FORMAT && format !== FORMAT_WITH_OLD_INDEXES) {
      throw new StoreError(
        'UnsupportedFormat',
        `The store was written in format ${String(format)}; this version reads formats up to ${STORE_FORMAT}. Start the version that wrote it, or restore a backup made by this one.`,
      );
    }
    this.format = format;
    this.nextNumber = Number(nextNumber);
    this.nextIndex = Number(nextIndex);
    for (const { key, value } of this.environment.scan(ENTRIES)) {
      const namespace = key.subarray(1).toString('utf8');
      this.collections.set(namespace, this.read(namespace, decode(value)));
    }
  }

  private read(namespace: string, entry: Document): Collection {
    const indexes = (entry.indexes as Document[]).map((index) => ({
      id: Number(index.id),
      spec: parseIndexSpec(index.spec as Document),
      multikey: index.multikey === true,
    }));
    return new Collection(this.environment, {
      namespace,
      number: Number(entry.number),
      indexes,
      count: Number(entry.count),
    });
  }

  private save(): void {
    for (const collection of this.collections.values()) {
      if (!collection.dirty) continue;
      collection.dirty = false;
      this.environment.put(entryKey(collection.namespace), encode(describe(collection)));
    }
  }

  private saveHeader(): void {
    const { nextNumber, nextIndex } = this;
    this.environment.put(HEADER_KEY, encode(documentOf({ format: STORE_FORMAT, nextNumber, nextIndex })));
  }
}

export function databaseOf(namespace: string): string {
  return namespace.slice(0, namespace.indexOf('.'));
}

function describe(collection: Collection): Document {
  const indexes = collection.indexes.map(({ id, spec, multikey }) =>
    documentOf({ id, spec: describeIndex(spec), multikey }),
  );
  return Object.assign(createDocument(), {
    number: collection.number,
    count: collection.count,
    indexes,
  });
}

function entryKey(namespace: string): Buffer {
  return Buffer.concat([ENTRIES.start, Buffer.from(namespace, 'utf8')]);
}

/** MongoDB's rules for names (https://www.mongodb.com/docs/manual/reference/limits/). */
function checkNamespace(namespace: string): void {
  const database = databaseOf(namespace);
  const name = namespace.slice(database.length + 1);
  const wrong =
    (database === '' || database.length > 63 || /[/\\. "$*<>:|?\0]/.test(database) ? 'database' : null) ??
    (name === '' ||
    name.startsWith('system.') ||
    /[$\0]/.test(name) ||
    name.startsWith('.') ||
    name.endsWith('.')
      ? 'collection'
      : null);
  if (wrong) throw new StoreError('InvalidNamespace', `Invalid ${wrong} name: '${namespace}'.`);
  if (Buffer.byteLength(namespace) > MAX_NAMESPACE_BYTES) {
    throw new StoreError(
      'InvalidNamespace',
      `The name '${namespace}' is longer than ${MAX_NAMESPACE_BYTES} bytes.`,
    );
  }
}
