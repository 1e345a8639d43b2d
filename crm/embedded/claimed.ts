/** Holds a store for this process: listens, claims the files, and lets them go again. */
import type { Server } from 'node:net';
import { ClaimFile } from './claim.ts';
import { makeDirectory, newSocketPath, type StoreFiles } from './directory.ts';
import { close, listen } from './wire/server.ts';

export interface ClaimedStore {
  readonly server: Server;
  readonly socketPath: string;
  /** After the server is closed. */
  release(): Promise<void>;
}

/** @throws StoreError DBPathInUse, OperationFailed, OutOfDiskSpace */
export async function claimStore(files: StoreFiles, wantedPath?: string): Promise<ClaimedStore> {
  makeDirectory(files.directory);
  const claim = new ClaimFile(files.claim);
  const socketPath = wantedPath ?? newSocketPath(files.directory);
  try {
    const server = await listen({ path: socketPath });
    try {
      await claim.take({ socketPath, pid: process.pid });
    } catch (error) {
      await close(server);
      throw error;
    }
    const release = async (): Promise<void> => {
      await claim.release();
      await claim.close();
    };
    return { server, socketPath, release };
  } catch (error) {
    await claim.close();
    throw error;
  }
}
