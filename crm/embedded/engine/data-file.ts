/**
 * Reads an LMDB data file page by page before LMDB maps it. Reading a mapped page behind the end of a truncated file
 * kills the process with SIGBUS, and LMDB trusts every offset it finds, so that damage has to be found first.
 * Layout: struct MDB_meta, MDB_page_header and MDB_node of liblmdb's mdb.c, data version 2, 64-bit little endian.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { StoreError } from '../errors.ts';

/** Called with each entry of the data; false means that the value is not what it should be. */
export type CheckValue = (key: Buffer, value: Buffer) => boolean;

const MAGIC = 0xbeefc0de;
const DATA_VERSION = 2;
const META_BYTES = 168;
const PAGE_HEADER_BYTES = 24;
const NODE_HEADER_BYTES = 8;
const NO_PAGE = 0xffffffffffffffffn;
const PAGE_TYPE = { branch: 1, leaf: 2, overflow: 4 } as const;
const PAGE_TYPE_MASK = 7;
const BIG_DATA = 1;
const MAX_DEPTH = 32;

interface Tree {
  readonly root: bigint;
  readonly entries: bigint;
}

interface Meta {
  readonly pageSize: number;
  readonly free: Tree;
  readonly main: Tree;
  readonly transaction: bigint;
}

/**
 * Walks every page in use. A missing or empty file is fine: LMDB creates it.
 * @throws StoreError DataCorruptionDetected, which says what is wrong and what to restore
 */
export function checkDataFile(file: string, checkValue: CheckValue = () => true): void {
  const descriptor = openExisting(file);
  if (descriptor === null) return;
  try {
    const size = fstatSync(descriptor).size;
    if (size > 0) new Walker(file, descriptor, size, checkValue).walk();
  } finally {
    closeSync(descriptor);
  }
}

function openExisting(file: string): number | null {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

class Walker {
  private readonly file: string;
  private readonly descriptor: number;
  private readonly size: number;
  private readonly checkValue: CheckValue;
  private pageSize = 4096;
  /** One page per level of the tree, so that the walk allocates nothing. */
  private readonly levels: Buffer[] = [];
  private entries = 0n;

  constructor(file: string, descriptor: number, size: number, checkValue: CheckValue) {
    this.file = file;
    this.descriptor = descriptor;
    this.size = size;
    this.checkValue = checkValue;
  }

  walk(): void {
    const first = this.readMeta(0);
    if (!first) throw this.damaged('it does not start as an LMDB file');
    this.pageSize = first.pageSize;
    const second = this.readMeta(first.pageSize);
    if (!second) throw this.damaged('its second header page is missing');
    const newest = second.transaction > first.transaction ? second : first;
    this.walkTree(newest.free, () => true);
    this.walkTree(newest.main, this.checkValue);
  }

  private readMeta(position: number): Meta | null {
    const page = Buffer.alloc(META_BYTES);
    if (readSync(this.descriptor, page, 0, META_BYTES, position) < META_BYTES) return null;
    if (page.readUInt32LE(24) !== MAGIC || page.readUInt32LE(28) !== DATA_VERSION) return null;
    const tree = (at: number): Tree => ({
      entries: page.readBigUInt64LE(at + 32),
      root: page.readBigUInt64LE(at + 40),
    });
    const pageSize = page.readUInt32LE(48);
    const isPowerOfTwo = pageSize >= 512 && (pageSize & (pageSize - 1)) === 0;
    if (!isPowerOfTwo) return null;
    return { pageSize, free: tree(48), main: tree(96), transaction: page.readBigUInt64LE(152) };
  }

  private walkTree({ root, entries }: Tree, checkValue: CheckValue): void {
    this.entries = 0n;
    if (root !== NO_PAGE) this.walkPage(Number(root), 0, checkValue);
    if (this.entries !== entries) throw this.damaged(`it holds ${this.entries} of ${entries} entries`);
  }

  private walkPage(number: number, depth: number, checkValue: CheckValue): void {
    if (depth > MAX_DEPTH) throw this.damaged('its pages form a circle');
    this.levels[depth] ??= Buffer.allocUnsafe(this.pageSize);
    const page = this.levels[depth];
    this.read(page, number);
    const type = page.readUInt16LE(18) & PAGE_TYPE_MASK;
    if (type !== PAGE_TYPE.branch && type !== PAGE_TYPE.leaf) throw this.damagedPage(number);
    const count = page.readUInt16LE(20) >> 1;
    if (PAGE_HEADER_BYTES + count * 2 > this.pageSize) throw this.damagedPage(number);
    for (let i = 0; i < count; i++) {
      const node = page.readUInt16LE(PAGE_HEADER_BYTES + i * 2) + PAGE_HEADER_BYTES;
      if (node + NODE_HEADER_BYTES > this.pageSize) throw this.damagedPage(number);
      if (type === PAGE_TYPE.branch) this.walkPage(page.readUIntLE(node, 6), depth + 1, checkValue);
      else this.checkEntry(page, number, node, checkValue);
    }
  }

  private checkEntry(page: Buffer, number: number, node: number, checkValue: CheckValue): void {
    const size = page.readUInt32LE(node);
    const isBig = (page.readUInt16LE(node + 4) & BIG_DATA) !== 0;
    const key = node + NODE_HEADER_BYTES;
    const value = key + page.readUInt16LE(node + 6);
    if (value + (isBig ? 8 : size) > this.pageSize) throw this.damagedPage(number);
    const content = isBig
      ? this.overflow(Number(page.readBigUInt64LE(value)), size)
      : page.subarray(value, value + size);
    if (!checkValue(page.subarray(key, value), content)) {
      throw this.damaged(`a document on page ${number} is not what was written`);
    }
    this.entries++;
  }

  /** A value that has pages of its own. */
  private overflow(number: number, size: number): Buffer {
    const bytes = Buffer.allocUnsafe(PAGE_HEADER_BYTES + size);
    this.read(bytes, number);
    if ((bytes.readUInt16LE(18) & PAGE_TYPE_MASK) !== PAGE_TYPE.overflow) throw this.damagedPage(number);
    return bytes.subarray(PAGE_HEADER_BYTES);
  }

  private read(target: Buffer, number: number): void {
    const position = number * this.pageSize;
    const isInside = position + target.length <= this.size;
    if (!isInside || readSync(this.descriptor, target, 0, target.length, position) < target.length) {
      throw this.damaged(`it ends after ${this.size} bytes, before its page ${number}`);
    }
    if (Number(target.readBigUInt64LE(0)) !== number) throw this.damagedPage(number);
  }

  private damagedPage(number: number): StoreError {
    return this.damaged(`page ${number} is not what was written`);
  }

  private damaged(what: string): StoreError {
    return new StoreError(
      'DataCorruptionDetected',
      `The data file ${this.file} is damaged: ${what}. Restore a backup into it: rainmaker restore FILE.`,
    );
  }
}
