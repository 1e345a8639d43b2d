/** Where the store keeps its files, and the socket that only this user can reach. */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StoreError } from './errors.ts';

export interface StoreFiles {
  readonly directory: string;
  readonly data: string;
  /** Who serves the store. */
  readonly claim: string;
}

/** Longest path that bind() takes for a unix socket is 107 bytes on Linux and 103 on macOS. */
const MAX_SOCKET_PATH_BYTES = 103;

export function storeFiles(dataDir: string): StoreFiles {
  const directory = path.resolve(dataDir, 'store');
  return { directory, data: path.join(directory, 'data.mdb'), claim: path.join(directory, 'claim.mdb') };
}

/** Makes the directory, open to this user only. @throws StoreError OperationFailed */
export function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreError(
      'OperationFailed',
      `The directory ${directory} can not be made (${reason}). Make its parent a directory that this user may write to.`,
      { cause: error },
    );
  }
  if (process.platform !== 'win32') chmodSync(directory, 0o700);
}

/** A path that no other server uses; in a private directory under the system's temporary one if `directory` is too deep. */
export function newSocketPath(directory: string): string {
  const name = `${process.pid}-${randomBytes(3).toString('hex')}.sock`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\rainmaker-${name}`;
  const here = path.join(directory, name);
  if (Buffer.byteLength(here) <= MAX_SOCKET_PATH_BYTES) return here;
  return path.join(mkdtempSync(path.join(tmpdir(), 'rainmaker-')), 'store.sock');
}

/**
 * The connection string of a socket. A store that is busy with one long command answers nothing else meanwhile, which
 * the driver would take for its end after half a minute, and break off all that is under way: it shall wait. Where the
 * store has ended the socket is closed, which is noticed at once.
 */
export function socketUri(socketPath: string): string {
  return `mongodb://${encodeURIComponent(socketPath)}/rainmaker?directConnection=true&retryWrites=false&connectTimeoutMS=0`;
}
