/** Sorting of documents (MongoDB manual, "Sort Consistency" and "Comparison/Sort Order", section Arrays). */
import { StoreError } from '../errors.ts';
import { arrayIndex, splitPath } from './paths.ts';
import { BINARY, type Collation } from './values/collation.ts';
import { compareValues } from './values/compare.ts';
import { toInteger } from './values/numbers.ts';
import { type Document, isDocument, isNumeric, type Value } from './values/value.ts';

export type Compare = (a: Document, b: Document) => number;

export interface SortKey {
  readonly path: string;
  readonly direction: 1 | -1;
}

/** @throws StoreError when the specification is empty, too long, or has a direction other than 1 and -1 */
export function parseSort(specification: Document): readonly SortKey[] {
  const keys = Object.entries(specification).map(([path, order]): SortKey => {
    const direction = isNumeric(order) ? Number(toInteger(order) ?? 0n) : 0;
    if (direction !== 1 && direction !== -1) {
      throw new StoreError(
        'Location15975',
        '$sort key ordering must be 1 (for ascending) or -1 (for descending)',
      );
    }
    if (path === '' || path.split('.').some((part) => part === '' || part.startsWith('$'))) {
      throw new StoreError('Location15975', `'${path}' is not a field path to sort by`);
    }
    return { path, direction };
  });
  if (keys.length > 32) throw new StoreError('Location7472500', 'A sort may have at most 32 keys.');
  return keys;
}

/** Missing sorts as null, an array by its smallest element when ascending and by its largest when descending. */
export function compileSort(specification: Document, collation: Collation = BINARY): Compare {
  const keys = parseSort(specification).map(({ path, direction }) => ({
    key: sortKey(path, direction, collation),
    direction,
  }));
  const [only] = keys;
  if (keys.length === 1 && only) {
    const { key, direction } = only;
    return (a, b) => direction * compareValues(key(a), key(b), collation);
  }
  return (a, b) => {
    for (const { key, direction } of keys) {
      const order = compareValues(key(a), key(b), collation);
      if (order !== 0) return order * direction;
    }
    return 0;
  };
}

/** The value of a document that decides its place under one key of a sort; undefined (an empty array) is below null. */
export function sortKey(
  path: string,
  direction: 1 | -1,
  collation: Collation = BINARY,
): (document: Document) => Value | undefined {
  const parts = splitPath(path);
  const simple = parts.length === 1;
  return (document) => {
    const value = document[path];
    if (simple && !Array.isArray(value)) return value ?? null;
    const [first, ...others] = sortValues(document, parts, 0);
    return others.reduce(
      (best, next) => (direction * compareValues(next, best, collation) < 0 ? next : best),
      first,
    );
  };
}

/** All values at a path as an index would hold them: arrays by their elements, null where there is nothing. */
function sortValues(value: Value | undefined, parts: readonly string[], at: number): (Value | undefined)[] {
  const part = parts[at];
  if (part === undefined) {
    if (!Array.isArray(value)) return [value ?? null];
    return value.length === 0 ? [undefined] : value;
  }
  if (isDocument(value)) return sortValues(value[part], parts, at + 1);
  if (!Array.isArray(value) || value.length === 0) return [null];
  const index = arrayIndex(part);
  if (index !== undefined) return sortValues(value[index], parts, at + 1);
  return value.flatMap((item) => (isDocument(item) ? sortValues(item[part], parts, at + 1) : [null]));
}
