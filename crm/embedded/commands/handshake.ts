/** What drivers and shells ask before and beside the real work. */
import { MAX_DOCUMENT_BYTES } from '../engine/document-checks.ts';
import { documentOf } from '../semantics/values/value.ts';
import { MAX_MESSAGE_BYTES } from '../wire/message.ts';
import type { Command } from './command.ts';
import { ok } from './reply.ts';
import { MAX_WRITE_BATCH } from './write.ts';

/** The MongoDB release whose behaviour the store follows where it has the feature. */
export const SERVER_VERSION = '7.0.0';
const WIRE_VERSION = 21;
const SESSION_MINUTES = 30;

export const hello: Command = (args, context, name) => {
  args.ignore(
    'helloOk',
    'client',
    'compression',
    'loadBalanced',
    'saslSupportedMechs',
    'speculativeAuthenticate',
    'topologyVersion',
    'maxAwaitTimeMS',
    'hostInfo',
    'backpressure',
  );
  args.refuseOthers();
  return ok({
    helloOk: true,
    [name === 'hello' ? 'isWritablePrimary' : 'ismaster']: true,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    maxMessageSizeBytes: MAX_MESSAGE_BYTES,
    maxWriteBatchSize: MAX_WRITE_BATCH,
    localTime: context.now,
    logicalSessionTimeoutMinutes: SESSION_MINUTES,
    connectionId: context.client.connectionId,
    minWireVersion: 0,
    maxWireVersion: WIRE_VERSION,
    readOnly: false,
  });
};

export const buildInfo: Command = (args) => {
  args.refuseOthers();
  return ok({
    version: SERVER_VERSION,
    versionArray: SERVER_VERSION.split('.').map(Number).concat(0),
    gitVersion: 'rainmaker',
    modules: ['rainmaker embedded store'],
    bits: 64,
    debug: false,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
  });
};

export const ping: Command = (args) => {
  args.refuseOthers();
  return ok();
};

/** The figures that an operator watches. */
export const serverStatus: Command = (args, { engine, now }) => {
  args.refuseOthers();
  const { environment, cursors } = engine;
  const { rss } = process.memoryUsage();
  return ok({
    process: 'rainmaker',
    version: SERVER_VERSION,
    localTime: now,
    mem: documentOf({ bits: 64, resident: Math.round(rss / 2 ** 20) }),
    store: documentOf({
      flushes: environment.flushes,
      openCursors: cursors.size,
      sizeOnDisk: environment.sizeOnDisk(),
    }),
  });
};

/** Sessions have no state here: there is nothing to end. */
export const endSessions: Command = (args) => {
  args.refuseOthers();
  return ok();
};

export const connectionStatus: Command = (args) => {
  args.ignore('showPrivileges').refuseOthers();
  return ok({ authInfo: documentOf({ authenticatedUsers: [], authenticatedUserRoles: [] }) });
};
