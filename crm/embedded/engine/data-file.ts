/**
 * Looks at an LMDB data file before LMDB maps it: reading a page behind the end of a truncated file kills the
 * process with SIGBUS, so that damage has to be found first. Layout: liblmdb's mdb.c, data version 2.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { StoreError } from '../errors.ts';

const MAGIC = 0xbeefc0de;
const DATA_VERSION = 2;
const META_BYTES = 168;
const NO_PAGE = 0xffffffffffffffffn;

interface Meta {
  readonly pageSize: number;
  readonly roots: readonly bigint[];
  readonly transaction: bigint;
}

/** A missing or empty file is fine: LMDB creates it. @throws StoreError DataCorruptionDetected */
export function checkDataFile(file: string): void {
  const descriptor = openExisting(file);
  if (descriptor === null) return;
  try {
    const size = fstatSync(descriptor).size;
    if (size === 0) return;
    const first = readMeta(descriptor, 0);
    if (!first) throw damaged(file, 'it does not start as an LMDB file');
    const second = readMeta(descriptor, first.pageSize);
    if (!second) throw damaged(file, 'its second header page is missing');
    const newest = second.transaction > first.transaction ? second : first;
    for (const root of newest.roots) {
      if (root !== NO_PAGE && (root + 1n) * BigInt(newest.pageSize) > BigInt(size)) {
        throw damaged(file, `it ends after ${size} bytes, before the data it should hold`);
      }
    }
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

function readMeta(descriptor: number, position: number): Meta | null {
  const page = Buffer.alloc(META_BYTES);
  if (readSync(descriptor, page, 0, META_BYTES, position) < META_BYTES) return null;
  if (page.readUInt32LE(24) !== MAGIC || page.readUInt32LE(28) !== DATA_VERSION) return null;
  return {
    pageSize: page.readUInt32LE(48),
    roots: [page.readBigUInt64LE(88), page.readBigUInt64LE(136)],
    transaction: page.readBigUInt64LE(152),
  };
}

function damaged(file: string, what: string): StoreError {
  return new StoreError(
    'DataCorruptionDetected',
    `The data file ${file} is damaged: ${what}. Move it away and restore a backup with: rainmaker restore FILE.`,
  );
}
