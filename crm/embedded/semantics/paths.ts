/** Dotted paths through documents and arrays, as queries read them (MongoDB manual, "Query an Array"). */
import { StoreError } from '../errors.ts';
import { type Document, isDocument, type Value } from './values/value.ts';

const MAX_PATH_LENGTH = 200;
const INDEX = /^(0|[1-9]\d{0,8})$/;

export function splitPath(path: string): readonly string[] {
  const parts = path.split('.');
  if (parts.length > MAX_PATH_LENGTH) {
    throw new StoreError('Overflow', `A field path may have at most ${MAX_PATH_LENGTH} parts.`);
  }
  return parts;
}

export function arrayIndex(part: string): number | undefined {
  return INDEX.test(part) ? Number(part) : undefined;
}

/**
 * Called with each value the path leads to (undefined: a document on the way lacks the field) and, where the path went
 * through an array, the index in the innermost one. Returns true to stop.
 */
export type Visit = (value: Value | undefined, index: number | undefined) => boolean;

/**
 * Visits all values at a path; true as soon as one visit is. On the way every element of an array that is a document is
 * entered, and a numeric part is also an index. At the end of the path an array counts by its elements and then, as
 * everywhere, as itself; with `leafArrays` false only as itself.
 */
export function visitPath(
  document: Document,
  parts: readonly string[],
  leafArrays: boolean,
  visit: Visit,
): boolean {
  return enterDocument(document, parts, 0, leafArrays, undefined, visit);
}

function enterDocument(
  document: Document,
  parts: readonly string[],
  at: number,
  leafArrays: boolean,
  index: number | undefined,
  visit: Visit,
): boolean {
  const value = document[parts[at]!];
  if (at === parts.length - 1) return visitLeaf(value, leafArrays, index, visit);
  if (Array.isArray(value)) return enterArray(value, parts, at + 1, leafArrays, visit);
  if (isDocument(value)) return enterDocument(value, parts, at + 1, leafArrays, index, visit);
  return visit(undefined, index);
}

function enterArray(
  array: readonly Value[],
  parts: readonly string[],
  at: number,
  leafArrays: boolean,
  visit: Visit,
): boolean {
  for (let i = 0; i < array.length; i++) {
    const element = array[i];
    if (isDocument(element) && enterDocument(element, parts, at, leafArrays, i, visit)) return true;
  }
  const position = arrayIndex(parts[at]!);
  if (position === undefined || position >= array.length) return false;
  const element = array[position];
  if (at === parts.length - 1) return visit(element, position);
  if (Array.isArray(element)) return enterArray(element, parts, at + 1, leafArrays, visit);
  return isDocument(element) && enterDocument(element, parts, at + 1, leafArrays, position, visit);
}

function visitLeaf(
  value: Value | undefined,
  leafArrays: boolean,
  index: number | undefined,
  visit: Visit,
): boolean {
  if (leafArrays && Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (visit(value[i], i)) return true;
  }
  return visit(value, index);
}
