/**
 * Answers of a slow source, each asked for once and kept for `keepMs`; a failure is not kept. There are as many
 * as keys, so keys must come from a bounded set.
 */
export class RecentAnswers<K, V> {
  readonly #keepMs: number;
  readonly #clock: () => number;
  readonly #answers = new Map<K, { readonly at: number; readonly answer: Promise<V> }>();

  constructor(keepMs: number, clock: () => number = Date.now) {
    this.#keepMs = keepMs;
    this.#clock = clock;
  }

  get(key: K, ask: () => Promise<V>): Promise<V> {
    const kept = this.#answers.get(key);
    const at = this.#clock();
    if (kept && at - kept.at < this.#keepMs) return kept.answer;
    const answer = ask();
    const entry = { at, answer };
    this.#answers.set(key, entry);
    answer.catch(() => {
      if (this.#answers.get(key) === entry) this.#answers.delete(key);
    });
    return answer;
  }

  clear(): void {
    this.#answers.clear();
  }
}
