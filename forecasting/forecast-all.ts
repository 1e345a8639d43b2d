import { Worker } from 'node:worker_threads';
import type { DemandForecast, DemandSeries } from './demand.ts';

export type WorkerMessage =
  | { readonly kind: 'forecast'; readonly forecast: DemandForecast }
  | { readonly kind: 'failed'; readonly sku: string; readonly reason: string };

export interface ForecastAllResult {
  /** In the order of the input, without those that failed. */
  readonly forecasts: readonly DemandForecast[];
  readonly failures: readonly { readonly sku: string; readonly reason: string }[];
}

/**
 * Forecasts many products in a worker thread, so that the caller's thread stays free. Rejects when the worker
 * itself dies or `signal` aborts; a series that cannot be forecast is listed in `failures`.
 */
export function forecastAll(
  seriesList: readonly DemandSeries[],
  options: {
    readonly horizon: number;
    readonly onProgress?: (done: number, total: number) => void;
    readonly signal?: AbortSignal;
  },
): Promise<ForecastAllResult> {
  const { horizon, onProgress, signal } = options;
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile(), { workerData: { seriesList, horizon } });
    const forecasts: DemandForecast[] = [];
    const failures: { sku: string; reason: string }[] = [];
    const abort = (): void => {
      void worker.terminate();
      reject(signal?.reason);
    };
    if (signal?.aborted) return abort();
    signal?.addEventListener('abort', abort, { once: true });
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'forecast') forecasts.push(message.forecast);
      else failures.push({ sku: message.sku, reason: message.reason });
      onProgress?.(forecasts.length + failures.length, seriesList.length);
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      signal?.removeEventListener('abort', abort);
      if (code === 0) resolve({ forecasts, failures });
      else reject(new Error(`The forecasting worker stopped with code ${code}`));
    });
  });
}

/** Worker threads load only built files: from the source tree that is the twin under dist/. */
function workerFile(): URL {
  const fromSource = import.meta.url.endsWith('.ts');
  return new URL(fromSource ? '../dist/forecasting/worker.js' : './worker.js', import.meta.url);
}
