/** Backup and restore of an embedded store. A backup is one file: the store's data as of one instant, compacted. */
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { mongo } from 'mongoose';
import { claimStore } from './claimed.ts';
import { storeFiles } from './directory.ts';
import { isIntact } from './engine/collection.ts';
import { checkDataFile } from './engine/data-file.ts';
import { StoreError } from './errors.ts';
import { runningStoreUri } from './running.ts';
import { openEmbeddedStore } from './store.ts';
import { close } from './wire/server.ts';

export interface BackupReport {
  readonly file: string;
  readonly bytes: number;
}

/**
 * Copies the store of `dataDir` to `file`, while a server serves it or not. The copy is checked before it gets its name.
 * @throws StoreError OperationFailed when `file` exists already; others as `openEmbeddedStore`
 */
export async function backup(dataDir: string, file: string): Promise<BackupReport> {
  const target = path.resolve(file);
  refuseExisting(target);
  const temporary = mkdtempSync(path.join(path.dirname(target), '.rainmaker-backup-'));
  try {
    const copy = path.join(temporary, 'data.mdb');
    await copyStore(dataDir, copy);
    checkDataFile(copy, isIntact);
    chmodSync(copy, 0o600);
    flush(copy);
    refuseExisting(target);
    renameSync(copy, target);
    flush(path.dirname(target));
    return { file: target, bytes: statSync(target).size };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

export interface RestoreReport {
  /** Where the data that was there before has gone. */
  readonly replaced: string | undefined;
}

/**
 * Puts a backup in the place of the store of `dataDir`; what was there is kept beside it under another name.
 * @param now names the file that is kept
 * @throws StoreError DataCorruptionDetected when the backup is damaged, DBPathInUse while a server runs
 */
export async function restore(file: string, dataDir: string, now: Date): Promise<RestoreReport> {
  if (!existsSync(file)) throw new StoreError('OperationFailed', `There is no backup ${file}.`);
  checkDataFile(file, isIntact);
  const files = storeFiles(dataDir);
  const claimed = await claimStore(files);
  try {
    const incoming = path.join(files.directory, 'incoming.mdb');
    copyFileSync(file, incoming, constants.COPYFILE_FICLONE);
    chmodSync(incoming, 0o600);
    flush(incoming);
    const replaced = existsSync(files.data)
      ? path.join(files.directory, `replaced-${now.toISOString().replaceAll(':', '')}.mdb`)
      : undefined;
    if (replaced) renameSync(files.data, replaced);
    rmSync(`${files.data}-lock`, { force: true });
    renameSync(incoming, files.data);
    flush(files.directory);
    return { replaced };
  } finally {
    await close(claimed.server);
    await claimed.release();
  }
}

async function copyStore(dataDir: string, copy: string): Promise<void> {
  const running = await runningStoreUri(dataDir);
  const own = running === undefined ? await openEmbeddedStore({ dataDir }) : undefined;
  const client = new mongo.MongoClient(running ?? own!.uri);
  try {
    await client.db('admin').command({ backup: 1, file: copy });
  } finally {
    await client.close();
    await own?.close();
  }
}

function refuseExisting(file: string): void {
  if (existsSync(file)) {
    throw new StoreError('OperationFailed', `${file} exists already; name a new file for the backup.`);
  }
}

/** Waits until a file or the entries of a directory are on disk. */
function flush(target: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(target, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
