import { execFile } from 'node:child_process';
import { constants, existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Config } from '../../bot/config.ts';
import { localDay } from '../../crm/calendar.ts';
import { storeFiles } from '../../crm/embedded/directory.ts';

export interface TemporaryFolder {
  readonly dir: string;
  remove(): Promise<void>;
}

/** A folder of its own for a test, removed at the end. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const dir = await mkdtemp(path.join(tmpdir(), 'rainmaker-'));
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
}

export const testConfig = (dataDir: string, more: Partial<Config> = {}): Config => ({
  production: false,
  port: 0,
  host: '127.0.0.1',
  dataDir,
  logLevel: 'silent',
  widgetOrigins: [],
  ...more,
});

const TIME_ZONE = 'Europe/London';
const openShop = fileURLToPath(new URL('../../dist/scripts/support/open-shop.js', import.meta.url));

/**
 * A temporary folder with the store of a shop that has been open for ten minutes at `at`: the sample shop is loaded
 * and its year of sales summed. In a run of Jest the first suite that asks for a day makes its store.
 */
export async function shopFolder(at = new Date()): Promise<TemporaryFolder> {
  const folder = await temporaryFolder();
  const store = path.join(process.env.TEST_RUN_FOLDER ?? folder.dir, `${localDay(at, TIME_ZONE)}.mdb`);
  if (!existsSync(store)) await makeStore(store, at);
  const { directory, data } = storeFiles(folder.dir);
  await mkdir(directory, { recursive: true });
  await copyFile(store, data, constants.COPYFILE_FICLONE);
  return folder;
}

/** Two suites may come to it at once: each makes it whole, and the last stays. */
async function makeStore(file: string, at: Date): Promise<void> {
  const { dir, remove } = await temporaryFolder();
  await promisify(execFile)(process.execPath, [openShop, dir, at.toISOString()]);
  await rename(storeFiles(dir).data, file);
  await remove();
}
