import { Worker } from 'node:worker_threads';
import { addDays, type Day, localDay } from '../../crm/calendar.ts';
import type { Models } from '../../crm/models/index.ts';
import type { Log } from '../log.ts';
import type { ScoringRun } from './run.ts';

export interface ScoringJob {
  /** Connection string of the store. */
  readonly uri: string;
  readonly today: Day;
  readonly timeZone: string;
  readonly now: Date;
}

/** Scores of customers and deals, made anew each night. */
export class Scores {
  readonly #options: {
    readonly models: Models;
    readonly uri: string;
    readonly timeZone: string;
    readonly now: () => Date;
    readonly log: Log;
  };

  constructor(options: { models: Models; uri: string; timeZone: string; now: () => Date; log: Log }) {
    this.#options = options;
  }

  /** Whether the scores know all days up to yesterday. */
  async isUpToDate(): Promise<boolean> {
    const { models, now, timeZone } = this.#options;
    const yesterday = addDays(localDay(now(), timeZone), -1);
    return (await models.ScoringVersion.exists({ active: true, trainedTo: { $gte: yesterday } })) !== null;
  }

  /** Learns and scores in a worker; `signal` stops it. */
  async refresh(signal: AbortSignal): Promise<void> {
    const { uri, now, timeZone, log } = this.#options;
    const at = now();
    const run = await scoreInWorker({ uri, today: localDay(at, timeZone), timeZone, now: at }, signal);
    const { version, customers, deals, report } = run;
    const { method, verdict } = report.buying;
    log.info({ version, customers, deals, method, verdict }, 'customers and deals scored');
  }
}

function scoreInWorker(job: ScoringJob, signal: AbortSignal): Promise<ScoringRun> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const worker = new Worker(workerFile(), { workerData: job });
    const abort = (): void => {
      void worker.terminate().then(() => reject(signal.reason));
    };
    signal.addEventListener('abort', abort, { once: true });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      signal.removeEventListener('abort', abort);
      reject(new Error(`the scoring worker stopped with code ${code}`));
    });
  });
}

/** Worker threads load only built files: from the source tree that is the twin under dist/. */
function workerFile(): URL {
  const fromSource = import.meta.url.endsWith('.ts');
  return new URL(fromSource ? '../../dist/bot/scoring/worker.js' : './worker.js', import.meta.url);
}
