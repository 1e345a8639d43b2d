import type { Models } from '../../crm/models/index.ts';
import type { TurnRecord } from '../../crm/models/turn.ts';
import type { Log } from '../log.ts';

/** How long a finished turn may wait for others to be marked with it. */
const GATHER_MS = 50;
const RETRY_MS = 1_000;

/**
 * Marks finished turns as done, many with one write. A mark that a crash loses costs nothing but work: the next
 * start performs the turn again, every effect of which is known by its key and every reply by its number.
 */
export class DoneMarks {
  readonly #models: Models;
  readonly #log: Log;
  #waiting: TurnRecord[] = [];
  /** The last finished turn of a conversation whose mark is not written yet. */
  readonly #unwritten = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(models: Models, log: Log) {
    this.#models = models;
    this.#log = log;
  }

  add(turn: TurnRecord): void {
    this.#waiting.push(turn);
    this.#unwritten.set(turn.conversationId, turn.seq);
    this.#schedule(GATHER_MS);
  }

  /** Turns of the conversation up to this one are done, although the store may not say so yet; 0 for none. */
  finishedUpTo(conversationId: string): number {
    return this.#unwritten.get(conversationId) ?? 0;
  }

  /** Writes what waits. */
  async settle(): Promise<void> {
    await this.#writing;
    await this.#write();
  }

  #schedule(delay: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#writing = this.#write();
    }, delay).unref();
  }

  async #write(): Promise<void> {
    const turns = this.#waiting;
    if (turns.length === 0) return;
    this.#waiting = [];
    try {
      await this.#models.Turn.collection.updateMany(
        { _id: { $in: turns.map(({ _id }) => _id) } },
        { $set: { status: 'done', outbox: [] } },
      );
    } catch (error) {
      this.#waiting = [...turns, ...this.#waiting];
      this.#log.error({ err: error, turns: turns.length }, 'finished turns could not be marked as done');
      this.#schedule(RETRY_MS);
      return;
    }
    for (const { conversationId, seq } of turns)
      if (this.#unwritten.get(conversationId) === seq) this.#unwritten.delete(conversationId);
  }
}
