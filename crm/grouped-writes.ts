import mongoose, { type Model } from 'mongoose';

const { MongoError } = mongoose.mongo;

/** An element of the `updates` of MongoDB's update command, which sets one document. */
export interface UpdateStatement {
  readonly q: object;
  readonly u: object;
}

interface WriteError {
  readonly index: number;
  readonly code: number;
  readonly errmsg: string;
}

interface Waiting<S> {
  readonly statement: S;
  resolve(): void;
  reject(error: unknown): void;
}

/** While the store flushes one write, the next is under way to it. */
const MAX_WRITES = 2;
/** So many of the largest requests that a channel takes, 256 KiB, fit into one document of MongoDB. */
const MAX_STATEMENTS = 50;

/** What the command calls its list of statements. */
const LISTS = { insert: 'documents', update: 'updates' } as const;

/**
 * Writes of one kind to one collection. What comes while the store is at work goes with the next command, that of many
 * conversations with one; each is acknowledged only once it is on disk, and refused alone. A statement must be one that
 * may be done twice.
 */
class GroupedWrites<S extends object> {
  readonly #model: Model<never>;
  readonly #command: keyof typeof LISTS;
  #waiting: Waiting<S>[] = [];
  #writes = 0;

  constructor(model: Model<never>, command: keyof typeof LISTS) {
    this.#model = model;
    this.#command = command;
  }

  /** Rejects with code 11000 where a unique index has the document's key already. */
  write(statement: S): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ statement, resolve, reject });
      if (this.#writes < MAX_WRITES) void this.#start();
    });
  }

  async #start(): Promise<void> {
    this.#writes++;
    // What the caller writes along with it is to go with it.
    await undefined;
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, MAX_STATEMENTS);
      const refused = await this.#send(group.map(({ statement }) => statement));
      for (const [index, { resolve, reject }] of group.entries())
        if (refused.has(index)) reject(refused.get(index));
        else resolve();
    }
    this.#writes--;
  }

  /** @returns the errors of those that are not in the store, by their place in the group */
  async #send(statements: readonly S[]): Promise<ReadonlyMap<number, unknown>> {
    try {
      const { writeErrors = [] } = await this.#run(statements).catch((error: unknown) => {
        // Of what is in the store already, because only the answer was lost, the second time says so.
        if (error instanceof MongoError && error.hasErrorLabel('RetryableWriteError'))
          return this.#run(statements);
        throw error;
      });
      return new Map(
        writeErrors.map((error) => [error.index, Object.assign(new Error(error.errmsg), error)]),
      );
    } catch (error) {
      return new Map(statements.map((_, index) => [index, error]));
    }
  }

  /** The driver's own bulk writes measure each document before they write it: for turns half as much work again. */
  async #run(statements: readonly S[]): Promise<{ readonly writeErrors?: readonly WriteError[] }> {
    const { collection, db } = this.#model;
    const writeConcern = collection.writeConcern;
    return db.db!.command({
      [this.#command]: collection.collectionName,
      [LISTS[this.#command]]: statements,
      ordered: false,
      ...(writeConcern && { writeConcern }),
    });
  }
}

function ofEachModel<S extends object>(command: keyof typeof LISTS) {
  const known = new WeakMap<object, GroupedWrites<S>>();
  return (model: object): GroupedWrites<S> => {
    let found = known.get(model);
    if (!found) {
      found = new GroupedWrites(model as Model<never>, command);
      known.set(model, found);
    }
    return found;
  };
}
/** The inserts of a model that all who write share; a document brings its `_id`. */
export const insertsOf = ofEachModel<{ readonly _id: mongoose.Types.ObjectId }>('insert');
/** The updates of a model that all who write share. */
export const updatesOf = ofEachModel<UpdateStatement>('update');
