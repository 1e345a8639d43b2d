/** The thread that owns the store: it claims the files, opens them, and serves the socket. */
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { claimStore } from './claimed.ts';
import { storeFiles } from './directory.ts';
import { Engine } from './engine/engine.ts';
import { deleteExpired } from './engine/expiry.ts';
import { asStoreError } from './engine/file-errors.ts';
import type { ErrorCodeName } from './errors.ts';
import { makeCredentials } from './wire/scram.ts';
import { close, type Log, listen, serve } from './wire/server.ts';

export interface WorkerInput {
  readonly dataDir: string;
  /** Where to listen; absent: a path of the store's choosing. */
  readonly socketPath?: string | undefined;
  readonly tcp?: TcpAccess | undefined;
}

/** Access over the network; the password never leaves this process. */
export interface TcpAccess {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly username: string;
  readonly password: string;
}

export type WorkerReport =
  | { readonly kind: 'ready'; readonly socketPath: string; readonly tcpPort?: number }
  | { readonly kind: 'failed'; readonly codeName: ErrorCodeName; readonly message: string }
  | { readonly kind: 'closed' }
  | { readonly kind: 'log'; readonly level: 'warn' | 'error'; readonly message: string };

const EXPIRY_INTERVAL_MS = 60_000;

const port = parentPort;
if (!port) throw new Error('This file runs as a worker thread of the store.');

const report = (message: WorkerReport): void => port.postMessage(message);
const log: Log = (level, message) => report({ kind: 'log', level, message });
const input = workerData as WorkerInput;
const files = storeFiles(input.dataDir);

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
  const { server, socketPath, release } = await claimStore(files, input.socketPath);
  try {
    const engine = await Engine.open(files.data, Date.now);
    const tcp = input.tcp && (await listenOnTcp(input.tcp));
    const endings = [serve(server, { engine, log })];
    if (tcp) endings.push(serve(tcp.server, { engine, log, credentials: tcp.credentials }));
    const expiry = setInterval(() => {
      deleteExpired(engine).catch((error: unknown) =>
        log('error', `TTL: ${asStoreError(error, files.data).message}`),
      );
    }, EXPIRY_INTERVAL_MS);
    report({ kind: 'ready', socketPath, ...(tcp && { tcpPort: tcp.port }) });
    return async () => {
      clearInterval(expiry);
      for (const end of endings) end();
      await engine.close();
      // Until here the socket says that the store is taken.
      await release();
      await close(server);
      if (tcp) await close(tcp.server);
    };
  } catch (error) {
    await close(server);
    await release();
    throw error;
  }
}

async function listenOnTcp({ host, port: wanted, username, password }: TcpAccess) {
  const credentials = await makeCredentials(username, password);
  const server = await listen({ host, port: wanted });
  return { server, credentials, port: (server.address() as AddressInfo).port };
}
