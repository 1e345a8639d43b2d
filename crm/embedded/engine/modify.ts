/** One statement of an update, delete or findAndModify; runs inside a write job. */
import { ObjectId } from 'bson';
import { StoreError } from '../errors.ts';
import type { Filter, MatchPosition } from '../semantics/filter/filter.ts';
import { compileUpdate, type Update } from '../semantics/update/update.ts';
import { upsertDocument } from '../semantics/update/upsert.ts';
import { decode, decodeFields } from '../semantics/values/decode.ts';
import { encode } from '../semantics/values/encode.ts';
import { createDocument, type Document, type Value } from '../semantics/values/value.ts';
import type { Collection, StoredDocument } from './collection.ts';
import { planQuery, type QueryRequest, runQuery } from './query.ts';

export interface UpdateRequest extends QueryRequest {
  /** Operators, a replacement, or a pipeline. */
  readonly update: Document | readonly Value[];
  readonly arrayFilters?: readonly Document[];
  readonly upsert: boolean;
  /** False: at most one document, the first in `sort`. */
  readonly multi: boolean;
}

/** Documents as they are stored. */
export interface Change {
  readonly before: Buffer | null;
  /** null: deleted, or there was nothing to delete. */
  readonly after: Buffer | null;
}

export interface UpdateResult {
  readonly matched: number;
  readonly modified: number;
  /** The `_id` of the document that an upsert made. */
  readonly upsertedId: Value | undefined;
  /** The last document changed, for findAndModify. */
  readonly change: Change | null;
}

/**
 * @param create makes the collection when an upsert needs it
 * @throws StoreError; documents changed before the error stay changed, as in MongoDB
 */
export function update(
  collection: Collection | undefined,
  request: UpdateRequest,
  create: () => Collection,
): UpdateResult {
  const compiled = compileUpdate(request.update, request);
  if (request.multi && compiled.kind === 'replacement') {
    throw new StoreError('FailedToParse', 'multi update is not supported for replacement-style update');
  }
  let matched = 0;
  let modified = 0;
  let change: Change | null = null;
  if (collection) {
    const query = planQuery(collection, { ...request, limit: request.multi ? 0 : 1 });
    const read = fieldsToRead(collection, compiled, query.filter);
    // Collected first: a document that an update moves forward in the index must not be met again.
    for (const stored of Array.from(runQuery(collection, query), keepIdOnly(request.multi))) {
      const bytes = stored.bytes ?? collection.get(stored.id);
      if (!bytes) continue;
      const before = read ? decodeFields(bytes, read) : decode(bytes);
      const position: MatchPosition = { index: undefined };
      if (compiled.isPositional) query.filter.matches(before, position);
      const result = applyTo(collection, { id: stored.id, bytes }, before, compiled, position.index);
      matched++;
      if (result.isChanged) modified++;
      change = { before: bytes, after: result.after };
    }
  }
  if (matched > 0 || !request.upsert) return { matched, modified, upsertedId: undefined, change };
  const made = upsertDocument(request.filter, compiled, () => new ObjectId());
  const bytes = encode(made);
  (collection ?? create()).insert(made, bytes);
  return { matched: 0, modified: 0, upsertedId: made._id, change: { before: null, after: bytes } };
}

/** Deletes the first match, or all with `limit` 0. */
export function remove(
  collection: Collection | undefined,
  request: QueryRequest,
): { deleted: number; change: Change | null } {
  if (!collection) return { deleted: 0, change: null };
  let before: Buffer | null = null;
  let deleted = 0;
  const query = planQuery(collection, request);
  for (const { id } of Array.from(runQuery(collection, query), keepIdOnly(true))) {
    const bytes = collection.get(id);
    if (!bytes) continue;
    before = bytes;
    collection.remove(id, decode(bytes));
    deleted++;
  }
  return { deleted, change: { before, after: null } };
}

/** A document as it is to be stored: `_id` first, made if it is missing. */
export function withId(document: Document): Document {
  const first = Object.keys(document)[0];
  if (first === '_id') return document;
  const { _id = new ObjectId() } = document;
  return Object.assign(createDocument(), { _id }, document, { _id });
}

function keepIdOnly(isMany: boolean): (stored: StoredDocument) => { id: Buffer; bytes: Buffer | null } {
  return ({ id, bytes }) => ({ id, bytes: isMany ? null : bytes });
}

/** Most changes are to a few small fields of a large document. Null for all. */
function fieldsToRead(
  collection: Collection,
  { fields, isPositional }: Update,
  filter: Filter,
): ReadonlySet<string> | null {
  const own = fields && collection.fieldsBeside(fields);
  const matched = isPositional ? filter.fields : NO_FIELDS;
  return own && matched && new Set([...own, ...matched]);
}

const NO_FIELDS: ReadonlySet<string> = new Set();

function applyTo(
  collection: Collection,
  stored: StoredDocument,
  before: Document,
  compiled: Update,
  position: number | undefined,
): { after: Buffer; isChanged: boolean } {
  const after = compiled.apply(before, position);
  if (after === before) return { after: stored.bytes, isChanged: false };
  const bytes = encode(after);
  if (bytes.equals(stored.bytes)) return { after: bytes, isChanged: false };
  collection.replace(stored.id, before, after, bytes);
  return { after: bytes, isChanged: true };
}
