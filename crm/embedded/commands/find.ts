/** find, count, distinct: the reads that need no pipeline. */

import { planQuery, type QueryRequest, runQuery } from '../engine/query.ts';
import { StoreError } from '../errors.ts';
import type { Filter, MatchPosition } from '../semantics/filter/filter.ts';
import { splitPath, visitPath } from '../semantics/paths.ts';
import { compileProjection } from '../semantics/projection.ts';
import { keyOf } from '../semantics/values/compare.ts';
import { decode } from '../semantics/values/decode.ts';
import { encode } from '../semantics/values/encode.ts';
import { type Document, documentOf, type Value } from '../semantics/values/value.ts';
import type { Arguments } from './arguments.ts';
import { type Command, type Context, collectionOf, namespaceOf, queryOptions } from './command.ts';
import { ok } from './reply.ts';

/** As MongoDB's first batch. */
export const FIRST_BATCH = 101;

/** The fields of a find command; explain reads them too. */
export function readFind(args: Arguments, context: Context) {
  const limit = args.integer('limit', Number.MIN_SAFE_INTEGER) ?? 0;
  const request = {
    ...queryOptions(args, context),
    filter: args.document('filter') ?? documentOf({}),
    sort: args.document('sort'),
    skip: args.integer('skip'),
    // A negative limit asks for one batch of that size; drivers no longer send it.
    limit: Math.abs(limit),
    hint: args.value('hint'),
  };
  const projection = args.document('projection');
  const batchSize = args.integer('batchSize') ?? FIRST_BATCH;
  const singleBatch = args.boolean('singleBatch') || limit < 0;
  args
    .ignore('noCursorTimeout', 'allowDiskUse', 'allowPartialResults', 'readConcern')
    .refuseFlags('tailable', 'awaitData', 'oplogReplay', 'returnKey', 'showRecordId', 'min', 'max')
    .refuseOthers();
  return { request, projection, batchSize, singleBatch };
}

export const find: Command = (args, context, name) => {
  const namespace = namespaceOf(args, context, name);
  const collection = collectionOf(args, context, name);
  const { request, projection, batchSize, singleBatch } = readFind(args, context);
  const results = collection ? documents() : [];
  const { documents: batch, cursorId } = context.engine.cursors.start(
    namespace,
    results,
    batchSize,
    singleBatch,
  );
  return { kind: 'cursor', batchName: 'firstBatch', batch, cursorId, namespace };

  function documents(): Iterable<Buffer> {
    const query = planQuery(collection!, request);
    const found = runQuery(collection!, query);
    if (projection === undefined || Object.keys(projection).length === 0)
      return map(found, ({ bytes }) => bytes);
    const shown = projector(projection, query.filter, request);
    return map(found, ({ bytes }) => encode(shown(bytes)));
  }
};

/** From stored bytes to the fields asked for. */
export function projector(
  specification: Document,
  filter: Filter,
  options: Pick<QueryRequest, 'now' | 'let' | 'collation'>,
): (bytes: Buffer) => Document {
  const projection = compileProjection(specification, options);
  if (!projection.isPositional)
    return (bytes) => projection.apply(decode(bytes, projection.fields ?? undefined));
  return (bytes) => {
    const document = decode(bytes);
    const position: MatchPosition = { index: undefined };
    filter.matches(document, position);
    return projection.apply(document, position);
  };
}

export const count: Command = (args, context, name) => {
  const collection = collectionOf(args, context, name);
  const request = {
    ...queryOptions(args, context),
    filter: args.document('query') ?? documentOf({}),
    skip: args.integer('skip'),
    limit: Math.abs(args.integer('limit', Number.MIN_SAFE_INTEGER) ?? 0),
    hint: args.value('hint'),
  };
  args.ignore('readConcern').refuseOthers();
  if (!collection) return ok({ n: 0 });
  if (Object.keys(request.filter).length === 0 && request.hint === undefined) {
    const left = Math.max(0, collection.count - (request.skip ?? 0));
    return ok({ n: request.limit ? Math.min(left, request.limit) : left });
  }
  let n = 0;
  for (const _ of runQuery(collection, planQuery(collection, request))) n++;
  return ok({ n });
};

/** As on a MongoDB server: the values have to fit into one document. */
const MAX_DISTINCT_BYTES = 16 * 1024 * 1024;

export const distinct: Command = (args, context, name) => {
  const collection = collectionOf(args, context, name);
  const key = args.required('key', args.string('key'));
  const request = {
    ...queryOptions(args, context),
    filter: args.document('query') ?? documentOf({}),
    hint: args.value('hint'),
  };
  args.ignore('readConcern').refuseOthers();
  const values = new Map<unknown, Value>();
  const parts = splitPath(key);
  const top = new Set(parts.slice(0, 1));
  if (collection) {
    for (const { bytes } of runQuery(collection, planQuery(collection, request))) {
      visitPath(decode(bytes, top), parts, false, (found) => {
        for (const value of Array.isArray(found) ? found : [found]) {
          const id = keyOf(value, request.collation);
          if (value !== undefined && !values.has(id)) values.set(id, value);
        }
        return false;
      });
    }
  }
  const reply = documentOf({ values: [...values.values()] });
  if (encode(reply).length > MAX_DISTINCT_BYTES) {
    throw new StoreError('BSONObjectTooLarge', 'distinct too big, 16mb cap');
  }
  return ok(reply);
};

export function* map<A, B>(values: Iterable<A>, transform: (value: A) => B): Generator<B> {
  for (const value of values) yield transform(value);
}
