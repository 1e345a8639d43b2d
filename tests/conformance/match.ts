/** Comparison of what came with what a test expects ("Evaluating Matches" of the format). */
import { mongo } from 'mongoose';
import type { Fields } from './format.ts';

const { EJSON } = mongo.BSON;

/** Says where and how `actual` differs from `expected`; undefined if it matches. */
export function mismatch(
  found: unknown,
  expected: unknown,
  isRoot = true,
  path = 'value',
): string | undefined {
  // The driver keeps a sort as a Map, so that names that look like numbers stay in order.
  const actual: unknown = found instanceof Map ? Object.fromEntries(found) : found;
  const operator = specialOperator(expected);
  if (operator) return specialMismatch(actual, operator, isRoot, path);
  if (Array.isArray(expected)) return arrayMismatch(actual, expected, isRoot, path);
  if (isPlainObject(expected)) return objectMismatch(actual, expected, isRoot, path);
  return EJSON.stringify({ v: normal(actual) }) === EJSON.stringify({ v: normal(expected) })
    ? undefined
    : difference(actual, expected, path);
}

function specialOperator(expected: unknown): readonly [name: string, operand: unknown] | undefined {
  if (!isPlainObject(expected)) return undefined;
  const [entry, ...others] = Object.entries(expected);
  return entry?.[0].startsWith('$$') && others.length === 0 ? entry : undefined;
}

function specialMismatch(
  actual: unknown,
  [name, operand]: readonly [string, unknown],
  isRoot: boolean,
  path: string,
): string | undefined {
  switch (name) {
    case '$$exists':
      return (actual !== undefined) === operand
        ? undefined
        : `${path} should ${operand ? '' : 'not '}be there`;
    case '$$type': {
      const types = Array.isArray(operand) ? operand : [operand];
      return types.includes(bsonType(actual))
        ? undefined
        : `${path} is ${bsonType(actual)}, not ${types.join(' or ')}`;
    }
    case '$$unsetOrMatches':
      return actual === undefined ? undefined : mismatch(actual, operand, isRoot, path);
    case '$$lte':
      return Number(actual) <= Number(operand) ? undefined : `${path} is ${actual}, above ${operand}`;
    default:
      throw new Error(`The runner does not know the matching operator ${name}.`);
  }
}

function arrayMismatch(
  actual: unknown,
  expected: readonly unknown[],
  isRoot: boolean,
  path: string,
): string | undefined {
  if (!Array.isArray(actual) || actual.length !== expected.length) return difference(actual, expected, path);
  for (const [index, item] of expected.entries()) {
    const found = mismatch(actual[index], item, isRoot, `${path}[${index}]`);
    if (found) return found;
  }
  return undefined;
}

/** A document at the root may have more fields than expected, one inside another may not. */
function objectMismatch(
  actual: unknown,
  expected: Fields,
  isRoot: boolean,
  path: string,
): string | undefined {
  if (!isPlainObject(actual)) return difference(actual, expected, path);
  for (const [name, item] of Object.entries(expected)) {
    const found = mismatch(actual[name], item, false, `${path}.${name}`);
    if (found) return found;
    if (actual[name] === undefined && !specialOperator(item)) return `${path}.${name} is missing`;
  }
  const extra = Object.keys(actual).find((name) => actual[name] !== undefined && !(name in expected));
  return isRoot || extra === undefined ? undefined : `${path}.${extra} is not expected`;
}

function difference(actual: unknown, expected: unknown, path: string): string {
  return `${path} is ${EJSON.stringify({ v: actual })}, expected ${EJSON.stringify({ v: expected })}`;
}

function isPlainObject(value: unknown): value is Fields {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !('_bsontype' in value)
  );
}

/** Numbers compare by value whatever their type, except decimals. */
function normal(value: unknown): unknown {
  const type = (value as { _bsontype?: string } | null)?._bsontype;
  if (type === 'Long' && !Number.isSafeInteger(Number(value))) return value;
  return type === 'Long' || type === 'Int32' || type === 'Double' ? Number(value) : value;
}

function bsonType(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  if (typeof value === 'number')
    return Number.isInteger(value) ? (Math.abs(value) < 2 ** 31 ? 'int' : 'long') : 'double';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value !== 'object') return typeof value;
  const names: Record<string, string> = {
    ObjectId: 'objectId',
    Long: 'long',
    Int32: 'int',
    Double: 'double',
    Decimal128: 'decimal',
    Binary: 'binData',
    Timestamp: 'timestamp',
  };
  return names[(value as { _bsontype?: string })._bsontype ?? ''] ?? 'object';
}
