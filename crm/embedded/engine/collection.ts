/**
 * One collection in the key space of the environment:
 *
 *     2 collection _id                    -> document (BSON), CRC-32
 *     3 collection index values... _id    -> how many bytes of the key are the _id (uint16)
 *     3 collection index values... 1      -> _id, where the index is unique
 *
 * All writes happen inside a job of `Environment.write`. A write checks everything that can fail for a reason of the
 * client's (keys, uniqueness, sizes) before it changes anything.
 */
import { StoreError } from '../errors.ts';
import { createDocument, type Document, type Value } from '../semantics/values/value.ts';
import { seal, unseal } from './checksum.ts';
import { checkedId, checkSize, duplicateKey, ID_END, keyTooLong } from './document-checks.ts';
import type { Entry, Environment, KeyRange } from './environment.ts';
import { indexKeys, writeIndexKey } from './index-keys.ts';
import { type IndexSpec, partialFilterOf } from './index-spec.ts';
import { afterPrefix, KeyWriter, MAX_KEY_BYTES } from './key-encoding.ts';

const SPACE = { document: 2, index: 3 } as const;

/** Whether an entry of the file is what was written; only documents carry a checksum. */
export function isIntact(key: Buffer, value: Buffer): boolean {
  return key[0] !== SPACE.document || unseal(value) !== null;
}

export interface Index {
  readonly id: number;
  readonly spec: IndexSpec;
  /** True once a document gave it a key through an array; bounds and sorts must then be careful. */
  multikey: boolean;
}

interface IndexEntry extends Entry {
  readonly values: readonly (Value | undefined)[];
}

export interface StoredDocument {
  /** The `_id` in key form: the document's identity within the collection. */
  readonly id: Buffer;
  readonly bytes: Buffer;
}

/** Most scans never ask for the `_id`. */
class ScannedDocument implements StoredDocument {
  private readonly key: Buffer;
  private readonly idStart: number;
  readonly bytes: Buffer;

  constructor(key: Buffer, idStart: number, bytes: Buffer) {
    this.key = key;
    this.idStart = idStart;
    this.bytes = bytes;
  }

  get id(): Buffer {
    return this.key.subarray(this.idStart);
  }
}

const writer = new KeyWriter();

export class Collection {
  readonly namespace: string;
  readonly number: number;
  readonly indexes: Index[];
  count: number;
  /** The catalogue entry has to be written with the next commit. */
  dirty = false;
  private readonly environment: Environment;

  constructor(
    environment: Environment,
    state: { namespace: string; number: number; indexes: Index[]; count: number },
  ) {
    this.environment = environment;
    this.namespace = state.namespace;
    this.number = state.number;
    this.indexes = state.indexes;
    this.count = state.count;
  }

  get(id: Buffer): Buffer | undefined {
    const sealed = this.environment.get(this.documentKey(id));
    return sealed && this.opened(sealed);
  }

  /** Documents in `_id` order; bounds are key suffixes behind the collection's prefix. */
  *documents(bounds: KeyRange = EVERYTHING, reverse = false): Generator<StoredDocument> {
    const prefix = this.documentKey(NOTHING);
    for (const { key, value } of this.environment.scan(withPrefix(prefix, bounds), reverse)) {
      yield new ScannedDocument(key, prefix.length, this.opened(value));
    }
  }

  /** The `_id`s of an index in its order. */
  *indexed(index: Index, bounds: KeyRange = EVERYTHING, reverse = false): Generator<Buffer> {
    for (const entry of this.environment.scan(withPrefix(this.indexPrefix(index), bounds), reverse)) {
      yield index.spec.unique
        ? entry.value
        : entry.key.subarray(entry.key.length - entry.value.readUInt16BE(0));
    }
  }

  /** The `_id` under exactly this key of a unique index. @param key the values, as `asIdKey` ends them */
  lookUp(index: Index, key: Buffer): Buffer | undefined {
    return this.environment.get(Buffer.concat([this.indexPrefix(index), key]));
  }

  /** What `replace` has to know of a document in which only these top-level fields change; null for all of it. */
  fieldsBeside(changed: ReadonlySet<string>): ReadonlySet<string> | null {
    const read = new Set(['_id', ...changed]);
    for (const { spec } of this.indexes) {
      const roots = spec.fields.map(({ parts }) => parts[0]!);
      const partial = partialFilterOf(spec);
      if (!partial && !roots.some((root) => changed.has(root))) continue;
      if (partial?.fields === null) return null;
      for (const field of [...roots, ...(partial?.fields ?? [])]) read.add(field);
    }
    return read;
  }

  /** @throws StoreError DuplicateKey, BSONObjectTooLarge, CannotIndexParallelArrays, Location17280 */
  insert(document: Document, bytes: Buffer): void {
    const id = checkedId(document._id);
    checkSize(bytes);
    if (this.get(id)) throw duplicateKey(this.namespace, '_id_', ID_PATTERN, [document._id]);
    const entries = this.indexes.map((index) => this.entriesOf(index, document, id));
    this.checkUnique(entries, id);
    this.environment.put(this.documentKey(id), seal(bytes));
    for (const list of entries) for (const entry of list) this.putEntry(entry);
    this.count++;
    this.dirty = true;
  }

  /** Replaces a document by one with the same `_id`. Throws as `insert`. */
  replace(id: Buffer, before: Document, after: Document, bytes: Buffer): void {
    checkSize(bytes);
    const added: IndexEntry[][] = [];
    const removed: Buffer[] = [];
    for (const index of this.indexes) {
      if (isUntouched(index.spec, before, after)) {
        added.push([]);
        continue;
      }
      const old = new Map(this.entriesOf(index, before, id).map((entry) => [keyText(entry.key), entry.key]));
      added.push(this.entriesOf(index, after, id).filter((entry) => !old.delete(keyText(entry.key))));
      removed.push(...old.values());
    }
    this.checkUnique(added, id);
    for (const key of removed) this.environment.delete(key);
    for (const list of added) for (const entry of list) this.putEntry(entry);
    this.environment.put(this.documentKey(id), seal(bytes));
  }

  remove(id: Buffer, document: Document): void {
    for (const index of this.indexes) {
      for (const entry of this.entriesOf(index, document, id)) this.environment.delete(entry.key);
    }
    this.environment.delete(this.documentKey(id));
    this.count--;
    this.dirty = true;
  }

  /** Adds the entries of all documents. @throws StoreError DuplicateKey and others; nothing of the index is left */
  buildIndex(index: Index, decode: (bytes: Buffer) => Document): void {
    try {
      for (const { id, bytes } of this.documents()) {
        const entries = this.entriesOf(index, decode(bytes), id);
        if (index.spec.unique) this.checkUniqueIn(index, entries, id);
        for (const entry of entries) this.putEntry(entry);
      }
    } catch (error) {
      if (error instanceof StoreError) this.clear(this.indexPrefix(index));
      throw error;
    }
    this.indexes.push(index);
    this.dirty = true;
  }

  /** Writes all index entries anew, as this version lays them out. */
  rebuildIndexes(decode: (bytes: Buffer) => Document): void {
    for (const index of [...this.indexes]) {
      this.dropIndex(index);
      this.buildIndex(index, decode);
    }
  }

  dropIndex(index: Index): void {
    this.clear(this.indexPrefix(index));
    this.indexes.splice(this.indexes.indexOf(index), 1);
    this.dirty = true;
  }

  /** Deletes every document and every index entry. */
  drop(): void {
    for (const index of this.indexes) this.clear(this.indexPrefix(index));
    this.clear(this.documentKey(NOTHING));
  }

  private clear(prefix: Buffer): void {
    for (const { key } of this.environment.scan({ start: prefix, end: afterPrefix(prefix) })) {
      this.environment.delete(key);
    }
  }

  private entriesOf(index: Index, document: Document, id: Buffer): IndexEntry[] {
    const { spec } = index;
    if (partialFilterOf(spec)?.matches(document) === false) return [];
    const { keys, multikey } = indexKeys(spec.fields, document);
    if (multikey && !index.multikey) {
      index.multikey = true;
      this.dirty = true;
    }
    const prefix = this.indexPrefix(index);
    const entries = new Map<string, IndexEntry>();
    for (const { values, present } of keys) {
      if (spec.sparse && !present) continue;
      const behind = spec.unique ? ID_END : id;
      const key = writeIndexKey(writer.reset().raw(prefix), spec.fields, values).raw(behind).finish();
      if (key.length > MAX_KEY_BYTES) throw keyTooLong(spec.name);
      entries.set(keyText(key), { key, value: spec.unique ? id : uint16(id.length), values });
    }
    return [...entries.values()];
  }

  private checkUnique(entries: readonly (readonly IndexEntry[])[], id: Buffer): void {
    this.indexes.forEach((index, i) => {
      if (index.spec.unique) this.checkUniqueIn(index, entries[i]!, id);
    });
  }

  private checkUniqueIn(index: Index, entries: readonly IndexEntry[], id: Buffer): void {
    for (const { key, values } of entries) {
      const holder = this.environment.get(key);
      if (holder && !holder.equals(id))
        throw duplicateKey(this.namespace, index.spec.name, index.spec.key, values);
    }
  }

  private putEntry({ key, value }: IndexEntry): void {
    this.environment.put(key, value);
  }

  private opened(sealed: Buffer): Buffer {
    const bytes = unseal(sealed);
    if (bytes) return bytes;
    throw new StoreError(
      'DataCorruptionDetected',
      `A document of ${this.namespace} is not what was written: the disk or the file is damaged. Restore a backup: rainmaker restore FILE.`,
    );
  }

  private documentKey(id: Buffer): Buffer {
    const key = Buffer.allocUnsafe(5 + id.length);
    key[0] = SPACE.document;
    key.writeUInt32BE(this.number, 1);
    key.set(id, 5);
    return key;
  }

  private indexPrefix(index: Index): Buffer {
    const key = Buffer.allocUnsafe(9);
    key[0] = SPACE.index;
    key.writeUInt32BE(this.number, 1);
    key.writeUInt32BE(index.id, 5);
    return key;
  }
}

const NOTHING = Buffer.alloc(0);
const ID_PATTERN: Document = Object.assign(createDocument(), { _id: 1 });
/** All keys behind a prefix: value encodings start with a byte from 1 to 254. */
const EVERYTHING: KeyRange = { start: NOTHING, end: Buffer.from([255]) };

/** Keys that hold exactly these values, whatever follows; 0 and 255 never start a value. */
export function equalTo(prefix: Buffer): KeyRange {
  return {
    start: Buffer.concat([prefix, Buffer.from([1])]),
    end: Buffer.concat([prefix, Buffer.from([255])]),
  };
}

/** Whether an index cannot have changed with the document: an update shares with it what it leaves alone. */
function isUntouched({ fields, partialFilter }: IndexSpec, before: Document, after: Document): boolean {
  return partialFilter === null && fields.every(({ parts }) => before[parts[0]!] === after[parts[0]!]);
}

function withPrefix(prefix: Buffer, { start, end }: KeyRange): KeyRange {
  return { start: Buffer.concat([prefix, start]), end: Buffer.concat([prefix, end]) };
}

function uint16(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function keyText(key: Buffer): string {
  return key.toString('latin1');
}
