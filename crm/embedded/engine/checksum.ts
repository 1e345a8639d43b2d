/** A CRC-32 behind each stored document: LMDB itself keeps no checksums, and a wrong answer is worse than an error. */
import { crc32 } from 'node:zlib';

const BYTES = 4;

export function seal(content: Buffer): Buffer {
  const sealed = Buffer.allocUnsafe(content.length + BYTES);
  content.copy(sealed);
  sealed.writeUInt32LE(crc32(content), content.length);
  return sealed;
}

/** The content, or null when it is not what was sealed. */
export function unseal(sealed: Buffer): Buffer | null {
  const end = sealed.length - BYTES;
  if (end < 0) return null;
  const content = sealed.subarray(0, end);
  return sealed.readUInt32LE(end) === crc32(content) ? content : null;
}
