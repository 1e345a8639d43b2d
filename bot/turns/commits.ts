import mongoose from 'mongoose';
import type { Models } from '../../crm/models/index.ts';
import type { TurnRecord } from '../../crm/models/turn.ts';

const { MongoError } = mongoose.mongo;

interface WriteError {
  readonly index: number;
  readonly code: number;
  readonly errmsg: string;
}

interface Waiting {
  readonly turn: TurnRecord;
  resolve(): void;
  reject(error: unknown): void;
}

/** While the store flushes one write, the next is under way to it. */
const MAX_WRITES = 2;
/** So many of the largest requests that a channel takes, 256 KiB, fit into one document of MongoDB. */
const MAX_TURNS = 50;

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
    try {
      const { writeErrors = [] } = await this.#send(turns).catch((error: unknown) => {
        // Of what is in the log already, because only the answer was lost, the second time says so.
        if (error instanceof MongoError && error.hasErrorLabel('RetryableWriteError'))
          return this.#send(turns);
        throw error;
      });
      return new Map(
        writeErrors.map(({ index, code, errmsg }) => [index, Object.assign(new Error(errmsg), { code })]),
      );
    } catch (error) {
      return new Map(turns.map((_, index) => [index, error]));
    }
  }

  /** The driver's own `insertMany` measures each document before it writes it: for turns half as much work again. */
  async #send(turns: readonly TurnRecord[]): Promise<{ readonly writeErrors?: readonly WriteError[] }> {
    const { collection, db } = this.#models.Turn;
    const writeConcern = collection.writeConcern;
    return db.db!.command({
      insert: collection.collectionName,
      documents: turns,
      ordered: false,
      ...(writeConcern && { writeConcern }),
    });
  }
}
