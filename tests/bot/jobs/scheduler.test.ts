import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Scheduler } from '../../../bot/jobs/scheduler.ts';
import { createLog } from '../../../bot/log.ts';

const START = new Date('2026-06-01T00:00:00Z');
const MINUTE = 60_000;

beforeEach(() => {
  jest.useFakeTimers({ now: START });
});
afterEach(() => {
  jest.useRealTimers();
});

/** Runs at 03:00; fails so many times first. Minutes of every run since the start. */
const schedule = (failures: number) => {
  const runs: number[] = [];
  const scheduler = new Scheduler({
    jobs: [
      {
        name: 'forecast',
        at: '03:00',
        async run() {
          runs.push((Date.now() - START.getTime()) / MINUTE);
          if (runs.length <= failures) throw new Error('no luck');
        },
      },
    ],
    timeZone: 'UTC',
    now: () => new Date(),
    log: createLog('silent'),
  });
  scheduler.start();
  return { runs, scheduler };
};

test('a job runs every day at its time', async () => {
  const { runs, scheduler } = schedule(0);
  await jest.advanceTimersByTimeAsync(30 * 60 * MINUTE);
  expect(runs).toEqual([180, 180 + 1440]);
  await scheduler.stop();
});

test('a run that fails is tried again three times, then the next day', async () => {
  const { runs, scheduler } = schedule(4);
  await jest.advanceTimersByTimeAsync(28 * 60 * MINUTE);
  expect(runs).toEqual([180, 195, 210, 225, 180 + 1440]);
  await scheduler.stop();
});

test('nothing runs once it is stopped', async () => {
  const { runs, scheduler } = schedule(1);
  await jest.advanceTimersByTimeAsync(181 * MINUTE);
  await scheduler.stop();
  await jest.advanceTimersByTimeAsync(48 * 60 * MINUTE);
  expect(runs).toEqual([180]);
});
