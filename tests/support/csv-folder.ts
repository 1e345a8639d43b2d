import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from '@jest/globals';

/** A folder of a test file's own, gone after it. */
export function csvFolder(): {
  readonly dir: string;
  /** Writes a file into it and says where. */
  readonly file: (name: string, text: string | Buffer) => string;
} {
  const dir = mkdtempSync(path.join(tmpdir(), 'learn-'));
  afterAll(() => rmSync(dir, { recursive: true }));
  return {
    dir,
    file(name, text) {
      const at = path.join(dir, name);
      writeFileSync(at, text);
      return at;
    },
  };
}
