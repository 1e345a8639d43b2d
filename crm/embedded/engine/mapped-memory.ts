import { readFileSync } from 'node:fs';

const PAGE_BYTES = 4096;

/**
 * Bytes of mapped files that count as this process's memory. The kernel maps the neighbours of every page read, so that
 * scattered reads of a large file would let it grow to the size of the file. 0 where there is no /proc.
 */
export function mappedBytes(): number {
  if (process.platform !== 'linux') return 0;
  const [, , shared] = readFileSync('/proc/self/statm', 'latin1').split(' ');
  return Number(shared) * PAGE_BYTES;
}
