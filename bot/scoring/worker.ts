// The nightly scoring in a thread of its own: it opens the store itself, so that the server's thread does nothing for it.
import { parentPort, workerData } from 'node:worker_threads';
import mongoose from 'mongoose';
import { createModels } from '../../crm/models/index.ts';
import { runScoring } from './run.ts';
import type { ScoringJob } from './scores.ts';

const { uri, ...job } = workerData as ScoringJob;
const connection = mongoose.createConnection(uri);
try {
  await connection.asPromise();
  parentPort!.postMessage(await runScoring(createModels(connection), job));
} finally {
  await connection.close();
}
