/** createIndexes, listIndexes, dropIndexes. */
import type { Collection, Index } from '../engine/collection.ts';
import { describeIndex, type IndexSpec, PRIMARY_INDEX, parseIndexSpec } from '../engine/index-spec.ts';
import { sameKey } from '../engine/planner.ts';
import { StoreError } from '../errors.ts';
import { equalValues } from '../semantics/values/compare.ts';
import { encode } from '../semantics/values/encode.ts';
import type { Value } from '../semantics/values/value.ts';
import { type Command, collectionOf, namespaceOf } from './command.ts';
import { FIRST_BATCH } from './find.ts';
import { ok } from './reply.ts';

export const createIndexes: Command = (args, context, name) => {
  const namespace = namespaceOf(args, context, name);
  const specs = args.required('indexes', args.documents('indexes')).map(parseIndexSpec);
  args.ignore('writeConcern', 'commitQuorum', 'maxTimeMS').refuseOthers();
  if (specs.length === 0) throw new StoreError('BadValue', 'Must specify at least one index to create');
  const { catalog, environment } = context.engine;
  return environment.write(() => {
    const createdCollectionAutomatically = catalog.get(namespace) === undefined;
    const collection = catalog.create(namespace);
    const numIndexesBefore = collection.indexes.length + 1;
    for (const spec of specs) {
      if (!isPresent(collection, spec)) catalog.createIndex(collection, spec);
    }
    const numIndexesAfter = collection.indexes.length + 1;
    const note = numIndexesBefore === numIndexesAfter ? { note: 'all indexes already exist' } : {};
    return ok({ numIndexesBefore, numIndexesAfter, createdCollectionAutomatically, ...note });
  });
};

export const listIndexes: Command = (args, context, name) => {
  const namespace = namespaceOf(args, context, name);
  const collection = collectionOf(args, context, name);
  const batchSize = args.document('cursor')?.batchSize;
  args.refuseOthers();
  if (!collection) throw new StoreError('NamespaceNotFound', `ns does not exist: ${namespace}`);
  const shown = [PRIMARY_INDEX, ...collection.indexes.map(({ spec }) => spec)].map((spec) =>
    encode(describeIndex(spec)),
  );
  const limit = typeof batchSize === 'number' ? batchSize : FIRST_BATCH;
  const { documents, cursorId } = context.engine.cursors.start(namespace, shown, limit);
  return { kind: 'cursor', batchName: 'firstBatch', batch: documents, cursorId, namespace };
};

export const dropIndexes: Command = (args, context, name) => {
  const namespace = namespaceOf(args, context, name);
  const wanted = args.required('index', args.value('index'));
  args.ignore('writeConcern').refuseOthers();
  const { catalog, environment } = context.engine;
  return environment.write(() => {
    const collection = catalog.get(namespace);
    if (!collection) throw new StoreError('NamespaceNotFound', `ns not found ${namespace}`);
    const nIndexesWas = collection.indexes.length + 1;
    for (const index of indexesNamed(collection, wanted)) collection.dropIndex(index);
    return ok({ nIndexesWas });
  });
};

/** @throws StoreError IndexOptionsConflict, IndexKeySpecsConflict when it is there but different */
function isPresent(collection: Collection, spec: IndexSpec): boolean {
  if (equalValues(spec.key, PRIMARY_INDEX.key)) return true;
  if (spec.name === PRIMARY_INDEX.name) {
    throw new StoreError('BadValue', `The index name '${spec.name}' is reserved for the index of _id.`);
  }
  for (const { spec: known } of collection.indexes) {
    const sameName = known.name === spec.name;
    const isSame = isSameIndex(known, spec);
    if (sameName && isSame && equalValues(describeIndex(known), describeIndex(spec))) return true;
    if (sameName && !isSame) {
      throw new StoreError(
        'IndexKeySpecsConflict',
        `An existing index has the same name as the requested index but another key or filter, or is unique or sparse where this is not: ${spec.name}`,
      );
    }
    if (isSame) {
      const difference = sameName ? 'different options' : `a different name: ${known.name}`;
      throw new StoreError('IndexOptionsConflict', `Index already exists with ${difference}`);
    }
  }
  return false;
}

/** What tells indexes apart since MongoDB 5.0; two with the same fields may otherwise stand side by side. */
function isSameIndex(a: IndexSpec, b: IndexSpec): boolean {
  return (
    equalValues(a.key, b.key) &&
    equalValues(a.partialFilter, b.partialFilter) &&
    a.unique === b.unique &&
    a.sparse === b.sparse
  );
}

function indexesNamed(collection: Collection, wanted: Value): Index[] {
  if (wanted === '*') return [...collection.indexes];
  if (Array.isArray(wanted)) return wanted.flatMap((one) => indexesNamed(collection, one));
  if (wanted === PRIMARY_INDEX.name || sameKey(PRIMARY_INDEX.key, wanted)) {
    throw new StoreError('InvalidOptions', 'cannot drop _id index');
  }
  const found = collection.indexes.filter(({ spec }) =>
    typeof wanted === 'string' ? spec.name === wanted : sameKey(spec.key, wanted),
  );
  if (found.length > 0) return found;
  const shown = typeof wanted === 'string' ? `name [${wanted}]` : 'that key';
  throw new StoreError('IndexNotFound', `index not found with ${shown}`);
}
