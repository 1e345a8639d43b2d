import { RainmakerError } from '../errors.ts';

/**
 * Runs jobs of the same key one after the other, in order of arrival, and jobs of different keys side by side.
 * Queues are bounded: a key with `maxPerKey` jobs, or `max` jobs in all, refuses more.
 */
export class KeyedQueue {
  readonly #tails = new Map<string, { last: Promise<unknown>; length: number }>();
  readonly #maxPerKey: number;
  readonly #max: number;
  #total = 0;

  constructor(limits: { readonly maxPerKey: number; readonly max: number }) {
    this.#maxPerKey = limits.maxPerKey;
    this.#max = limits.max;
  }

  get size(): number {
    return this.#total;
  }

  /** @throws RainmakerError TOO_BUSY when a bound is reached. */
  async run<T>(key: string, job: () => Promise<T>): Promise<T> {
    const tail = this.#tails.get(key) ?? { last: Promise.resolve(), length: 0 };
    if (tail.length >= this.#maxPerKey || this.#total >= this.#max)
      throw new RainmakerError('TOO_BUSY', 'Too many messages are waiting. Wait a moment and send it again.');
    const result = tail.last.then(job, job);
    tail.last = result;
    tail.length++;
    this.#total++;
    this.#tails.set(key, tail);
    try {
      return await result;
    } finally {
      tail.length--;
      this.#total--;
      if (tail.length === 0) this.#tails.delete(key);
    }
  }

  /** Resolves when everything queued by now has ended, well or badly. */
  async idle(): Promise<void> {
    await Promise.allSettled([...this.#tails.values()].map((tail) => tail.last));
  }
}
