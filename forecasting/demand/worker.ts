/** Runs in a worker thread: answers each request for forecasts and keeps what it learnt for the next. */
import { parentPort } from 'node:worker_threads';
import { type KnownDemand, refreshDemand, reviveKnown } from './refresh.ts';
import type { DemandAnswer, DemandRequest } from './refresh-in-worker.ts';

let known: KnownDemand = new Map();
const answer = (message: DemandAnswer): void => parentPort?.postMessage(message);

parentPort?.on('message', ({ products, horizon, kept }: DemandRequest) => {
  try {
    if (kept) known = reviveKnown(kept);
    const onProgress = (done: number, total: number): void => answer({ kind: 'progress', done, total });
    const { known: learnt, ...result } = refreshDemand(known, products, { horizon, onProgress });
    known = learnt;
    answer({ kind: 'done', result });
  } catch (error) {
    answer({
      kind: 'failed',
      reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
});
