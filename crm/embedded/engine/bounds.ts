/**
 * Conditions of a filter as stretches of an index. A stretch may hold more documents than match (every document is
 * checked against the filter), never fewer.
 */
import { BSONRegExp, Decimal128, MaxKey, MinKey } from 'bson';
import type { Conjunct } from '../semantics/filter/filter.ts';
import { type Document, documentOf, isDocument, type Value } from '../semantics/values/value.ts';
import { equalTo } from './collection.ts';
import type { KeyRange } from './environment.ts';
import { BRACKET, KeyWriter } from './key-encoding.ts';

/** One value, or all from `low` to `high`, in ascending encoding. */
export type Stretch =
  | { readonly kind: 'point'; readonly at: Buffer; readonly value: Value | undefined }
  | { readonly kind: 'range'; readonly low: Bound; readonly high: Bound };

interface Bound {
  readonly at: Buffer;
  readonly inclusive: boolean;
  /** Every value whose key starts with `at` is inside: the type's first byte, or the start of a string. */
  readonly isPrefix: boolean;
  readonly value: Value | undefined;
}

const writer = new KeyWriter();
const NULL_STRETCH: Stretch = {
  kind: 'range',
  low: { at: Buffer.from([BRACKET.undefined]), inclusive: true, isPrefix: true, value: null },
  high: { at: Buffer.from([BRACKET.null]), inclusive: true, isPrefix: true, value: null },
};
const MAX_STRETCHES = 1000;

/** The stretches that hold every document satisfying the condition; null where an index can't tell. */
export function stretchesOf({ operator, operand }: Conjunct): readonly Stretch[] | null {
  switch (operator) {
    case '$eq':
      return pointsOf(operand);
    case '$in': {
      if (!Array.isArray(operand) || operand.length > MAX_STRETCHES) return null;
      const points = operand.map((value) => (isRegex(value) ? null : pointsOf(value)));
      return points.includes(null) ? null : sortedPoints(points.flat() as Stretch[]);
    }
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return rangeOf(operator, operand);
    case '$regex':
      return startOfText(operand);
    default:
      return null;
  }
}

/** Whether the condition excludes documents without the field, so that a sparse index holds all that match. */
export function impliesPresence({ operator, operand }: Conjunct): boolean {
  switch (operator) {
    case '$eq':
      return operand !== null;
    case '$in':
      return Array.isArray(operand) && !operand.includes(null);
    case '$exists':
      return operand === true || operand === 1;
    case '$regex':
      return true;
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return operand !== null && !(operand instanceof MinKey) && !(operand instanceof MaxKey);
    default:
      return false;
  }
}

/** What both hold; conditions on one value, so not for fields with arrays. */
export function intersect(a: readonly Stretch[], b: readonly Stretch[]): Stretch[] {
  return a.flatMap((left) => b.flatMap((right) => overlap(left, right) ?? []));
}

/** The keys of a stretch behind `prefix`, in a field of that direction. */
export function keyRange(prefix: Buffer, stretch: Stretch, descending: boolean): KeyRange {
  if (stretch.kind === 'point') return equalTo(Buffer.concat([prefix, directed(stretch.at, descending)]));
  const [first, last] = descending ? [stretch.high, stretch.low] : [stretch.low, stretch.high];
  return { start: edge(prefix, first, descending, 'start'), end: edge(prefix, last, descending, 'end') };
}

/** `{ $gte, $lt }`-like description for explain. */
export function describeStretch(stretch: Stretch): Document {
  if (stretch.kind === 'point') return documentOf({ $eq: stretch.value ?? null });
  const shown = documentOf({});
  const { low, high } = stretch;
  if (low.value !== undefined) shown[low.inclusive ? '$gte' : '$gt'] = low.value;
  if (high.value !== undefined) shown[high.inclusive ? '$lte' : '$lt'] = high.value;
  return shown;
}

export function pointKey(prefix: Buffer, stretch: Stretch & { kind: 'point' }, descending: boolean): Buffer {
  return Buffer.concat([prefix, directed(stretch.at, descending)]);
}

function edge(prefix: Buffer, bound: Bound, descending: boolean, side: 'start' | 'end'): Buffer {
  const at = directed(bound.at, descending);
  if (bound.isPrefix) {
    if (side === 'end') at[at.length - 1]!++;
    return Buffer.concat([prefix, at]);
  }
  // Behind a value follow bytes 1 to 254 where it ends, 255 (descending: 0) where a longer string goes on.
  const after = (side === 'start') === bound.inclusive ? 1 : 255;
  return Buffer.concat([prefix, at, Buffer.from([after])]);
}

function directed(bytes: Buffer, descending: boolean): Buffer {
  const copy = Buffer.from(bytes);
  if (descending) for (let i = 0; i < copy.length; i++) copy[i] = ~copy[i]! & 0xff;
  return copy;
}

/** An array equals a field that is this array, or has it as an element; its first element leads to the former. */
function pointsOf(value: Value): Stretch[] | null {
  if (value === null) return [NULL_STRETCH];
  if (isOutOfReach(value)) return null;
  if (!Array.isArray(value)) return [point(value)];
  const first = value[0];
  if (first === null) return null;
  return sortedPoints([point(first), point(value)]);
}

function point(value: Value | undefined): Stretch {
  return { kind: 'point', at: writer.reset().value(value).finish(), value };
}

function sortedPoints(points: readonly Stretch[]): Stretch[] {
  const byKey = new Map(points.map((stretch) => [startOf(stretch).toString('latin1'), stretch]));
  return [...byKey.values()].sort((a, b) => Buffer.compare(startOf(a), startOf(b)));
}

function rangeOf(operator: '$gt' | '$gte' | '$lt' | '$lte', value: Value): Stretch[] | null {
  const isMinOrMax = value instanceof MinKey || value instanceof MaxKey;
  if (value === null || Array.isArray(value) || isMinOrMax || isRegex(value) || isOutOfReach(value))
    return null;
  if (typeof value === 'number' && Number.isNaN(value)) return null;
  const at = writer.reset().value(value).finish();
  const bracket: Bound = { at: at.subarray(0, 1), inclusive: true, isPrefix: true, value: undefined };
  const bound: Bound = { at, inclusive: operator.endsWith('e'), isPrefix: false, value };
  const upwards = operator.startsWith('$g');
  return [{ kind: 'range', low: upwards ? bound : bracket, high: upwards ? bracket : bound }];
}

/** The texts that a pattern which starts with ^ and plain text can match, and the pattern itself, which equals a field that holds it. */
function startOfText(operand: Value): Stretch[] | null {
  const pattern = typeof operand === 'string' ? operand : null;
  const expression = operand instanceof BSONRegExp ? operand : new BSONRegExp(pattern ?? '');
  if (expression.options !== '' || expression.pattern.includes('|')) return null;
  const [, literal = '', next = ''] =
    /^\^([\p{L}\p{N} _\-@:/,;<>=!"'#%&~]*)(.?)/su.exec(expression.pattern) ?? [];
  // What a quantifier follows may be missing.
  const prefix = /[?*{]/.test(next) ? Array.from(literal).slice(0, -1).join('') : literal;
  if (prefix === '') return null;
  const at = Buffer.concat([Buffer.from([BRACKET.string]), Buffer.from(prefix, 'utf8')]);
  const bound: Bound = { at, inclusive: true, isPrefix: true, value: prefix };
  return [{ kind: 'range', low: bound, high: bound }, point(expression)];
}

/** Decimals that no double is near can be compared but have no key. */
function isOutOfReach(value: Value): boolean {
  if (value instanceof Decimal128) {
    const near = Number(value.toString());
    return near === 0 || !Number.isFinite(near);
  }
  return (
    (Array.isArray(value) || isDocument(value)) &&
    Object.values(value).some((inner) => inner !== undefined && isOutOfReach(inner))
  );
}

function isRegex(value: Value): boolean {
  return (
    typeof value === 'object' && value !== null && '_bsontype' in value && value._bsontype === 'BSONRegExp'
  );
}

function startOf(stretch: Stretch): Buffer {
  return stretch.kind === 'point' ? stretch.at : stretch.low.at;
}

function overlap(a: Stretch, b: Stretch): Stretch | null {
  if (a.kind === 'point') return holds(b, a.at) ? a : null;
  if (b.kind === 'point') return holds(a, b.at) ? b : null;
  const low = compareLow(a.low, b.low) >= 0 ? a.low : b.low;
  const high = compareHigh(a.high, b.high) <= 0 ? a.high : b.high;
  const order = Buffer.compare(comparable(low, high), comparable(high, low));
  return order > 0 || (order === 0 && !(low.inclusive && high.inclusive))
    ? null
    : { kind: 'range', low, high };
}

/** Against a prefix only as many bytes count as it has. */
function comparable(bound: Bound, other: Bound): Buffer {
  return other.isPrefix ? bound.at.subarray(0, other.at.length) : bound.at;
}

function holds(stretch: Stretch, at: Buffer): boolean {
  if (stretch.kind === 'point') return stretch.at.equals(at);
  const { low, high } = stretch;
  const fromLow = Buffer.compare(low.isPrefix ? at.subarray(0, low.at.length) : at, low.at);
  const fromHigh = Buffer.compare(high.isPrefix ? at.subarray(0, high.at.length) : at, high.at);
  return (
    (fromLow > 0 || (fromLow === 0 && low.inclusive)) && (fromHigh < 0 || (fromHigh === 0 && high.inclusive))
  );
}

function compareLow(a: Bound, b: Bound): number {
  return Buffer.compare(a.at, b.at) || Number(b.inclusive) - Number(a.inclusive);
}

function compareHigh(a: Bound, b: Bound): number {
  const bytes = Buffer.compare(comparable(a, b), comparable(b, a));
  if (bytes !== 0) return bytes;
  if (a.isPrefix !== b.isPrefix) return a.isPrefix ? 1 : -1;
  return Number(a.inclusive) - Number(b.inclusive);
}
