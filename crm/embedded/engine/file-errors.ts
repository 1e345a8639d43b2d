import { StoreError } from '../errors.ts';
import { freeBytes } from './disk-space.ts';
import { PAGE_BYTES } from './lmdb-file.ts';

export function diskFull(file: string, options?: { cause: unknown }): StoreError {
  return new StoreError(
    'OutOfDiskSpace',
    `The disk that holds ${file} is full; free some space and try again.`,
    options,
  );
}

/** Errors of the file system, with what the operator can do. */
export function asStoreError(error: unknown, file: string): StoreError {
  if (error instanceof StoreError) return error;
  const { message, code } =
    error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error), code: undefined };
  const cause = { cause: error };
  const says = (pattern: RegExp): boolean => pattern.test(message) || pattern.test(String(code));
  if (says(/ENOSPC|No space left|EDQUOT|quota/i) || freeBytes(file) < PAGE_BYTES)
    return diskFull(file, cause);
  if (says(/EROFS|EACCES|EPERM|Read-only|Permission denied|not permitted/i)) {
    return new StoreError(
      'OperationFailed',
      `${file} can not be written: ${message}. Make its directory writable for this user.`,
      cause,
    );
  }
  if (says(/MDB_CORRUPTED|MDB_INVALID|MDB_PAGE_NOTFOUND|MDB_PANIC|MDB_VERSION_MISMATCH/)) {
    return new StoreError(
      'DataCorruptionDetected',
      `${file} is damaged (${message}). Restore it from a backup: rainmaker restore FILE.`,
      cause,
    );
  }
  return new StoreError('InternalError', `The store failed: ${message}`, cause);
}
