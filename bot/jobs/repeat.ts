import type { Log } from '../log.ts';

/**
 * Runs a job again and again, `ms` apart, never twice at a time. A failure is logged, once for a row of them, and comes
 * again. Returns what stops it and waits for the run under way.
 */
export function repeat(ms: number, job: () => Promise<unknown>, log?: Log): () => Promise<void> {
  let running: Promise<unknown> | undefined;
  let isFailing = false;
  const run = async () => {
    try {
      await job();
      isFailing = false;
    } catch (error) {
      if (!isFailing) log?.error({ err: error }, 'a repeated job failed');
      isFailing = true;
    }
    running = undefined;
  };
  const timer = setInterval(() => {
    running ??= run();
  }, ms);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
