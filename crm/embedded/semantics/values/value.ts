/**
 * The form in which the store computes with documents. `decode.ts` and `encode.ts` go between it and bytes
 * without loss: no number type is ever guessed.
 *
 * | BSON          | here                                                                                   |
 * |---------------|----------------------------------------------------------------------------------------|
 * | int           | `number` whose value is a 32-bit integer (and not -0)                                  |
 * | double        | any other `number`; `Double` where the value happens to be a 32-bit integer (3.0)      |
 * | long          | `bigint` (JavaScript compares a bigint with a number exactly)                          |
 * | decimal       | `Decimal128`                                                                           |
 * | document      | `Document`: no prototype methods, so that a field may be called `constructor`          |
 * | array         | `Array`                                                                                |
 * | date          | `Date`                                                                                 |
 * | string, bool, null | `string`, `boolean`, `null`                                                       |
 * | the others    | the classes of the `bson` package                                                      |
 *
 * A missing field is `undefined`. BSON's deprecated `undefined` is read as `null`, as drivers write it.
 * Values are immutable by agreement: an update builds new containers along the changed path.
 */
import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';
import { StoreError } from '../../errors.ts';

export type Scalar =
  | null
  | boolean
  | number
  | bigint
  | string
  | Date
  | Double
  | Decimal128
  | ObjectId
  | Binary
  | BSONRegExp
  | BSONSymbol
  | Timestamp
  | Code
  | MinKey
  | MaxKey;
export type Value = Scalar | Document | Value[];
export interface Document {
  [field: string]: Value | undefined;
}
export type Numeric = number | bigint | Double | Decimal128;

const documentPrototype: object = Object.create(null);
const DocumentConstructor = function DocumentConstructor() {} as unknown as new () => Document;
DocumentConstructor.prototype = documentPrototype;

/**
 * A top-level field with type and name as it lies in its document. It stands in a document for a value that nothing asks
 * for (`decodeFields`); only `encode` knows it.
 */
export class EncodedField {
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
}

/** An empty document: a fast object in which every name, `__proto__` too, is an ordinary field. */
export function createDocument(): Document {
  return new DocumentConstructor();
}

export function documentOf(fields: Readonly<Record<string, Value | undefined>>): Document {
  return Object.assign(createDocument(), fields);
}

/** BSON's type numbers; `missing` is this store's own. */
export const TYPE = {
  minKey: -1,
  missing: 0,
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  dbPointer: 12,
  javascript: 13,
  symbol: 14,
  javascriptWithScope: 15,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  maxKey: 127,
} as const;
export type TypeName = keyof typeof TYPE;
export type TypeNumber = (typeof TYPE)[TypeName];

const NAMES = new Map<number, TypeName>(
  Object.entries(TYPE).map(([name, number]) => [number, name as TypeName]),
);

export function typeOf(value: Value | undefined): TypeNumber {
  switch (typeof value) {
    case 'string':
      return TYPE.string;
    case 'number':
      return isInt32(value) ? TYPE.int : TYPE.double;
    case 'boolean':
      return TYPE.bool;
    case 'bigint':
      return TYPE.long;
    case 'undefined':
      return TYPE.missing;
    default:
      return value === null ? TYPE.null : typeOfObject(value);
  }
}

function typeOfObject(value: object): TypeNumber {
  if (Object.getPrototypeOf(value) === documentPrototype) return TYPE.object;
  if (Array.isArray(value)) return TYPE.array;
  if (value instanceof Date) return TYPE.date;
  if (value instanceof ObjectId) return TYPE.objectId;
  if (value instanceof Double) return TYPE.double;
  if (value instanceof Decimal128) return TYPE.decimal;
  if (value instanceof Binary) return TYPE.binData;
  if (value instanceof BSONRegExp) return TYPE.regex;
  if (value instanceof Timestamp) return TYPE.timestamp;
  if (value instanceof MinKey) return TYPE.minKey;
  if (value instanceof MaxKey) return TYPE.maxKey;
  if (value instanceof BSONSymbol) return TYPE.symbol;
  if (value instanceof Code) return value.scope ? TYPE.javascriptWithScope : TYPE.javascript;
  return TYPE.object;
}

/** The alias that `$type` gives and takes: `int`, `string`, ... */
export function typeName(value: Value | undefined): TypeName {
  return NAMES.get(typeOf(value)) ?? 'missing';
}

export function isDocument(value: Value | undefined): value is Document {
  return typeof value === 'object' && value !== null && typeOfObject(value) === TYPE.object;
}

export function isNumeric(value: Value | undefined): value is Numeric {
  return (
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    value instanceof Double ||
    value instanceof Decimal128
  );
}

/** True for a number that BSON stores as a 32-bit integer. */
export function isInt32(value: number): boolean {
  return Object.is(value | 0, value);
}

/** A double whatever its value: 3 becomes `Double(3)`, 3.5 stays itself. */
export function double(value: number): number | Double {
  return isInt32(value) ? new Double(value) : value;
}

/** @throws StoreError Overflow for an instant that JavaScript's dates can't hold (beyond the year 275,760) */
export function dateAt(milliseconds: number): Date {
  if (Math.abs(milliseconds) <= 8.64e15) return new Date(milliseconds);
  throw new StoreError('Overflow', `The store holds no date ${milliseconds} milliseconds from 1970.`);
}

/** MongoDB's truth: false, null, missing and every zero are false. */
export function isTruthy(value: Value | undefined): boolean {
  if (typeof value === 'string') return true;
  if (value instanceof Double) return value.value !== 0;
  if (value instanceof Decimal128) return !/^-?0(\.0*)?(E.*)?$/.test(value.toString());
  return typeof value === 'number' ? value !== 0 : Boolean(value);
}
