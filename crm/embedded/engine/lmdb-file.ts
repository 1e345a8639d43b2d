import { closeSync, openSync, writeSync } from 'node:fs';
import { open, type RootDatabase } from 'lmdb';

export const PAGE_BYTES = 4096;

export function openFile(file: string): RootDatabase<Buffer, Buffer> {
  // overlappingSync would report a commit before its flush; without it a commit is on disk when it returns.
  return open<Buffer, Buffer>({
    path: file,
    encoding: 'binary',
    keyEncoding: 'binary',
    overlappingSync: false,
    eventTurnBatching: false,
    noReadAhead: true,
  } as Parameters<typeof open<Buffer, Buffer>>[0]);
}

export function appendZeros(file: string, size: number, bytes: number): void {
  const descriptor = openSync(file, 'r+');
  try {
    writeSync(descriptor, Buffer.alloc(bytes), 0, bytes, size);
  } finally {
    closeSync(descriptor);
  }
}

/** What lmdb returns, as the rest of the store takes it. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
