import { addDays, instantOf, localDay } from '../../crm/calendar.ts';
import type { Log } from '../log.ts';

export interface Job {
  readonly name: string;
  /** Local time of day, HH:MM. */
  readonly at: string;
  run(signal: AbortSignal): Promise<void>;
}

/** A run that failed is tried again this often, so long after. */
const RETRIES = 3;
const RETRY_MS = 15 * 60_000;

/**
 * Runs each job once a day at its local time. A run that fails is logged and tried again three times, a quarter of an
 * hour apart; then it comes again the next day.
 */
export class Scheduler {
  readonly #jobs: readonly Job[];
  readonly #timeZone: string;
  readonly #now: () => Date;
  readonly #log: Log;
  readonly #timers = new Map<Job, NodeJS.Timeout>();
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<boolean>>();

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
    return this.#attempt(job, RETRIES);
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
    this.#later(job, next.getTime() - now.getTime(), RETRIES);
  }

  #later(job: Job, ms: number, retries: number): void {
    clearTimeout(this.#timers.get(job));
    const timer = setTimeout(() => void this.#attempt(job, retries), ms);
    timer.unref();
    this.#timers.set(job, timer);
  }

  /** Runs the job; then plans the next attempt, or the next day. */
  async #attempt(job: Job, retries: number): Promise<void> {
    const succeeded = await this.#run(job);
    if (this.#stopping.signal.aborted) return;
    if (succeeded || retries === 0) this.#plan(job);
    else this.#later(job, RETRY_MS, retries - 1);
  }

  /** Whether it went well. */
  #run(job: Job): Promise<boolean> {
    if (this.#stopping.signal.aborted) return Promise.resolve(false);
    const run = job.run(this.#stopping.signal).then(
      () => true,
      (error) => {
        if (!this.#stopping.signal.aborted)
          this.#log.error({ err: error, job: job.name }, 'a daily job failed');
        return false;
      },
    );
    this.#running.add(run);
    return run.finally(() => this.#running.delete(run));
  }
}
