/** The thread that owns the store: it claims the files, opens them, and serves the socket. */
import { parentPort, workerData } from 'node:worker_threads';
import { ClaimFile } from './claim.ts';
import { makeDirectory, newSocketPath, storeFiles } from './directory.ts';
import { Engine } from './engine/engine.ts';
import { asStoreError } from './engine/environment.ts';
import { deleteExpired } from './engine/expiry.ts';
import type { ErrorCodeName } from './errors.ts';
import { close, type Log, listen, serve } from './wire/server.ts';

export interface WorkerInput {
  readonly dataDir: string;
  /** Where to listen; absent: a path of the store's choosing. */
  readonly socketPath?: string | undefined;
}

export type WorkerReport =
  | { readonly kind: 'ready'; readonly socketPath: string }
  | { readonly kind: 'failed'; readonly codeName: ErrorCodeName; readonly message: string }
  | { readonly kind: 'closed' }
  | { readonly kind: 'log'; readonly level: 'warn' | 'error'; readonly message: string };

const EXPIRY_INTERVAL_MS = 60_000;

const port = parentPort;
if (!port) throw new Error('This file runs as a worker thread of the store.');

const report = (message: WorkerReport): void => port.postMessage(message);
const log: Log = (level, message) => report({ kind: 'log', level, message });
const { dataDir, socketPath } = workerData as WorkerInput;
const files = storeFiles(dataDir);

try {
  const stop = await start();
  port.once('message', () => {
    stop().then(
      () => report({ kind: 'closed' }),
      (error: unknown) => fail(error),
    );
  });
} catch (error) {
  fail(error);
}

function fail(error: unknown): void {
  const { codeName, message } = asStoreError(error, files.directory);
  report({ kind: 'failed', codeName, message });
}

/** Reports `ready`; returns what closes everything in order. */
async function start(): Promise<() => Promise<void>> {
  makeDirectory(files.directory);
  const claim = new ClaimFile(files.claim);
  const path = socketPath ?? newSocketPath(files.directory);
  const server = await listen({ path });
  try {
    await claim.take({ socketPath: path, pid: process.pid });
    const engine = new Engine(files.data, Date.now);
    const stopServing = serve(server, engine, log);
    const expiry = setInterval(() => {
      deleteExpired(engine).catch((error: unknown) =>
        log('error', `TTL: ${asStoreError(error, files.data).message}`),
      );
    }, EXPIRY_INTERVAL_MS);
    report({ kind: 'ready', socketPath: path });
    return async () => {
      clearInterval(expiry);
      await stopServing();
      await engine.close();
      await claim.release();
      await claim.close();
    };
  } catch (error) {
    await close(server);
    await claim.close();
    throw error;
  }
}
