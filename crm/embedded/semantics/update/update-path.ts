/** Paths of updates: `a.0.b`, `a.$`, `a.$[]`, `a.$[element]`, walked with a copy of each container that changes. */
import { StoreError } from '../../errors.ts';
import { arrayIndex, splitPath } from '../paths.ts';
import {
  createDocument,
  type Document,
  documentOf,
  isDocument,
  typeName,
  type Value,
} from '../values/value.ts';

/** Arrays are filled with null up to an index, but not without end. */
const MAX_PADDING = 1_500_000;

export interface UpdateContext {
  /** The array element the query matched: what `$` stands for. */
  readonly position: number | undefined;
  readonly arrayFilters: ReadonlyMap<string, (element: Value) => boolean>;
  readonly isInsert: boolean;
  readonly now: Date;
  /** Concrete paths changed so far: two operators may meet at one through `$[]`. */
  readonly changed: Set<string>;
}

/** Changes the value at the end of a path. Returns the value itself for no change, undefined to remove it. */
export type Modify = (value: Value | undefined, context: UpdateContext, path: string) => Value | undefined;

export interface Change {
  readonly path: string;
  readonly parts: readonly string[];
  /**
   * Where the path does not lead to a field: make the documents on the way, or do nothing, or do nothing unless a value
   * stands in the way.
   */
  readonly onMissing: 'create' | 'skip' | 'skipIfViable';
  readonly modify: Modify;
}

const isArrayWide = (part: string) => part.startsWith('$[') && part.endsWith(']');

/** @throws StoreError for an empty part, a `$` where none may be, or several positional `$` */
export function parseUpdatePath(path: string): readonly string[] {
  const parts = splitPath(path);
  if (parts.includes('')) {
    throw new StoreError(
      'EmptyFieldName',
      path === ''
        ? 'An empty update path is not valid.'
        : `The update path '${path}' contains an empty field name, which is not allowed.`,
    );
  }
  const positions = parts.filter((part) => part === '$').length;
  if (parts[0] === '$' || isArrayWide(parts[0]!)) {
    throw new StoreError(
      'BadValue',
      `Cannot have positional (i.e. '$') element in the first position in path '${path}'`,
    );
  }
  if (positions > 1) {
    throw new StoreError('BadValue', `Too many positional (i.e. '$') elements found in path '${path}'`);
  }
  const bad = parts.find((part) => part.startsWith('$') && part !== '$' && !isArrayWide(part));
  if (bad !== undefined) {
    throw new StoreError(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${bad}' in '${path}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
    );
  }
  return parts;
}

/** The identifiers of `$[identifier]` in a path. */
export function arrayIdentifiers(parts: readonly string[]): string[] {
  return parts.filter((part) => isArrayWide(part) && part !== '$[]').map((part) => part.slice(2, -1));
}

/** @throws StoreError ConflictingUpdateOperators if one path is the other or leads through it */
export class PathConflicts {
  private readonly ends = new Set<string>();
  private readonly inner = new Set<string>();

  add(path: string, parts: readonly string[]): void {
    for (let length = 1; length <= parts.length; length++) {
      const prefix = parts.slice(0, length).join('.');
      if (this.ends.has(prefix) || (length === parts.length && this.inner.has(prefix)))
        throw conflict(path, prefix);
      if (length < parts.length) this.inner.add(prefix);
    }
    this.ends.add(path);
  }
}

function conflict(path: string, at: string): StoreError {
  return new StoreError(
    'ConflictingUpdateOperators',
    `Updating the path '${path}' would create a conflict at '${at}'`,
  );
}

/** The document with one change made; the same object if nothing changed. */
export function applyChange(document: Document, change: Change, context: UpdateContext): Document {
  return inDocument(document, change, 0, '', context);
}

function descend(
  value: Value | undefined,
  change: Change,
  at: number,
  walked: string,
  context: UpdateContext,
): Value | undefined {
  const part = change.parts[at];
  if (part === undefined) return atEnd(value, change, walked, context);
  if (isArrayWide(part)) return inEach(value, change, at, walked, context);
  if (isDocument(value) && part !== '$') return inDocument(value, change, at, walked, context);
  if (Array.isArray(value)) return inElement(value, change, at, walked, context);
  if (part === '$') positionOf(context);
  if (value !== undefined) return obstructed(value, change, part, walked);
  if (change.onMissing !== 'create') return value;
  return inDocument(createDocument(), change, at, walked, context);
}

function atEnd(
  value: Value | undefined,
  change: Change,
  walked: string,
  context: UpdateContext,
): Value | undefined {
  if (context.changed.has(walked)) {
    throw new StoreError('ConflictingUpdateOperators', `Update created a conflict at '${walked}'`);
  }
  context.changed.add(walked);
  return change.modify(value, context, walked);
}

function inDocument(
  document: Document,
  change: Change,
  at: number,
  walked: string,
  context: UpdateContext,
): Document {
  const part = change.parts[at]!;
  const before = document[part];
  if (before === undefined && change.onMissing !== 'create') return document;
  const after = descend(before, change, at + 1, walked === '' ? part : `${walked}.${part}`, context);
  if (Object.is(after, before)) return document;
  const copy = documentOf(document);
  if (after === undefined) delete copy[part];
  else copy[part] = after;
  return copy;
}

function inElement(
  array: Value[],
  change: Change,
  at: number,
  walked: string,
  context: UpdateContext,
): Value {
  const part = change.parts[at]!;
  const index = part === '$' ? positionOf(context) : arrayIndex(part);
  if (index === undefined) return obstructed(array, change, part, walked);
  if (index >= array.length && change.onMissing !== 'create') return array;
  if (index - array.length > MAX_PADDING) {
    throw new StoreError('BadValue', `can't backfill more than ${MAX_PADDING} elements of an array`);
  }
  const before = array[index];
  const after = descend(before, change, at + 1, `${walked}.${index}`, context);
  if (Object.is(after, before)) return array;
  const copy = array.slice();
  while (copy.length < index) copy.push(null);
  copy[index] = after ?? null;
  return copy;
}

function inEach(
  value: Value | undefined,
  change: Change,
  at: number,
  walked: string,
  context: UpdateContext,
): Value | undefined {
  if (value === undefined) {
    throw new StoreError(
      'BadValue',
      `The path '${walked}' must exist in the document in order to apply array updates.`,
    );
  }
  if (!Array.isArray(value)) {
    throw new StoreError(
      'BadValue',
      `Cannot apply array updates to non-array element '${walked}' of type ${typeName(value)}`,
    );
  }
  const identifier = change.parts[at]!.slice(2, -1);
  const matches = identifier === '' ? () => true : context.arrayFilters.get(identifier)!;
  let isChanged = false;
  const copy = value.map((element, index) => {
    if (!matches(element)) return element;
    const after = descend(element, change, at + 1, `${walked}.${index}`, context);
    if (!Object.is(after, element)) isChanged = true;
    return after ?? null;
  });
  return isChanged ? copy : value;
}

function positionOf(context: UpdateContext): number {
  if (context.position !== undefined) return context.position;
  throw new StoreError('BadValue', 'The positional operator did not find the match needed from the query.');
}

/** The path goes on, but the value has no fields, or none of that name. */
function obstructed<V extends Value>(value: V, { onMissing, path }: Change, part: string, walked: string): V {
  if (onMissing === 'skip') return value;
  throw new StoreError(
    'PathNotViable',
    onMissing === 'create'
      ? `Cannot create field '${part}' in element '${walked}', which is of type ${typeName(value)}`
      : `Cannot use the part (${part}) of (${path}) to traverse the element '${walked}', which is of type ${typeName(value)}`,
  );
}
