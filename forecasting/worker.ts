/** Runs in a worker thread: forecasts the series it is given one by one and posts each as it is done. */
import { parentPort, workerData } from 'node:worker_threads';
import { type DemandSeries, forecastDemand } from './demand.ts';
import type { WorkerMessage } from './forecast-all.ts';

const { seriesList, horizon } = workerData as { seriesList: readonly DemandSeries[]; horizon: number };

for (const series of seriesList) {
  let message: WorkerMessage;
  try {
    message = { kind: 'forecast', forecast: forecastDemand(series, { horizon }) };
  } catch (error) {
    message = {
      kind: 'failed',
      sku: series.sku,
      reason: error instanceof Error ? error.message : String(error),
    };
  }
  parentPort?.postMessage(message);
}
