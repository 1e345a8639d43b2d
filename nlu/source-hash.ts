import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** SHA-256 over the names and bytes of files, and of all files in folders: what a trained model was made of. */
export async function sourceHash(sources: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) {
    const isFolder = (await stat(source)).isDirectory();
    const names = isFolder
      ? (await readdir(source, { recursive: true, withFileTypes: true }))
          .filter((entry) => entry.isFile())
          .map((entry) => path.relative(source, path.join(entry.parentPath, entry.name)))
          .sort()
      : [''];
    for (const name of names) {
      const bytes = await readFile(path.join(source, name));
      hash.update(`${name}\0${bytes.length}\0`).update(bytes);
    }
  }
  return hash.digest('hex');
}
