import type { Collection } from '../engine/collection.ts';
import { type IndexSpec, PRIMARY_INDEX } from '../engine/index-spec.ts';
import { planQuery, runQuery } from '../engine/query.ts';
import { StoreError } from '../errors.ts';
import { compilePipeline, type PipelineEnvironment } from '../semantics/pipeline.ts';
import { decode } from '../semantics/values/decode.ts';
import { encode } from '../semantics/values/encode.ts';
import { type Document, documentOf, isDocument } from '../semantics/values/value.ts';
import type { Arguments } from './arguments.ts';
import { type Command, type Context, type QueryOptions, queryOptions } from './command.ts';
import { FIRST_BATCH, map } from './find.ts';
import { splitOutput } from './output.ts';

export function readAggregate(args: Arguments, context: Context) {
  const options = queryOptions(args, context);
  const pipeline = args.required('pipeline', args.documents('pipeline'));
  const hint = args.value('hint');
  const batchSize = args.document('cursor')?.batchSize;
  if (args.value('cursor') === undefined && args.value('explain') !== true) {
    throw new StoreError(
      'FailedToParse',
      "The 'cursor' option is required, except for aggregate with the explain argument",
    );
  }
  args
    .ignore('allowDiskUse', 'readConcern', 'writeConcern', 'bypassDocumentValidation')
    .refuseFlags('explain')
    .refuseOthers();
  return { options, pipeline, hint, batchSize: typeof batchSize === 'number' ? batchSize : FIRST_BATCH };
}

export const aggregate: Command = async (args, context, name) => {
  const target = args.value(name);
  const { engine } = context;
  const { options, pipeline, hint, batchSize } = readAggregate(args, context);
  if (typeof target !== 'string' && pipeline[0]?.$documents === undefined) {
    throw new StoreError(
      'CommandNotSupported',
      'Aggregations over a whole database are not supported by the embedded store, except of $documents.',
    );
  }
  const namespace = `${context.database}.${typeof target === 'string' ? target : '$cmd.aggregate'}`;
  const { stages, output } = splitOutput(pipeline, context, options);
  const { filter, sort, rest } = splitForQuery(stages);
  const compiled = compilePipeline(rest, { ...options, ...otherCollections(context, options) });
  const collection = engine.catalog.get(namespace);
  const found = collection
    ? runQuery(collection, planQuery(collection, { ...options, filter, sort, hint }))
    : [];
  const fields = compiled.fields ?? undefined;
  const results = compiled.run(map(found, ({ bytes }) => decode(bytes, fields)));
  if (output) await engine.environment.write(() => output.write([...results]));
  const batch = engine.cursors.start(namespace, output ? [] : map(results, encode), batchSize);
  return {
    kind: 'cursor',
    batchName: 'firstBatch',
    batch: batch.documents,
    cursorId: batch.cursorId,
    namespace,
  };
};

/** What stages read of the other collections of the database. */
function otherCollections({ engine, database }: Context, options: QueryOptions): PipelineEnvironment {
  const named = (name: string) => engine.catalog.get(`${database}.${name}`);
  return {
    lookup: (name) => map(named(name)?.documents() ?? [], ({ bytes }) => decode(bytes)),
    finder: (name, field) => {
      const collection = named(name);
      if (!collection || !joinIndex(collection, field)) return undefined;
      return {
        count: collection.count,
        find: (values) => {
          // A regular expression inside $in would be a pattern; here it is a value like others.
          const filter = documentOf({
            $or: values.map((value) => documentOf({ [field]: documentOf({ $eq: value }) })),
          });
          const query = planQuery(collection, { ...options, filter });
          return map(runQuery(collection, query), ({ bytes }) => decode(bytes));
        },
      };
    },
  };
}

/** The index that finds every document by the value of this field, or its absence. */
export function joinIndex(collection: Collection, field: string): IndexSpec | undefined {
  return [PRIMARY_INDEX, ...collection.indexes.map(({ spec }) => spec)].find(
    ({ fields, hidden, sparse, partialFilter }) =>
      fields[0]?.path === field && !hidden && !sparse && partialFilter === null,
  );
}

/** The leading $match and $sort, which an index can serve. */
export function splitForQuery(pipeline: readonly Document[]): {
  filter: Document;
  sort: Document | undefined;
  rest: readonly Document[];
} {
  let at = 0;
  const match = pipeline[at]?.$match;
  if (isDocument(match)) at++;
  const sort = pipeline[at]?.$sort;
  if (isDocument(sort)) at++;
  return {
    filter: isDocument(match) ? match : documentOf({}),
    sort: isDocument(sort) ? sort : undefined,
    rest: pipeline.slice(at),
  };
}
