import { StoreError } from '../errors.ts';
import type { Value } from '../semantics/values/value.ts';
import { type Command, namespaceOf } from './command.ts';
import { ok } from './reply.ts';

export const getMore: Command = (args, context, name) => {
  const id = cursorId(args.value(name));
  const namespace = `${context.database}.${args.required('collection', args.string('collection'))}`;
  const batchSize = args.integer('batchSize') || undefined;
  args.ignore('maxTimeMS').refuseOthers();
  const { documents, cursorId: next } = context.engine.cursors.more(id, namespace, batchSize);
  return { kind: 'cursor', batchName: 'nextBatch', batch: documents, cursorId: next, namespace };
};

export const killCursors: Command = (args, context, name) => {
  const namespace = namespaceOf(args, context, name);
  const ids = args.required('cursors', args.array('cursors')).map(cursorId);
  args.refuseOthers();
  const cursorsKilled = ids.filter((id) => context.engine.cursors.kill(id, namespace));
  const cursorsNotFound = ids.filter((id) => !cursorsKilled.includes(id));
  return ok({ cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [] });
};

function cursorId(value: Value | undefined): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  throw new StoreError('TypeMismatch', 'A cursor id must be a long.');
}
