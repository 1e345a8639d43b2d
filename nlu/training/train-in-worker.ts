import { Worker } from 'node:worker_threads';
import type { Candidate, CandidateTask, Refusal } from './candidate.ts';

export type WorkerMessage =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'done'; readonly outcome: Candidate | Refusal };

/**
 * `trainCandidate` in a worker thread, so that the caller's stays free. Rejects with the error of the training, or with
 * the reason of `signal`, which ends the worker at once.
 */
export function trainInWorker(
  task: CandidateTask,
  { onProgress, signal }: { onProgress?: (done: number) => void; signal?: AbortSignal } = {},
): Promise<Candidate | Refusal> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const worker = new Worker(workerFile(), { workerData: task });
    const abort = (): void => {
      void worker.terminate();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', abort, { once: true });
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'progress') onProgress?.(message.done);
      else resolve(message.outcome);
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      signal?.removeEventListener('abort', abort);
      reject(new Error(`The training worker stopped with code ${code} before it was done.`));
    });
  });
}

/** Worker threads load only built files: from the source tree that is the twin under dist/. */
function workerFile(): URL {
  const fromSource = import.meta.url.endsWith('.ts');
  return new URL(fromSource ? '../../dist/nlu/training/worker.js' : './worker.js', import.meta.url);
}
