import { existsSync, statfsSync } from 'node:fs';
import path from 'node:path';

/** Bytes that this user may still write on the disk of `file`, which need not exist yet. */
export function freeBytes(file: string): number {
  let place = path.resolve(file);
  while (!existsSync(place) && path.dirname(place) !== place) place = path.dirname(place);
  const { bavail, bsize } = statfsSync(place);
  return bavail * bsize;
}
