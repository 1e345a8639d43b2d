import mongoose from 'mongoose';
import type { Models } from '../../crm/models/index.ts';
import type { TurnRecord } from '../../crm/models/turn.ts';

interface Waiting {
  readonly turn: TurnRecord;
  resolve(): void;
  reject(error: unknown): void;
}

/** While the store flushes one write, the next is under way to it. */
const MAX_WRITES = 2;
const MAX_TURNS = 100;

/**
 * Puts turns into the log. What comes while the store is at work goes with the next write, many turns of different
 * conversations with one; each is acknowledged only once it is on disk, and refused alone.
 */
export class Commits {
  readonly #models: Models;
  #waiting: Waiting[] = [];
  #writes = 0;

  constructor(models: Models) {
    this.#models = models;
  }

  /** Rejects with code 11000 where the conversation has the turn's number or message already. */
  commit(turn: TurnRecord): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ turn, resolve, reject });
      if (this.#writes < MAX_WRITES) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#writes++;
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, MAX_TURNS);
      const refused = await this.#insert(group.map(({ turn }) => turn));
      for (const [index, { resolve, reject }] of group.entries())
        if (refused.has(index)) reject(refused.get(index));
        else resolve();
    }
    this.#writes--;
  }

  /** @returns the errors of those that are not in the log, by their place in the group */
  async #insert(turns: readonly TurnRecord[]): Promise<ReadonlyMap<number, unknown>> {
    const { collection } = this.#models.Turn;
    try {
      if (turns.length === 1) await collection.insertOne(turns[0]!);
      else await collection.insertMany([...turns], { ordered: false });
      return new Map();
    } catch (error) {
      if (error instanceof mongoose.mongo.MongoBulkWriteError && turns.length > 1) {
        const refused = [error.writeErrors].flat();
        if (refused.length > 0)
          return new Map(
            refused.map(({ index, code, errmsg }) => [index, Object.assign(new Error(errmsg), { code })]),
          );
      }
      return new Map(turns.map((_, index) => [index, error]));
    }
  }
}
