/** Every command by name, and the one door through which a request becomes a reply. */
import type { Engine } from '../engine/engine.ts';
import { StoreError } from '../errors.ts';
import type { Request } from '../wire/message.ts';
import { aggregate } from './aggregate.ts';
import { Arguments } from './arguments.ts';
import { backup } from './backup.ts';
import { create, drop, dropDatabase, listCollections, listDatabases } from './collections.ts';
import type { Client, Command } from './command.ts';
import { getMore, killCursors } from './cursors.ts';
import { explain } from './explain.ts';
import { count, distinct, find } from './find.ts';
import { findAndModify } from './find-and-modify.ts';
import { buildInfo, connectionStatus, endSessions, hello, ping, serverStatus } from './handshake.ts';
import { createIndexes, dropIndexes, listIndexes } from './indexes.ts';
import { failure, type Reply } from './reply.ts';
import { deleteCommand, insert, updateCommand } from './write.ts';

const COMMANDS: ReadonlyMap<string, Command> = new Map(
  Object.entries({
    aggregate,
    backup,
    buildInfo,
    buildinfo: buildInfo,
    connectionStatus,
    count,
    create,
    createIndexes,
    delete: deleteCommand,
    distinct,
    drop,
    dropDatabase,
    dropIndexes,
    endSessions,
    explain,
    find,
    findAndModify,
    findandmodify: findAndModify,
    getMore,
    hello,
    insert,
    isMaster: hello,
    ismaster: hello,
    killCursors,
    listCollections,
    listDatabases,
    listIndexes,
    ping,
    serverStatus,
    update: updateCommand,
  } satisfies Record<string, Command>),
);

/** Answers a request; never throws for what a client did. */
export async function execute(engine: Engine, request: Request, client: Client): Promise<Reply> {
  try {
    const [name] = Object.keys(request.command);
    const command = COMMANDS.get(name ?? '');
    if (name === undefined || command === undefined) {
      throw new StoreError(
        'CommandNotFound',
        `no such command: '${name ?? ''}' (the embedded store does not support it)`,
      );
    }
    const database = request.command.$db;
    if (typeof database !== 'string')
      throw new StoreError('Location40571', 'OP_MSG requests require a $db argument');
    const context = {
      engine,
      database,
      client,
      sequences: request.sequences,
      now: new Date(engine.now()),
    };
    return await command(new Arguments(request.command, name), context, name);
  } catch (error) {
    if (error instanceof StoreError) return failure(error);
    throw error;
  }
}
