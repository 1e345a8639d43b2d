/** The order of all BSON values (MongoDB manual, "Comparison/Sort Order"). */
import { Binary, BSONRegExp, BSONSymbol, Code, Decimal128, Double, ObjectId, Timestamp } from 'bson';
import { BINARY, type Collation, compareStrings } from './collation.ts';
import { parseDecimal, strip } from './decimal.ts';
import { compareNumbers, toInteger, toNumber } from './numbers.ts';
import {
  type Document,
  isNumeric,
  type Numeric,
  TYPE,
  type TypeNumber,
  typeOf,
  type Value,
} from './value.ts';

const ORDER: Readonly<Record<TypeNumber, number>> = {
  [TYPE.minKey]: 0,
  [TYPE.missing]: 4,
  [TYPE.undefined]: 4,
  [TYPE.null]: 5,
  [TYPE.int]: 10,
  [TYPE.long]: 10,
  [TYPE.double]: 10,
  [TYPE.decimal]: 10,
  [TYPE.string]: 15,
  [TYPE.symbol]: 15,
  [TYPE.object]: 20,
  [TYPE.array]: 25,
  [TYPE.binData]: 30,
  [TYPE.objectId]: 35,
  [TYPE.bool]: 40,
  [TYPE.date]: 45,
  [TYPE.timestamp]: 47,
  [TYPE.regex]: 50,
  [TYPE.dbPointer]: 55,
  [TYPE.javascript]: 60,
  [TYPE.javascriptWithScope]: 65,
  [TYPE.maxKey]: 127,
};

/** The place of the value's type in the order; types that compare with each other share one (all numbers are 10). */
export function typeOrder(value: Value | undefined): number {
  return ORDER[typeOf(value)];
}

/**
 * Negative, zero or positive. Numbers by exact value across types, documents field by field in their order, a missing
 * value (undefined) before null.
 */
export function compareValues(
  a: Value | undefined,
  b: Value | undefined,
  collation: Collation = BINARY,
): number {
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, b);
  if (typeof a === 'string' && typeof b === 'string') return collation.compare(a, b);
  const order = typeOrder(a) - typeOrder(b);
  return order !== 0 ? order : compareSameOrder(a as Value, b as Value, collation);
}

export function equalValues(
  a: Value | undefined,
  b: Value | undefined,
  collation: Collation = BINARY,
): boolean {
  if (a === b) return true;
  if (typeof a === 'string' && typeof b === 'string' && collation === BINARY) return false;
  return compareValues(a, b, collation) === 0;
}

function compareSameOrder(a: Value, b: Value, collation: Collation): number {
  if (isNumeric(a)) return compareNumbers(a, b as Numeric);
  if (a === b) return 0;
  switch (typeof a) {
    case 'boolean':
      return a ? 1 : -1;
    case 'string':
      return collation.compare(a, (b as BSONSymbol).value);
    default:
      return compareObjects(a as object & Value, b, collation);
  }
}

function compareObjects(a: object & Value, b: Value, collation: Collation): number {
  if (Array.isArray(a)) return compareArrays(a, b as Value[], collation);
  if (a instanceof Date) return a.getTime() - (b as Date).getTime();
  if (a instanceof ObjectId) return ordered(a.toHexString(), (b as ObjectId).toHexString());
  if (a instanceof BSONSymbol)
    return collation.compare(a.value, b instanceof BSONSymbol ? b.value : (b as string));
  if (a instanceof Binary) return compareBinaries(a, b as Binary);
  if (a instanceof Timestamp) return ordered(a.toBigInt(), (b as Timestamp).toBigInt());
  if (a instanceof BSONRegExp) {
    const other = b as BSONRegExp;
    return compareStrings(a.pattern, other.pattern) || compareStrings(a.options, other.options);
  }
  if (a instanceof Code) {
    const other = b as Code;
    return (
      compareStrings(String(a.code), String(other.code)) ||
      compareDocuments((a.scope ?? {}) as Document, (other.scope ?? {}) as Document, BINARY)
    );
  }
  return typeOf(a) === TYPE.object ? compareDocuments(a as Document, b as Document, collation) : 0;
}

function compareDocuments(a: Document, b: Document, collation: Collation): number {
  const names = Object.keys(a);
  const others = Object.keys(b);
  const length = Math.min(names.length, others.length);
  for (let i = 0; i < length; i++) {
    const [name, other] = [names[i]!, others[i]!];
    const difference =
      typeOrder(a[name]) - typeOrder(b[other]) ||
      compareStrings(name, other) ||
      compareValues(a[name], b[other], collation);
    if (difference !== 0) return difference;
  }
  return names.length - others.length;
}

function compareArrays(a: readonly Value[], b: readonly Value[], collation: Collation): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = compareValues(a[i], b[i], collation);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function compareBinaries(a: Binary, b: Binary): number {
  return a.position - b.position || a.sub_type - b.sub_type || Buffer.compare(a.value(), b.value());
}

function ordered<T extends string | bigint>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A key for `Map` and `Set`: two values have the same key exactly when `equalValues` says they are equal. */
export function keyOf(value: Value | undefined, collation: Collation = BINARY): unknown {
  switch (typeof value) {
    case 'string': {
      const text = collation.key(value);
      return text.charCodeAt(0) === 0 ? `\0s${text}` : text;
    }
    case 'bigint':
      return BigInt(Number(value)) === value ? Number(value) : value;
    case 'object':
      return value === null ? null : keyOfObject(value, collation);
    default:
      return value;
  }
}

function keyOfObject(value: object & Value, collation: Collation): unknown {
  if (value instanceof ObjectId) return `\0o${value.toHexString()}`;
  if (value instanceof Date) return `\0t${value.getTime()}`;
  if (value instanceof Double) return value.value;
  if (value instanceof Decimal128) return keyOfDecimal(value);
  if (value instanceof BSONSymbol) return keyOf(value.value, collation);
  if (Array.isArray(value)) return `\0[${value.map((item) => nestedKey(item, collation)).join('')}`;
  switch (typeOf(value)) {
    case TYPE.object: {
      const fields = value as Document;
      return `\0{${Object.keys(fields)
        .map((name) => `${name.length}:${name}${nestedKey(fields[name], collation)}`)
        .join('')}`;
    }
    case TYPE.binData: {
      const binary = value as Binary;
      return `\0b${binary.sub_type}:${Buffer.from(binary.value()).toString('latin1')}`;
    }
    case TYPE.timestamp:
      return `\0p${(value as Timestamp).toBigInt()}`;
    case TYPE.regex:
      return `\0r${(value as BSONRegExp).pattern}\0${(value as BSONRegExp).options}`;
    case TYPE.javascript:
    case TYPE.javascriptWithScope:
      return `\0c${(value as Code).code}\0${nestedKey(((value as Code).scope ?? null) as Value, BINARY)}`;
    default:
      return `\0k${typeOf(value)}`;
  }
}

function nestedKey(value: Value | undefined, collation: Collation): string {
  const key = keyOf(value, collation);
  const text = String(key);
  return `${(typeof key)[0]}${text.length}:${text}`;
}

function keyOfDecimal(value: Decimal128): unknown {
  const number = toNumber(value);
  if (compareNumbers(value, number) === 0) return number;
  const integer = toInteger(value);
  if (integer !== undefined) return integer;
  const decimal = strip(parseDecimal(value));
  return typeof decimal === 'string' ? decimal : `\0d${decimal.coefficient}E${decimal.exponent}`;
}
