/** insert, update, delete: many statements, each with its own error, acknowledged together after the flush. */

import { remove, update, withId } from '../engine/modify.ts';
import { StoreError } from '../errors.ts';
import { encode } from '../semantics/values/encode.ts';
import { type Document, documentOf, isDocument, type Value } from '../semantics/values/value.ts';
import { Arguments } from './arguments.ts';
import { type Command, documentList, namespaceOf, queryOptions } from './command.ts';
import { ok, type Reply } from './reply.ts';

export const MAX_WRITE_BATCH = 100_000;

export const insert: Command = (args, context, name) => {
  const namespace = namespaceOf(args, context, name);
  const documents = documentList(args, context, 'documents').map(withId);
  const ordered = isOrdered(args);
  args.ignore('bypassDocumentValidation', 'writeConcern', 'maxTimeMS').refuseOthers();
  checkBatch(documents.length);
  return context.engine.environment.write(() => {
    const collection = context.engine.catalog.create(namespace);
    let n = 0;
    const errors = eachStatement(documents, ordered, (document) => {
      collection.insert(document, encode(document));
      n++;
    });
    return written({ n }, errors);
  });
};

export const updateCommand: Command = (args, context, name) => {
  const namespace = namespaceOf(args, context, name);
  const statements = documentList(args, context, 'updates').map(readUpdate);
  const ordered = isOrdered(args);
  const options = queryOptions(args, context);
  args.ignore('bypassDocumentValidation', 'writeConcern').refuseOthers();
  checkBatch(statements.length);
  const { catalog, environment } = context.engine;
  return environment.write(() => {
    let n = 0;
    let nModified = 0;
    const upserted: Document[] = [];
    const errors = eachStatement(statements, ordered, (statement, index) => {
      const request = { ...options, ...statement };
      const result = update(catalog.get(namespace), request, () => catalog.create(namespace));
      n += result.matched;
      nModified += result.modified;
      if (result.upsertedId !== undefined) {
        n++;
        upserted.push(documentOf({ index, _id: result.upsertedId }));
      }
    });
    return written({ n, nModified, ...(upserted.length > 0 && { upserted }) }, errors);
  });
};

export const deleteCommand: Command = (args, context, name) => {
  const namespace = namespaceOf(args, context, name);
  const statements = documentList(args, context, 'deletes').map(readDelete);
  const ordered = isOrdered(args);
  const options = queryOptions(args, context);
  args.ignore('writeConcern').refuseOthers();
  checkBatch(statements.length);
  return context.engine.environment.write(() => {
    let n = 0;
    const errors = eachStatement(statements, ordered, (statement) => {
      const request = { ...options, ...statement };
      n += remove(context.engine.catalog.get(namespace), request).deleted;
    });
    return written({ n }, errors);
  });
};

function readUpdate(statement: Document) {
  const args = new Arguments(statement, 'update');
  const arrayFilters = args.documents('arrayFilters');
  const request = {
    filter: args.required('q', args.document('q')),
    update: readChange(args.required('u', args.value('u'))),
    ...(arrayFilters && { arrayFilters }),
    multi: args.boolean('multi'),
    upsert: args.boolean('upsert'),
    hint: args.value('hint'),
    collation: args.collation(),
  };
  args.refuseOthers();
  return request;
}

/** Operators, a replacement or a pipeline. */
export function readChange(value: Value): Document | readonly Value[] {
  if (isDocument(value) || Array.isArray(value)) return value;
  throw new StoreError('FailedToParse', 'Update argument must be either an object or an array');
}

function readDelete(statement: Document) {
  const args = new Arguments(statement, 'delete');
  const request = {
    filter: args.required('q', args.document('q')),
    limit: args.required('limit', args.integer('limit')),
    hint: args.value('hint'),
    collation: args.collation(),
  };
  args.refuseOthers();
  if (request.limit > 1) {
    throw new StoreError(
      'FailedToParse',
      `The limit field in delete objects must be 0 or 1. Got ${request.limit}`,
    );
  }
  return request;
}

function isOrdered(args: Arguments): boolean {
  return args.value('ordered') === undefined || args.boolean('ordered');
}

function checkBatch(size: number): void {
  if (size === 0 || size > MAX_WRITE_BATCH) {
    throw new StoreError(
      'InvalidLength',
      `Write batch sizes must be between 1 and ${MAX_WRITE_BATCH}. Got ${size} operations.`,
    );
  }
}

/** Runs the statements; ordered stops at the first error, unordered goes on. */
function eachStatement<Statement>(
  statements: readonly Statement[],
  ordered: boolean,
  run: (statement: Statement, index: number) => void,
): Document[] {
  const errors: Document[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      run(statement, index);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      const { code, message, details } = error;
      errors.push(documentOf({ index, code, ...(details as Record<string, Value>), errmsg: message }));
      if (ordered) break;
    }
  }
  return errors;
}

function written(counts: Readonly<Record<string, Value>>, errors: Document[]): Reply {
  return ok({ ...counts, ...(errors.length > 0 && { writeErrors: errors }) });
}
