/** What an index is: checked on creation, kept in the catalogue, shown by listIndexes. */
import { StoreError } from '../errors.ts';
import { compileFilter, type Filter } from '../semantics/filter/filter.ts';
import { toNumber } from '../semantics/values/numbers.ts';
import {
  createDocument,
  type Document,
  isDocument,
  isNumeric,
  type Value,
} from '../semantics/values/value.ts';

export interface IndexField {
  readonly path: string;
  readonly parts: readonly string[];
  readonly descending: boolean;
}

export interface IndexSpec {
  readonly name: string;
  readonly fields: readonly IndexField[];
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly hidden: boolean;
  readonly partialFilter: Document | null;
  readonly expireAfterSeconds: number | null;
  /** As the client gave it, for listIndexes and the error of a duplicate key. */
  readonly key: Document;
}

export const MAX_INDEXES = 64;
const MAX_FIELDS = 32;
const MAX_EXPIRY_SECONDS = 2 ** 31 - 1;
const KNOWN_OPTIONS = new Set([
  'key',
  'name',
  'unique',
  'sparse',
  'hidden',
  'partialFilterExpression',
  'expireAfterSeconds',
  'v',
  'background',
  'ns',
  'collation',
]);

/** The index every collection has; its entries are the documents themselves. */
export const PRIMARY_INDEX: IndexSpec = {
  name: '_id_',
  fields: [{ path: '_id', parts: ['_id'], descending: false }],
  unique: true,
  sparse: false,
  hidden: false,
  partialFilter: null,
  expireAfterSeconds: null,
  key: Object.assign(createDocument(), { _id: 1 }),
};

/**
 * Reads one element of `createIndexes.indexes`.
 * @throws StoreError CannotCreateIndex or InvalidIndexSpecificationOption, naming what is not supported
 */
export function parseIndexSpec(document: Document): IndexSpec {
  for (const option of Object.keys(document)) {
    if (!KNOWN_OPTIONS.has(option)) {
      throw new StoreError(
        'InvalidIndexSpecificationOption',
        `The index option '${option}' is not supported by the embedded store.`,
      );
    }
  }
  const { key, name, partialFilterExpression: partial, collation } = document;
  if (!isDocument(key)) throw cannot('an index needs a document of keys');
  if (collation !== undefined && !(isDocument(collation) && collation.locale === 'simple')) {
    throw new StoreError(
      'InvalidIndexSpecificationOption',
      "The index option 'collation' is not supported by the embedded store, except the locale 'simple'.",
    );
  }
  if (partial !== undefined && !isDocument(partial))
    throw cannot('partialFilterExpression must be a document');
  if (partial !== undefined && document.sparse === true) {
    throw cannot('an index can not be both sparse and partial');
  }
  if (partial !== undefined) checkPartialFilter(partial);
  const fields = parseFields(key);
  return {
    name: typeof name === 'string' && name !== '' ? name : defaultName(key),
    fields,
    unique: flag(document, 'unique'),
    sparse: flag(document, 'sparse'),
    hidden: flag(document, 'hidden'),
    partialFilter: partial ?? null,
    expireAfterSeconds: expiry(document.expireAfterSeconds, fields),
    key,
  };
}

/** The document that listIndexes shows and the catalogue keeps. */
export function describeIndex(spec: IndexSpec): Document {
  const shown: Document = Object.assign(createDocument(), { v: 2, key: spec.key, name: spec.name });
  if (spec.unique && spec !== PRIMARY_INDEX) shown.unique = true;
  if (spec.sparse) shown.sparse = true;
  if (spec.hidden) shown.hidden = true;
  if (spec.partialFilter) shown.partialFilterExpression = spec.partialFilter;
  if (spec.expireAfterSeconds !== null) shown.expireAfterSeconds = spec.expireAfterSeconds;
  return shown;
}

function parseFields(key: Document): IndexField[] {
  const entries = Object.entries(key);
  if (entries.length === 0) throw cannot('an index needs at least one key');
  if (entries.length > MAX_FIELDS) throw cannot(`an index can have at most ${MAX_FIELDS} keys`);
  return entries.map(([path, direction]) => ({
    path,
    parts: parsePath(path),
    descending: parseDirection(path, direction),
  }));
}

function parsePath(path: string): string[] {
  const parts = path.split('.');
  if (parts.some((part) => part === '')) throw cannot(`the key '${path}' has an empty field name`);
  if (parts.some((part) => part.startsWith('$'))) {
    throw cannot(`the key '${path}' is not supported: wildcard and $-prefixed keys are refused`);
  }
  if (parts.slice(1).some((part) => /^\d+$/.test(part))) {
    throw cannot(`the key '${path}' is not supported: positions of arrays can not be indexed`);
  }
  return parts;
}

function parseDirection(path: string, direction: Value | undefined): boolean {
  if (isNumeric(direction)) {
    const number = toNumber(direction);
    if (number !== 0 && !Number.isNaN(number)) return number < 0;
  }
  throw cannot(`the kind ${JSON.stringify(direction)} of key '${path}' is not supported, only 1 and -1`);
}

function expiry(value: Value | undefined, fields: readonly IndexField[]): number | null {
  if (value === undefined) return null;
  const seconds = isNumeric(value) ? toNumber(value) : Number.NaN;
  if (!(seconds >= 0 && seconds <= MAX_EXPIRY_SECONDS)) {
    throw cannot(`expireAfterSeconds must be a number from 0 to ${MAX_EXPIRY_SECONDS}`);
  }
  if (fields.length > 1 || fields[0]?.path === '_id') {
    throw cannot('expireAfterSeconds needs an index of exactly one key, not _id');
  }
  return seconds;
}

function flag(document: Document, option: string): boolean {
  const value = document[option];
  if (value === undefined || typeof value === 'boolean') return value ?? false;
  if (isNumeric(value)) return toNumber(value) !== 0;
  throw new StoreError('TypeMismatch', `The index option '${option}' must be true or false.`);
}

function defaultName(key: Document): string {
  return Object.entries(key)
    .map(([path, direction]) => `${path}_${String(direction)}`)
    .join('_');
}

function cannot(reason: string): StoreError {
  return new StoreError('CannotCreateIndex', `Can not create the index: ${reason}.`);
}

const partialFilters = new WeakMap<Document, Filter>();

/** What a partial index holds, compiled once; null for an index that holds every document. */
export function partialFilterOf({ partialFilter }: IndexSpec): Filter | null {
  if (partialFilter === null) return null;
  let filter = partialFilters.get(partialFilter);
  if (!filter) {
    filter = compilePartialFilter(partialFilter);
    partialFilters.set(partialFilter, filter);
  }
  return filter;
}

/** A partial index has no clock: `$$NOW` in its filter is the epoch. */
function compilePartialFilter(filter: Document): Filter {
  return compileFilter(filter, { now: new Date(0) });
}

/** As in MongoDB only a conjunction of simple conditions, so that the planner can see when a query implies it. */
function checkPartialFilter(filter: Document): void {
  for (const [name, condition] of Object.entries(filter)) {
    if (name === '$and' && Array.isArray(condition)) {
      for (const clause of condition) if (isDocument(clause)) checkPartialFilter(clause);
      continue;
    }
    const operators = isDocument(condition)
      ? Object.keys(condition).filter((key) => key.startsWith('$'))
      : [];
    const refused = name.startsWith('$')
      ? name
      : operators.find((operator) => !PARTIAL_OPERATORS.has(operator));
    if (refused) throw cannot(`partialFilterExpression does not support ${refused}`);
  }
  compilePartialFilter(filter);
}

const PARTIAL_OPERATORS = new Set(['$eq', '$in', '$gt', '$gte', '$lt', '$lte', '$exists', '$type']);
