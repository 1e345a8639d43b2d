/** The document an upsert inserts when nothing matched (MongoDB manual, "Upsert Behavior"). */
import type { ObjectId } from 'bson';
import { StoreError } from '../../errors.ts';
import { equalities } from '../filter/filter.ts';
import { splitPath } from '../paths.ts';
import { createDocument, type Document, documentOf, isDocument, type Value } from '../values/value.ts';
import type { Update } from './update.ts';

/**
 * The fields that the filter fixes, changed by the update; a replacement takes only `_id` from the filter.
 * @param newId used when neither filter nor update gives an `_id`
 */
export function upsertDocument(filter: Document, update: Update, newId: () => ObjectId): Document {
  const base = createDocument();
  for (const [path, value] of equalities(filter)) {
    if (update.kind === 'replacement' && path !== '_id') continue;
    setPlain(base, splitPath(path), value);
  }
  const { _id = newId(), ...others } = update.applyToInsert(base);
  return documentOf({ _id, ...others });
}

function setPlain(document: Document, parts: readonly string[], value: Value): void {
  let target = document;
  for (const part of parts.slice(0, -1)) {
    const next = target[part] ?? createDocument();
    if (!isDocument(next)) throw twice(parts);
    target[part] = documentOf(next);
    target = target[part] as Document;
  }
  const last = parts.at(-1)!;
  if (target[last] !== undefined) throw twice(parts);
  target[last] = value;
}

function twice(parts: readonly string[]): StoreError {
  return new StoreError(
    'NotSingleValueField',
    `cannot infer query fields to set, path '${parts.join('.')}' is matched twice`,
  );
}
