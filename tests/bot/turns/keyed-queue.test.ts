import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { KeyedQueue } from '../../../bot/turns/keyed-queue.ts';

describe('queue per conversation', () => {
  test('jobs of a key run one at a time in order; other keys do not wait', async () => {
    const queue = new KeyedQueue({ maxPerKey: 10, max: 10 });
    const seen: string[] = [];
    const job = (name: string, ms: number) => async () => {
      seen.push(`${name} starts`);
      await sleep(ms);
      seen.push(`${name} ends`);
    };
    await Promise.all([
      queue.run('a', job('a1', 20)),
      queue.run('a', job('a2', 0)),
      queue.run('b', job('b1', 0)),
    ]);
    expect(seen.filter((line) => line.startsWith('a'))).toEqual([
      'a1 starts',
      'a1 ends',
      'a2 starts',
      'a2 ends',
    ]);
    expect(seen.indexOf('b1 ends')).toBeLessThan(seen.indexOf('a1 ends'));
    expect(queue.size).toBe(0);
  });

  test('a job that throws fails alone', async () => {
    const queue = new KeyedQueue({ maxPerKey: 10, max: 10 });
    const failing = queue.run('a', () => Promise.reject(new Error('boom')));
    const next = queue.run('a', async () => 'fine');
    await expect(failing).rejects.toThrow('boom');
    await expect(next).resolves.toBe('fine');
  });

  test('a full queue refuses with a code instead of growing', async () => {
    const queue = new KeyedQueue({ maxPerKey: 2, max: 3 });
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const running = [queue.run('a', () => held), queue.run('a', () => held), queue.run('b', () => held)];
    await expect(queue.run('a', () => held)).rejects.toMatchObject({ code: 'TOO_BUSY' });
    await expect(queue.run('c', () => held)).rejects.toMatchObject({ code: 'TOO_BUSY' });
    release();
    await Promise.all(running);
    await expect(queue.run('c', async () => 1)).resolves.toBe(1);
  });
});
