import { Worker } from 'node:worker_threads';
import type { Series } from '../series/series.ts';
import type { TrainedLstm } from './network.ts';
import type { LstmOptions } from './train.ts';

export type TrainingMessage =
  | { readonly kind: 'progress'; readonly epoch: number; readonly epochs: number; readonly loss: number }
  | { readonly kind: 'trained'; readonly trained: TrainedLstm }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** Training that could not be done; `code` says why. */
export class LstmWorkerError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** `trainLstm` in a worker thread, so that the caller's thread stays free; `signal` stops it. */
export function trainLstmInWorker(
  seriesList: readonly Series[],
  options: LstmOptions & { readonly signal?: AbortSignal },
): Promise<TrainedLstm> {
  const { horizon, seed = 1, epochs = 8, onProgress, signal } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const worker = new Worker(workerFile(), { workerData: { seriesList, horizon, seed, epochs } });
    const abort = (): void => {
      void worker.terminate();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', abort, { once: true });
    worker.on('message', (message: TrainingMessage) => {
      if (message.kind === 'progress') onProgress?.(message.epoch, message.epochs, message.loss);
      else if (message.kind === 'trained') resolve(message.trained);
      else reject(new LstmWorkerError(message.code, message.message));
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      signal?.removeEventListener('abort', abort);
      reject(new Error(`The training worker stopped with code ${code}`));
    });
  });
}

/** Worker threads load only built files: from the source tree that is the twin under dist/. */
function workerFile(): URL {
  const fromSource = import.meta.url.endsWith('.ts');
  return new URL(fromSource ? '../../dist/forecasting/lstm/worker.js' : './worker.js', import.meta.url);
}
