/** Open cursors: results that a client fetches in batches. They hold no snapshot, only an iterator and its place. */
import { randomBytes } from 'node:crypto';
import { StoreError } from '../errors.ts';

export interface Batch {
  readonly documents: readonly Buffer[];
  /** 0 when nothing is left. */
  readonly cursorId: bigint;
}

interface Cursor {
  readonly namespace: string;
  readonly documents: Iterator<Buffer>;
  /** Fetched to learn whether there is more, not yet sent. */
  next: Buffer | undefined;
  lastUsed: number;
}

const MAX_CURSORS = 1000;
/** As on a MongoDB server: ten minutes. */
const IDLE_MS = 600_000;
/** Small enough that a client's event loop is not held up by decoding one batch. */
const MAX_BATCH_BYTES = 64 * 1024;

export class Cursors {
  private readonly open = new Map<bigint, Cursor>();
  private readonly now: () => number;

  /** @param now milliseconds since the epoch */
  constructor(now: () => number) {
    this.now = now;
  }

  get size(): number {
    return this.open.size;
  }

  /**
   * The first batch, of at most `batchSize` documents; the rest stays in a cursor.
   * @throws StoreError OperationFailed when too many cursors are open
   */
  start(namespace: string, documents: Iterable<Buffer>, batchSize: number, singleBatch = false): Batch {
    const cursor: Cursor = {
      namespace,
      documents: documents[Symbol.iterator](),
      next: undefined,
      lastUsed: this.now(),
    };
    cursor.next = pull(cursor);
    const batch = takeBatch(cursor, batchSize);
    if (cursor.next === undefined || singleBatch) {
      cursor.documents.return?.();
      return { documents: batch, cursorId: 0n };
    }
    this.expire();
    if (this.open.size >= MAX_CURSORS) {
      throw new StoreError(
        'OperationFailed',
        `There are ${MAX_CURSORS} open cursors already; close some or wait for them to time out.`,
      );
    }
    const id = newId();
    this.open.set(id, cursor);
    return { documents: batch, cursorId: id };
  }

  /** @throws StoreError CursorNotFound */
  more(id: bigint, namespace: string, batchSize: number | undefined): Batch {
    const cursor = this.open.get(id);
    if (!cursor || cursor.namespace !== namespace) {
      throw new StoreError('CursorNotFound', `cursor id ${id} not found`);
    }
    cursor.lastUsed = this.now();
    let documents: Buffer[];
    try {
      documents = takeBatch(cursor, batchSize ?? Number.POSITIVE_INFINITY);
    } catch (error) {
      this.open.delete(id);
      throw error;
    }
    if (cursor.next !== undefined) return { documents, cursorId: id };
    this.open.delete(id);
    return { documents, cursorId: 0n };
  }

  /** Whether there was such a cursor. */
  kill(id: bigint, namespace: string): boolean {
    const cursor = this.open.get(id);
    if (!cursor || cursor.namespace !== namespace) return false;
    cursor.documents.return?.();
    return this.open.delete(id);
  }

  /** Drops the cursors that no one has used for ten minutes. */
  expire(): void {
    const limit = this.now() - IDLE_MS;
    for (const [id, cursor] of this.open) {
      if (cursor.lastUsed < limit) this.kill(id, cursor.namespace);
    }
  }
}

function pull(cursor: Cursor): Buffer | undefined {
  const { done, value } = cursor.documents.next();
  return done ? undefined : value;
}

function takeBatch(cursor: Cursor, batchSize: number): Buffer[] {
  const batch: Buffer[] = [];
  let bytes = 0;
  while (
    cursor.next !== undefined &&
    batch.length < batchSize &&
    (bytes === 0 || bytes + cursor.next.length <= MAX_BATCH_BYTES)
  ) {
    batch.push(cursor.next);
    bytes += cursor.next.length;
    cursor.next = pull(cursor);
  }
  return batch;
}

/** 63 random bits, not 0. */
function newId(): bigint {
  return (randomBytes(8).readBigUInt64LE() >> 1n) | 1n;
}
