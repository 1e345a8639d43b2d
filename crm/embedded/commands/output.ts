/** $out and $merge: the last stage of a pipeline that writes its result into a collection. */
import type { Catalog } from '../engine/catalog.ts';
import type { Collection } from '../engine/collection.ts';
import { update, withId } from '../engine/modify.ts';
import { planQuery, runQuery } from '../engine/query.ts';
import { StoreError } from '../errors.ts';
import { compileExpression, newScope } from '../semantics/expression.ts';
import { encode } from '../semantics/values/encode.ts';
import { type Document, documentOf, isDocument, typeName, type Value } from '../semantics/values/value.ts';
import type { Context, QueryOptions } from './command.ts';

export interface Output {
  /** Writes the documents, inside a write job. @throws StoreError; `$out` then leaves the target as it was */
  write(documents: readonly Document[]): void;
}

/** The pipeline without its last stage where that is an output. @throws StoreError for a wrong operand */
export function splitOutput(
  pipeline: readonly Document[],
  context: Context,
  options: QueryOptions,
): { readonly stages: readonly Document[]; readonly output: Output | null } {
  const last = pipeline.at(-1);
  for (const stage of pipeline.slice(0, -1)) {
    const name = ['$out', '$merge'].find((each) => stage[each] !== undefined);
    if (name) throw new StoreError('Location40601', `${name} can only be the final stage in the pipeline`);
  }
  const output =
    last?.$out !== undefined
      ? replaceCollection(last.$out, context)
      : last?.$merge !== undefined
        ? mergeInto(last.$merge, context, options)
        : null;
  return { stages: output ? pipeline.slice(0, -1) : pipeline, output };
}

function replaceCollection(operand: Value, { engine, database }: Context): Output {
  const { catalog } = engine;
  const namespace = namespaceOf(operand, database, '$out');
  return {
    write: (documents) => {
      const target = catalog.get(namespace);
      const fresh = catalog.create(`${database}.tmp.agg_out`);
      try {
        for (const { spec } of target?.indexes ?? []) catalog.createIndex(fresh, spec);
        for (const document of documents.map(withId)) fresh.insert(document, encode(document));
      } catch (error) {
        catalog.drop(fresh);
        throw error;
      }
      if (target) catalog.drop(target);
      catalog.rename(fresh, namespace);
    },
  };
}

type WhenMatched = 'replace' | 'keepExisting' | 'merge' | 'fail' | readonly Value[];

interface Merge {
  readonly on: readonly string[];
  readonly whenMatched: WhenMatched;
  readonly whenNotMatched: 'insert' | 'discard' | 'fail';
  /** Variables for a pipeline of `whenMatched`, as expressions over the new document. */
  readonly variables: Document;
}

function mergeInto(operand: Value, { engine, database }: Context, options: QueryOptions): Output {
  const fields = isDocument(operand) ? operand : documentOf({ into: operand });
  const namespace = namespaceOf(fields.into ?? null, database, '$merge');
  const merge = readMerge(fields);
  return {
    write: (documents) => {
      checkIdentity(engine.catalog.get(namespace), merge.on);
      for (const document of documents) {
        mergeOne(engine.catalog, namespace, withId(document), merge, options);
      }
    },
  };
}

const MATCHED = ['replace', 'keepExisting', 'merge', 'fail'] as const;
const NOT_MATCHED = ['insert', 'discard', 'fail'] as const;

function readMerge(fields: Document): Merge {
  const { on = '_id', whenMatched = 'merge', whenNotMatched = 'insert', let: variables } = fields;
  const paths = Array.isArray(on) ? on : [on];
  if (paths.length === 0 || !paths.every((path) => typeof path === 'string')) {
    throw new StoreError('Location51186', "$merge 'on' must be a field name or a list of field names");
  }
  const matched = Array.isArray(whenMatched) ? whenMatched : MATCHED.find((each) => each === whenMatched);
  const notMatched = NOT_MATCHED.find((each) => each === whenNotMatched);
  if (!matched) throw new StoreError('BadValue', "$merge 'whenMatched' is not one of its values");
  if (!notMatched) throw new StoreError('BadValue', "$merge 'whenNotMatched' is not one of its values");
  return {
    on: paths as string[],
    whenMatched: matched,
    whenNotMatched: notMatched,
    variables: isDocument(variables) ? variables : documentOf({}),
  };
}

function mergeOne(
  catalog: Catalog,
  namespace: string,
  document: Document,
  { on, whenMatched, whenNotMatched, variables }: Merge,
  options: QueryOptions,
): void {
  const filter = documentOf(Object.fromEntries(on.map((path) => [path, { $eq: joinValue(document, path) }])));
  const target = catalog.get(namespace);
  const insert = () => catalog.create(namespace).insert(document, encode(document));
  const found = target && runQuery(target, planQuery(target, { ...options, filter, limit: 1 })).next();
  if (!found || found.done) {
    if (whenNotMatched === 'insert') insert();
    if (whenNotMatched === 'fail') {
      throw new StoreError(
        'Location13113',
        '$merge could not find a matching document in the target collection',
      );
    }
    return;
  }
  if (whenMatched === 'keepExisting') return;
  if (whenMatched === 'fail') {
    insert();
    return;
  }
  const scope = newScope(options);
  const values = Object.entries({ new: '$$ROOT', ...variables }).map(
    ([name, expression]): [string, Value] => [
      name,
      documentOf({ $literal: compileExpression(expression as Value, scope)(document) ?? null }),
    ],
  );
  const letOptions = { ...options.let, ...Object.fromEntries(values) };
  const request = {
    ...options,
    let: letOptions,
    filter,
    update: changes(whenMatched),
    upsert: false,
    multi: false,
  };
  update(target, request, () => catalog.create(namespace));
}

function changes(whenMatched: 'replace' | 'merge' | readonly Value[]): readonly Value[] {
  if (typeof whenMatched !== 'string') return whenMatched;
  const whole = whenMatched === 'replace' ? '$$new' : documentOf({ $mergeObjects: ['$$ROOT', '$$new'] });
  return [documentOf({ $replaceWith: whole })];
}

function joinValue(document: Document, path: string): Value {
  const value = path
    .split('.')
    .reduce<Value | undefined>((at, part) => (isDocument(at) ? at[part] : undefined), document);
  if (value === undefined || value === null || Array.isArray(value)) {
    throw new StoreError(
      'Location51132',
      `$merge write error: 'on' field '${path}' cannot be missing, null, undefined or an array, found ${typeName(value)}`,
    );
  }
  return value;
}

/** The `on` fields must name one document at most, so they need a unique index. */
function checkIdentity(target: Collection | undefined, on: readonly string[]): void {
  if (on.length === 1 && on[0] === '_id') return;
  const names = new Set(on);
  const isUnique = target?.indexes.some(
    ({ spec }) =>
      spec.unique &&
      spec.partialFilter === null &&
      spec.fields.length === names.size &&
      spec.fields.every(({ path }) => names.has(path)),
  );
  if (!isUnique) {
    throw new StoreError('Location51183', 'Cannot find index to verify that join fields will be unique');
  }
}

function namespaceOf(operand: Value, database: string, name: string): string {
  const { db = database, coll } = isDocument(operand) ? operand : documentOf({ coll: operand });
  if (typeof db === 'string' && typeof coll === 'string') return `${db}.${coll}`;
  throw new StoreError('Location16990', `${name} takes the name of a collection, or { db, coll }`);
}
