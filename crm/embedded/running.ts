import { existsSync } from 'node:fs';
import { accepts, ClaimFile } from './claim.ts';
import { socketUri, storeFiles } from './directory.ts';

/** Connection string of the store that another process serves from this folder right now, if one does. */
export async function runningStoreUri(dataDir: string): Promise<string | undefined> {
  const { claim } = storeFiles(dataDir);
  if (!existsSync(claim)) return undefined;
  const file = new ClaimFile(claim);
  try {
    const holder = file.read();
    return holder && (await accepts(holder.socketPath)) ? socketUri(holder.socketPath) : undefined;
  } finally {
    await file.close();
  }
}
