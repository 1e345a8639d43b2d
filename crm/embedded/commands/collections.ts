/** create, drop, dropDatabase, listCollections, listDatabases. */
import { databaseOf } from '../engine/catalog.ts';
import type { Collection } from '../engine/collection.ts';
import { describeIndex, PRIMARY_INDEX } from '../engine/index-spec.ts';
import { StoreError } from '../errors.ts';
import { compileFilter } from '../semantics/filter/filter.ts';
import { encode } from '../semantics/values/encode.ts';
import { type Document, documentOf } from '../semantics/values/value.ts';
import type { Arguments } from './arguments.ts';
import { type Command, type Context, namespaceOf } from './command.ts';
import { FIRST_BATCH } from './find.ts';
import { ok } from './reply.ts';

export const create: Command = (args, context, name) => {
  const namespace = namespaceOf(args, context, name);
  args
    .simpleCollation()
    .ignore('writeConcern', 'autoIndexId', 'idIndex')
    .refuseFlags(
      'capped',
      'timeseries',
      'viewOn',
      'clusteredIndex',
      'validator',
      'changeStreamPreAndPostImages',
    )
    .refuseOthers();
  return context.engine.environment.write(() => {
    if (context.engine.catalog.get(namespace)) {
      throw new StoreError('NamespaceExists', `Collection ${namespace} already exists.`);
    }
    context.engine.catalog.create(namespace);
    return ok();
  });
};

export const drop: Command = (args, context, name) => {
  const namespace = namespaceOf(args, context, name);
  args.ignore('writeConcern').refuseOthers();
  return context.engine.environment.write(() => {
    const collection = context.engine.catalog.get(namespace);
    // As a MongoDB server since 7.0: dropping what is not there succeeds.
    if (!collection) return ok();
    context.engine.catalog.drop(collection);
    return ok({ ns: namespace, nIndexesWas: collection.indexes.length + 1 });
  });
};

export const dropDatabase: Command = (args, context) => {
  args.ignore('writeConcern').refuseOthers();
  const { database, engine } = context;
  return engine.environment.write(() => {
    for (const collection of engine.catalog.list(database)) engine.catalog.drop(collection);
    return ok({ dropped: database });
  });
};

export const listCollections: Command = (args, context) => {
  const nameOnly = args.boolean('nameOnly');
  const shown = context.engine.catalog
    .list(context.database)
    .map((collection) => describe(collection, nameOnly));
  const matching = filtered(shown, args, context);
  const batchSize = args.document('cursor')?.batchSize;
  args.ignore('authorizedCollections').refuseOthers();
  const namespace = `${context.database}.$cmd.listCollections`;
  const { documents, cursorId } = context.engine.cursors.start(
    namespace,
    matching.map(encode),
    typeof batchSize === 'number' ? batchSize : FIRST_BATCH,
  );
  return { kind: 'cursor', batchName: 'firstBatch', batch: documents, cursorId, namespace };
};

export const listDatabases: Command = (args, context) => {
  const nameOnly = args.boolean('nameOnly');
  const names = [...new Set(context.engine.catalog.list().map(({ namespace }) => databaseOf(namespace)))];
  const described = names.map((name) =>
    documentOf({
      name,
      ...(!nameOnly && { sizeOnDisk: context.engine.environment.sizeOnDisk(), empty: false }),
    }),
  );
  const databases = filtered(described, args, context);
  args.ignore('authorizedDatabases').refuseOthers();
  return ok({ databases });
};

function describe({ namespace }: Collection, nameOnly: boolean): Document {
  const name = namespace.slice(databaseOf(namespace).length + 1);
  const head = { name, type: 'collection' };
  if (nameOnly) return documentOf(head);
  const info = documentOf({ readOnly: false });
  return documentOf({ ...head, options: documentOf({}), info, idIndex: describeIndex(PRIMARY_INDEX) });
}

function filtered(documents: Document[], args: Arguments, { now }: Context): Document[] {
  const filter = args.document('filter');
  if (!filter) return documents;
  const { matches } = compileFilter(filter, { now });
  return documents.filter((document) => matches(document));
}
