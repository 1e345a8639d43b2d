/** What every command is given, and the readings of its fields that several share. */

import type { Collection } from '../engine/collection.ts';
import type { Engine } from '../engine/engine.ts';
import { StoreError } from '../errors.ts';
import type { Collation } from '../semantics/values/collation.ts';
import { decode } from '../semantics/values/decode.ts';
import type { Document, Value } from '../semantics/values/value.ts';
import type { Arguments } from './arguments.ts';
import type { Reply } from './reply.ts';

/** Who sent the command. */
export interface Client {
  readonly connectionId: number;
  /** Came through the socket that only this user can open. */
  readonly isLocal: boolean;
}

export interface Context {
  readonly engine: Engine;
  readonly database: string;
  readonly client: Client;
  /** Document sequences of the message, by argument name. */
  readonly sequences: ReadonlyMap<string, readonly Buffer[]>;
  /** The instant at which the command came: `$$NOW`. */
  readonly now: Date;
}

/** @param name the command's name as the client wrote it */
export type Command = (args: Arguments, context: Context, name: string) => Reply | Promise<Reply>;

/** `database.collection` of a command whose first field is the collection's name. */
export function namespaceOf(args: Arguments, context: Context, name: string): string {
  const collection = args.value(name);
  if (typeof collection !== 'string' || collection === '') {
    throw new StoreError(
      'InvalidNamespace',
      `'${name}' needs the name of a collection, a string that is not empty.`,
    );
  }
  return `${context.database}.${collection}`;
}

export function collectionOf(args: Arguments, context: Context, name: string): Collection | undefined {
  return context.engine.catalog.get(namespaceOf(args, context, name));
}

export interface QueryOptions {
  readonly now: Date;
  readonly random: () => number;
  readonly let?: Readonly<Record<string, Value>>;
  readonly collation?: Collation | undefined;
  readonly checkTime?: () => void;
}

/** `let`, `collation` and `maxTimeMS`, as a query request takes them. */
export function queryOptions(args: Arguments, { engine, now }: Context): QueryOptions {
  const variables = args.document('let') as Readonly<Record<string, Value>> | undefined;
  const collation = args.collation();
  const allowed = args.integer('maxTimeMS');
  const deadline = allowed ? now.getTime() + allowed : Number.POSITIVE_INFINITY;
  const checkTime = (): void => {
    if (engine.now() > deadline) throw new StoreError('MaxTimeMSExpired', 'operation exceeded time limit');
  };
  return {
    now,
    random: Math.random,
    collation,
    ...(variables && { let: variables }),
    ...(allowed && { checkTime }),
  };
}

/** Documents given as a sequence of the message or as an array of the command. */
export function documentList(args: Arguments, context: Context, name: string): Document[] {
  const sequence = context.sequences.get(name)?.map((bytes) => decode(bytes));
  return args.required(name, sequence ?? args.documents(name));
}
