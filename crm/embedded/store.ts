/**
 * The embedded store: a MongoDB-compatible server in a worker thread, on a socket that only this user can open.
 * The MongoDB driver and Mongoose connect to its `uri` unmodified. docs/store.md says what it supports.
 */
import { Worker } from 'node:worker_threads';
import { socketUri } from './directory.ts';
import { StoreError } from './errors.ts';
import type { TcpAccess, WorkerInput, WorkerReport } from './worker.ts';

export interface StoreLog {
  warn(message: string): void;
  error(message: string): void;
}

export interface EmbeddedStoreOptions {
  /** The store lives in its subdirectory `store`, which is made if it is missing. */
  readonly dataDir: string;
  /** Where to listen instead of a path of the store's choosing; at most 103 bytes. */
  readonly socketPath?: string;
  /** Also listens on TCP, for clients that log in with SCRAM-SHA-256; the connection is not encrypted. */
  readonly tcp?: TcpAccess;
  readonly log?: StoreLog;
  /** Called when the store stops without being asked to: nothing can be read or written any more. */
  readonly onFailure?: (error: StoreError) => void;
}

export interface EmbeddedStore {
  /** Connection string, valid while this process lives. */
  readonly uri: string;
  readonly socketPath: string;
  /** The port where `tcp` was asked for. */
  readonly tcpPort: number | undefined;
  /** Waits for running writes, then closes the files. */
  close(): Promise<void>;
}

/**
 * Opens or creates a store and serves it.
 * @throws StoreError `DBPathInUse` when another server has it, `DataCorruptionDetected` when a file is damaged,
 * `UnsupportedFormat` when a newer version wrote it, `OutOfDiskSpace` or `OperationFailed` when it can't be written
 */
export async function openEmbeddedStore(options: EmbeddedStoreOptions): Promise<EmbeddedStore> {
  const { dataDir, socketPath: wanted, tcp, log, onFailure } = options;
  const workerInput: WorkerInput = { dataDir, socketPath: wanted, tcp };
  const worker = new Worker(workerFile(), { workerData: workerInput });
  let isClosing = false;
  worker.on('message', (report: WorkerReport) => {
    if (report.kind === 'log') log?.[report.level](report.message);
  });
  const { socketPath, tcpPort } = await untilReady(worker);
  worker.unref();
  worker.once('error', (error) => onFailure?.(stopped(error.message)));
  worker.once('exit', (code) => {
    if (!isClosing) onFailure?.(stopped(`its thread ended with code ${code}`));
  });
  return {
    uri: socketUri(socketPath),
    socketPath,
    tcpPort,
    close: async () => {
      if (isClosing) return;
      isClosing = true;
      const closed = untilClosed(worker);
      worker.ref();
      worker.postMessage('close');
      await closed;
      await worker.terminate();
    },
  };
}

/** In a source tree (tests, tsx) the built file is used: Node 20 can't start a worker from TypeScript. */
function workerFile(): URL {
  const isSource = import.meta.url.endsWith('.ts');
  return new URL(isSource ? '../../dist/crm/embedded/worker.js' : './worker.js', import.meta.url);
}

function untilReady(worker: Worker): Promise<{ socketPath: string; tcpPort: number | undefined }> {
  return new Promise((resolve, reject) => {
    worker.on('message', (report: WorkerReport) => {
      if (report.kind === 'ready') resolve({ socketPath: report.socketPath, tcpPort: report.tcpPort });
      if (report.kind !== 'failed') return;
      void worker.terminate();
      reject(new StoreError(report.codeName, report.message));
    });
    worker.once('error', (error) => reject(stopped(error.message)));
  });
}

function untilClosed(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', (report: WorkerReport) => {
      if (report.kind === 'closed') resolve();
      if (report.kind === 'failed') reject(new StoreError(report.codeName, report.message));
    });
    worker.once('exit', () => resolve());
  });
}

function stopped(reason: string): StoreError {
  return new StoreError('InternalError', `The embedded store stopped: ${reason}. Start the server again.`);
}
