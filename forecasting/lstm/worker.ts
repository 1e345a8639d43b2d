/** Runs in a worker thread: trains the network and posts progress, then the result. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Series } from '../series/series.ts';
import { trainLstm } from './train.ts';
import type { TrainingMessage } from './train-in-worker.ts';

const { seriesList, horizon, seed, epochs } = workerData as {
  seriesList: readonly Series[];
  horizon: number;
  seed: number;
  epochs: number;
};
const post = (message: TrainingMessage): void => parentPort?.postMessage(message);

try {
  const trained = await trainLstm(seriesList, {
    horizon,
    seed,
    epochs,
    onProgress: (epoch, all, loss) => post({ kind: 'progress', epoch, epochs: all, loss }),
  });
  post({ kind: 'trained', trained });
} catch (error) {
  if (!(error instanceof Error && 'code' in error)) throw error;
  post({ kind: 'failed', code: String(error.code), message: error.message });
}
