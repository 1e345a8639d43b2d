/**
 * The keys under which an index holds a document. Arrays give one key per element, as in MongoDB's multikey
 * indexes; two keys that lead through the same array stay together per element.
 */
import { StoreError } from '../errors.ts';
import { type Document, isDocument, type Value } from '../semantics/values/value.ts';
import type { IndexField } from './index-spec.ts';
import type { KeyWriter } from './key-encoding.ts';

/** The values of one key; `undefined` stands for an empty array, null also for a missing field. */
export interface IndexKey {
  readonly values: readonly (Value | undefined)[];
  /** False when every field is missing: such a document is not in a sparse index. */
  readonly present: boolean;
}

export interface IndexKeys {
  readonly keys: readonly IndexKey[];
  /** True when an array was met on the way. */
  readonly multikey: boolean;
}

/** Where one field's path has got to while arrays are being expanded. */
interface Cursor {
  readonly value: Value | undefined;
  /** How many parts of the path are behind. */
  readonly depth: number;
  readonly done: boolean;
  readonly present: boolean;
}

/** @throws StoreError CannotIndexParallelArrays */
export function indexKeys(fields: readonly IndexField[], document: Document): IndexKeys {
  const keys: IndexKey[] = [];
  const start = fields.map(() => ({ value: document, depth: 0, done: false, present: false }));
  const multikey = expand(fields, start, keys);
  return { keys, multikey };
}

function expand(fields: readonly IndexField[], from: readonly Cursor[], keys: IndexKey[]): boolean {
  const cursors = from.map((cursor, i) => walk(fields[i]!, cursor));
  const arrays = cursors.flatMap((cursor, i) => (cursor.done ? [] : [i]));
  if (arrays.length === 0) {
    keys.push({
      values: cursors.map((cursor) => cursor.value),
      present: cursors.some((cursor) => cursor.present),
    });
    return false;
  }
  const first = arrays[0]!;
  const array = cursors[first]!.value as Value[];
  for (const i of arrays) {
    if (!samePlace(fields[i]!, cursors[i]!, fields[first]!, cursors[first]!)) {
      throw new StoreError(
        'CannotIndexParallelArrays',
        `Can not index the arrays of '${fields[first]!.path}' and '${fields[i]!.path}' in one key.`,
      );
    }
  }
  const elements: readonly (Value | undefined)[] = array.length === 0 ? [undefined] : array;
  for (const element of elements) {
    const next = cursors.map((cursor, i) =>
      arrays.includes(i) ? enter(fields[i]!, cursor, element) : cursor,
    );
    expand(fields, next, keys);
  }
  return true;
}

/** Follows documents until the path ends or an array is met. */
function walk(field: IndexField, cursor: Cursor): Cursor {
  if (cursor.done) return cursor;
  let { value, depth } = cursor;
  while (depth < field.parts.length && isDocument(value)) value = value[field.parts[depth++]!];
  if (Array.isArray(value)) {
    return { value, depth, done: false, present: cursor.present || depth === field.parts.length };
  }
  if (depth < field.parts.length || value === undefined) {
    return { value: null, depth, done: true, present: cursor.present };
  }
  return { value, depth, done: true, present: true };
}

function enter(field: IndexField, cursor: Cursor, element: Value | undefined): Cursor {
  const { depth } = cursor;
  if (depth === field.parts.length) return { value: element, depth, done: true, present: true };
  if (isDocument(element)) return { value: element, depth, done: false, present: cursor.present };
  return { value: null, depth, done: true, present: cursor.present };
}

function samePlace(a: IndexField, at: Cursor, b: IndexField, bt: Cursor): boolean {
  if (at.depth !== bt.depth) return false;
  for (let i = 0; i < at.depth; i++) if (a.parts[i] !== b.parts[i]) return false;
  return true;
}

/** Appends the values to a key, each in its field's direction. */
export function writeIndexKey(
  writer: KeyWriter,
  fields: readonly IndexField[],
  values: readonly (Value | undefined)[],
): KeyWriter {
  for (let i = 0; i < fields.length; i++) writer.value(values[i], fields[i]!.descending);
  return writer;
}
