import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Makes the folder of what the suites of one run share (tests/support/folder.ts); it goes with the run. */
export default function globalSetup() {
  const folder = mkdtempSync(path.join(tmpdir(), 'rainmaker-run-'));
  process.env.TEST_RUN_FOLDER = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}
