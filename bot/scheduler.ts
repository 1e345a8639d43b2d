import { addDays, instantOf, localDay } from '../crm/calendar.ts';
import type { Log } from './log.ts';

export interface Job {
  readonly name: string;
  /** Local time of day, HH:MM. */
  readonly at: string;
  run(signal: AbortSignal): Promise<void>;
}

/** Runs each job once a day at its local time; a run that fails is logged and comes again the next day. */
export class Scheduler {
  readonly #jobs: readonly Job[];
  readonly #timeZone: string;
  readonly #now: () => Date;
  readonly #log: Log;
  readonly #timers = new Map<Job, NodeJS.Timeout>();
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(options: { jobs: readonly Job[]; timeZone: string; now: () => Date; log: Log }) {
    this.#jobs = options.jobs;
    this.#timeZone = options.timeZone;
    this.#now = options.now;
    this.#log = options.log;
  }

  start(): void {
    for (const job of this.#jobs) this.#plan(job);
  }

  /** Runs a job now, besides its daily time. */
  runNow(name: string): Promise<void> {
    const job = this.#jobs.find((one) => one.name === name);
    if (!job) throw new RangeError(`there is no job ${name}`);
    return this.#run(job);
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#stopping.abort(new Error('the server is stopping'));
    await Promise.all(this.#running);
  }

  #plan(job: Job): void {
    const now = this.#now();
    const today = localDay(now, this.#timeZone);
    let next = instantOf(today, job.at, this.#timeZone);
    if (next <= now) next = instantOf(addDays(today, 1), job.at, this.#timeZone);
    const timer = setTimeout(() => {
      void this.#run(job).finally(() => this.#plan(job));
    }, next.getTime() - now.getTime());
    timer.unref();
    this.#timers.set(job, timer);
  }

  #run(job: Job): Promise<void> {
    if (this.#stopping.signal.aborted) return Promise.resolve();
    const run = job.run(this.#stopping.signal).catch((error) => {
      if (!this.#stopping.signal.aborted)
        this.#log.error({ err: error, job: job.name }, 'a daily job failed');
    });
    this.#running.add(run);
    return run.finally(() => this.#running.delete(run));
  }
}
