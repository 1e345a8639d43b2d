import { Worker } from 'node:worker_threads';
import type { ProductSeries } from './hierarchy.ts';
import type { DemandRefresh, KeptDemand } from './refresh.ts';

/** Sent to the worker thread. */
export interface DemandRequest {
  readonly products: readonly ProductSeries[];
  readonly horizon: number;
  /** What an earlier process learnt, for a thread that has learnt nothing yet. */
  readonly kept?: readonly KeptDemand[];
}

export type DemandAnswer =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly result: DemandForecasts }
  | { readonly kind: 'failed'; readonly reason: string };

/** What a refresh brings, without the models, which stay in the worker. */
export type DemandForecasts = Omit<DemandRefresh, 'known'>;

/**
 * Forecasts the demand of many products in a worker thread, so that the caller's thread stays free. The thread
 * keeps what it learnt: the next refresh only rolls it forward by the new days (see `refreshDemand`).
 */
export class DemandWorker {
  #worker: Worker | undefined;
  #busy = false;

  /** Whether a thread lives that an earlier refresh has taught. */
  get hasLearnt(): boolean {
    return this.#worker !== undefined;
  }

  /**
   * One refresh at a time. Rejects when the worker dies or fails, or when `signal` aborts; what it had learnt is
   * then gone, and the next refresh fits all anew.
   */
  refresh(
    request: DemandRequest,
    options: {
      readonly onProgress?: (done: number, total: number) => void;
      readonly signal?: AbortSignal;
    } = {},
  ): Promise<DemandForecasts> {
    const { onProgress, signal } = options;
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.#busy) return Promise.reject(new Error('a refresh of the demand is already running'));
    this.#worker ??= new Worker(workerFile());
    const worker = this.#worker;
    this.#busy = true;
    worker.removeAllListeners();
    worker.ref();
    const ended = new AbortController();
    return new Promise<DemandForecasts>((resolve, reject) => {
      const fail = (reason: unknown): void => {
        this.#worker = undefined;
        void worker.terminate();
        reject(reason);
      };
      const once = { once: true, signal: ended.signal };
      signal?.addEventListener('abort', () => fail(signal.reason), once);
      worker.once('error', fail);
      worker.once('exit', (code) => fail(new Error(`the forecasting worker stopped with code ${code}`)));
      worker.on('message', (answer: DemandAnswer) => {
        if (answer.kind === 'progress') onProgress?.(answer.done, answer.total);
        else if (answer.kind === 'done') resolve(answer.result);
        else fail(new Error(answer.reason));
      });
      worker.postMessage(request);
    }).finally(() => {
      this.#busy = false;
      ended.abort();
      worker.removeAllListeners();
      // Between two refreshes it keeps no process alive; dead by then, the next refresh starts another.
      worker.unref();
      worker.once('error', () => this.#forget(worker)).once('exit', () => this.#forget(worker));
    });
  }

  #forget(worker: Worker): void {
    if (this.#worker === worker) this.#worker = undefined;
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

/** Worker threads load only built files: from the source tree that is the twin under dist/. */
function workerFile(): URL {
  const fromSource = import.meta.url.endsWith('.ts');
  return new URL(fromSource ? '../../dist/forecasting/demand/worker.js' : './worker.js', import.meta.url);
}
