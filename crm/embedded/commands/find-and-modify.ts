import { type Change, remove, update } from '../engine/modify.ts';
import { StoreError } from '../errors.ts';
import { compileFilter } from '../semantics/filter/filter.ts';
import { decode } from '../semantics/values/decode.ts';
import { documentOf, type Value } from '../semantics/values/value.ts';
import { type Command, namespaceOf, queryOptions } from './command.ts';
import { projector } from './find.ts';
import { ok, type Reply } from './reply.ts';
import { readChange } from './write.ts';

export const findAndModify: Command = (args, context, name) => {
  const namespace = namespaceOf(args, context, name);
  const request = {
    ...queryOptions(args, context),
    filter: args.document('query') ?? documentOf({}),
    sort: args.document('sort'),
    hint: args.value('hint'),
    limit: 1,
  };
  const isRemove = args.boolean('remove');
  const change = args.value('update');
  const isNew = args.boolean('new');
  const upsert = args.boolean('upsert');
  const fields = args.document('fields');
  const arrayFilters = args.documents('arrayFilters');
  args.ignore('bypassDocumentValidation', 'writeConcern').refuseOthers();
  if (isRemove === (change !== undefined)) {
    throw new StoreError(
      'FailedToParse',
      isRemove
        ? 'Cannot specify both an update and remove=true'
        : 'Either an update or remove=true must be specified',
    );
  }
  if (isRemove && (isNew || upsert)) {
    throw new StoreError(
      'FailedToParse',
      `Cannot specify both ${isNew ? 'new' : 'upsert'}=true and remove=true`,
    );
  }
  const shown = (bytes: Change['after']): Value => {
    if (bytes === null) return null;
    if (!fields || Object.keys(fields).length === 0) return decode(bytes);
    return projector(fields, compileFilter(request.filter, request), request)(bytes);
  };
  const { catalog, environment } = context.engine;
  return environment.write((): Reply => {
    const collection = catalog.get(namespace);
    if (isRemove) {
      const { deleted, change: removed } = remove(collection, request);
      return ok({ lastErrorObject: documentOf({ n: deleted }), value: shown(removed?.before ?? null) });
    }
    const whole = {
      ...request,
      update: readChange(change!),
      ...(arrayFilters && { arrayFilters }),
      upsert,
      multi: false,
    };
    const result = update(collection, whole, () => catalog.create(namespace));
    const { matched, upsertedId } = result;
    const lastErrorObject = documentOf({
      n: matched + (upsertedId === undefined ? 0 : 1),
      updatedExisting: matched > 0,
      ...(upsertedId !== undefined && { upserted: upsertedId }),
    });
    return ok({
      lastErrorObject,
      value: shown((isNew ? result.change?.after : result.change?.before) ?? null),
    });
  });
};
