/** The LMDB file under the store: point reads, ranges, and writes that are grouped into one flush. */
import { statSync } from 'node:fs';
import type { RootDatabase } from 'lmdb';
import { StoreError } from '../errors.ts';
import { type CheckValue, checkDataFile } from './data-file.ts';
import { freeBytes } from './disk-space.ts';
import { asStoreError, diskFull } from './file-errors.ts';
import { appendZeros, asBuffer, openFile, PAGE_BYTES } from './lmdb-file.ts';
import { mappedBytes } from './mapped-memory.ts';

export interface Entry {
  readonly key: Buffer;
  readonly value: Buffer;
}

export interface EnvironmentOptions {
  /** What to check of each entry before the file is used. */
  readonly checkValue?: CheckValue;
  /** How many bytes the disk of a file has left. */
  readonly space?: (file: string) => number;
}

export interface KeyRange {
  /** Inclusive. */
  readonly start: Buffer;
  /** Exclusive. */
  readonly end: Buffer;
}

interface Job {
  readonly run: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

type Outcome = { readonly value: unknown } | { readonly error: unknown };

/** Entries fetched from one read snapshot; between chunks a scan holds nothing open. A short scan reads little. */
const FIRST_CHUNK = 16;
const MAX_CHUNK = 512;

/** A scattered read brings in 64 KiB with it, a scan little more than what it reads. */
const READS_PER_TRIM = 512;
const NEIGHBOURS = 16;
const MAX_MAPPED_BYTES = 64 * 1024 * 1024;

/** A put copies the pages from the root to its leaf, at most; this is a deep tree with a split on each level. */
const PAGES_PER_PUT = 8;
/** Left free on the disk. */
const RESERVE_BYTES = 1024 * 1024;
const SPACE_CHECK_BYTES = 64 * 1024 * 1024;
/** Zeros that are written behind the data, at most, and how many times smaller than the data they are. */
const AHEAD_BYTES = 1024 * 1024;
const AHEAD_SHARE = 8;

export class Environment {
  private db: RootDatabase<Buffer, Buffer>;
  private readonly space: (file: string) => number;
  private readonly queue: Job[] = [];
  private scheduled = false;
  private writing = false;
  private commits = 0;
  private copies = 0;
  private readsBeforeTrim = READS_PER_TRIM;
  /** What the rest of the process maps. */
  private mappedBefore = mappedBytes();
  /** Of the running group. */
  private puts = 0;
  private putBytes = 0;
  private nextSpaceCheck = SPACE_CHECK_BYTES;
  /** Up to where the file has been written. */
  private end: number;
  private readonly beforeCommit: (() => void)[] = [];
  private readonly afterAbort: (() => void)[] = [];

  /**
   * Opens or creates an LMDB file; its directory exists.
   * @throws StoreError DataCorruptionDetected, OutOfDiskSpace, OperationFailed
   */
  constructor(file: string, { checkValue, space = freeBytes }: EnvironmentOptions = {}) {
    this.space = space;
    try {
      checkDataFile(file, checkValue);
      this.db = openFile(file);
      this.end = this.sizeOnDisk();
    } catch (error) {
      throw asStoreError(error, file);
    }
  }

  get(key: Buffer): Buffer | undefined {
    this.trim(1);
    return this.db.getBinary(key);
  }

  /**
   * Entries in key order. The caller may write while it iterates and may keep the iterator across turns: it sees
   * each chunk as of when it was fetched and goes on behind the last key.
   */
  *scan({ start, end }: KeyRange, reverse = false): Generator<Entry> {
    let from = reverse ? end : start;
    let limit = FIRST_CHUNK;
    for (let isFirst = true; ; isFirst = false) {
      this.trim(limit / NEIGHBOURS);
      const options = reverse
        ? { start: from, end: start, reverse: true, limit, exclusiveStart: true, inclusiveEnd: true }
        : { start: from, end, limit, exclusiveStart: !isFirst };
      const chunk: Entry[] = [];
      for (const { key, value } of this.db.getRange(options)) {
        chunk.push({ key: asBuffer(key), value: asBuffer(value) });
      }
      yield* chunk;
      const last = chunk.at(-1);
      if (chunk.length < limit || !last) return;
      from = last.key;
      limit = Math.min(limit * 2, MAX_CHUNK);
    }
  }

  /** The first entry of a range without the cost of a scan. */
  first({ start, end }: KeyRange): Entry | undefined {
    this.trim(1);
    for (const { key, value } of this.db.getRange({ start, end, limit: 1 })) {
      return { key: asBuffer(key), value: asBuffer(value) };
    }
    return undefined;
  }

  /** Only inside a job of `write`. */
  put(key: Buffer, value: Buffer): void {
    this.assertWriting();
    this.puts++;
    this.putBytes += key.length + value.length;
    if (this.putBytes > this.nextSpaceCheck) {
      this.nextSpaceCheck += SPACE_CHECK_BYTES;
      this.checkSpace();
    }
    this.db.putSync(key, value);
  }

  /** Only inside a job of `write`. */
  delete(key: Buffer): void {
    this.assertWriting();
    this.db.removeSync(key);
  }

  /** Called before each commit, inside its transaction. */
  onBeforeCommit(callback: () => void): void {
    this.beforeCommit.push(callback);
  }

  /** Called when a group was rolled back: what is cached of the file may be wrong. */
  onAbort(callback: () => void): void {
    this.afterAbort.push(callback);
  }

  /**
   * Runs `job` in the next group. All jobs that wait share one transaction and one flush; the promise resolves
   * after the flush is on disk. A job that throws a StoreError must have written nothing, or only what may stay.
   * Any other error rolls the whole group back, and its jobs run again one by one.
   */
  write<T>(job: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.queue.push({ run: job, resolve, reject });
      if (this.scheduled) return;
      this.scheduled = true;
      setImmediate(() => this.flush());
    });
  }

  private flush(): void {
    this.scheduled = false;
    if (this.queue.length === 0) return;
    const group = this.queue.splice(0);
    const outcomes = this.commit(group) ?? group.map((job) => this.commit([job], true)![0]!);
    group.forEach((job, i) => {
      const outcome = outcomes[i]!;
      if ('error' in outcome) job.reject(outcome.error);
      else job.resolve(outcome.value as never);
    });
  }

  /** Returns null when the group was rolled back and is worth trying one by one. */
  private commit(group: readonly Job[], alone = group.length === 1): Outcome[] | null {
    try {
      const outcomes = this.transact(() => {
        const results = group.map(runJob);
        for (const callback of this.beforeCommit) callback();
        this.checkSpace();
        return results;
      });
      this.commits++;
      return outcomes;
    } catch (error) {
      for (const callback of this.afterAbort) callback();
      return alone ? [{ error: asStoreError(error, this.path) }] : null;
    }
  }

  private transact<T>(action: () => T): T {
    this.writeAhead();
    this.writing = true;
    this.puts = 0;
    this.putBytes = 0;
    this.nextSpaceCheck = SPACE_CHECK_BYTES;
    try {
      return this.db.transactionSync(action);
    } finally {
      this.writing = false;
    }
  }

  /**
   * Where the last group came to the end of the file, writes zeros behind it: as long as pages fit in there, a flush
   * writes data alone, and does not wait until the file system has written down that the file has grown, which it does
   * together with what all other programs have changed. No page of LMDB lies behind the end between two transactions.
   */
  private writeAhead(): void {
    const size = this.sizeOnDisk();
    if (size <= this.end) return;
    const bytes = PAGE_BYTES * Math.ceil(Math.min(AHEAD_BYTES, size / AHEAD_SHARE) / PAGE_BYTES);
    if (this.space(this.path) < RESERVE_BYTES + 2 * bytes) {
      // Asked again when the file has grown, not with every group.
      this.end = size;
      return;
    }
    appendZeros(this.path, size, bytes);
    this.end = size + bytes;
  }

  /**
   * Refuses a group that might not fit on the disk: lmdb 3.5 writes past a buffer of its own when a page can't be
   * written, so it must not come to that.
   */
  private checkSpace(): void {
    if (this.puts === 0) return;
    const rewritten = Math.min(this.puts * PAGES_PER_PUT * PAGE_BYTES, this.sizeOnDisk());
    if (this.space(this.path) < RESERVE_BYTES + 2 * this.putBytes + rewritten) throw diskFull(this.path);
  }

  private assertWriting(): void {
    if (!this.writing) throw new Error('A write outside of a write job would not be durable as a group.');
  }

  get path(): string {
    return (this.db as unknown as { path: string }).path;
  }

  /** Groups committed since the file was opened, each with one flush. */
  get flushes(): number {
    return this.commits;
  }

  /** Bytes of the data file. */
  sizeOnDisk(): number {
    return statSync(this.path).size;
  }

  /** A consistent copy of the file while it is in use, without its free pages. */
  async copyTo(file: string): Promise<void> {
    this.copies++;
    try {
      await this.db.backup(file, true);
    } finally {
      this.copies--;
    }
  }

  /** Maps the file anew when too much of it has gathered in memory; between two calls nothing of it is held. */
  private trim(reads: number): void {
    this.readsBeforeTrim -= reads;
    if (this.readsBeforeTrim > 0 || this.writing || this.copies > 0) return;
    this.readsBeforeTrim = READS_PER_TRIM;
    if (mappedBytes() - this.mappedBefore < MAX_MAPPED_BYTES) return;
    const file = this.path;
    // Without asynchronous writes, of which there are none here, it closes at once.
    void this.db.close();
    this.db = openFile(file);
    this.mappedBefore = mappedBytes();
  }

  /** Finishes the writes that wait, then closes the file. */
  async close(): Promise<void> {
    if (this.queue.length > 0) this.flush();
    await this.db.close();
  }
}

function runJob(job: Job): Outcome {
  try {
    return { value: job.run() };
  } catch (error) {
    if (error instanceof StoreError) return { error };
    throw error;
  }
}
