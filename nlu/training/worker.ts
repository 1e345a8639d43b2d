/** Runs in a worker thread: trains the one candidate it is given. */
import { parentPort, workerData } from 'node:worker_threads';
import { type CandidateTask, trainCandidate } from './candidate.ts';
import type { WorkerMessage } from './train-in-worker.ts';

const post = (message: WorkerMessage) => parentPort?.postMessage(message);

const outcome = await trainCandidate(workerData as CandidateTask, (done) => post({ kind: 'progress', done }));
post({ kind: 'done', outcome });
