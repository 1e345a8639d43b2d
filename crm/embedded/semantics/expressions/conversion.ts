/** Type tests and conversions (MongoDB manual, "$convert"). */
import { Decimal128, ObjectId, Timestamp } from 'bson';
import { StoreError } from '../../errors.ts';
import type { Expression } from '../scope.ts';
import { formatDecimal, roundDecimal } from '../values/decimal.ts';
import { isLong, operandDecimal, toNumber } from '../values/numbers.ts';
import {
  dateAt,
  double,
  isInt32,
  isNumeric,
  isTruthy,
  type Numeric,
  TYPE,
  type TypeName,
  type TypeNumber,
  typeName,
  typeOf,
  type Value,
} from '../values/value.ts';
import { isNullish, namedOperand, type Operator, type OperatorTable, unary } from './operator.ts';

type Argument = Value | undefined;
type Convert = (value: Value) => Value;

function failure(value: Argument, target: string): StoreError {
  return new StoreError(
    'ConversionFailure',
    `Unsupported conversion from ${typeName(value)} to ${target} in $convert with no onError value`,
  );
}

function unparsable(text: string, target: string): StoreError {
  return new StoreError(
    'ConversionFailure',
    `Failed to parse ${target} '${text.slice(0, 100)}' in $convert with no onError value`,
  );
}

/** The text of a value, as `$toString` and the lenient string operators give it. */
export function textOf(value: Value, name: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || isNumeric(value)) return String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof ObjectId) return value.toHexString();
  throw name === '$toString' || name === '$convert'
    ? failure(value, 'string')
    : new StoreError('Location16007', `can't convert from BSON type ${typeName(value)} to String`);
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$|^[+-]?(inf|infinity)$|^nan$/i;

function toDouble(value: Value): Value {
  if (isNumeric(value)) return double(toNumber(value));
  if (typeof value === 'boolean') return double(value ? 1 : 0);
  if (value instanceof Date) return double(value.getTime());
  if (typeof value !== 'string') throw failure(value, 'double');
  if (!NUMBER.test(value)) throw unparsable(value, 'number');
  return double(Number(value.replace(/^([+-]?)inf(inity)?$/i, '$1Infinity')));
}

function toDecimal(value: Value): Value {
  if (value instanceof Decimal128) return value;
  if (isNumeric(value)) return formatDecimal(operandDecimal(value));
  if (typeof value === 'boolean') return Decimal128.fromString(value ? '1' : '0');
  if (value instanceof Date) return Decimal128.fromString(String(value.getTime()));
  if (typeof value !== 'string') throw failure(value, 'decimal');
  if (!NUMBER.test(value)) throw unparsable(value, 'number');
  return Decimal128.fromString(value);
}

function toInteger(value: Value, target: 'int' | 'long'): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (value instanceof Date && target === 'long') return BigInt(value.getTime());
  if (typeof value === 'string') {
    if (!/^[+-]?\d+$/.test(value)) throw unparsable(value, 'number');
    return BigInt(value.replace('+', ''));
  }
  if (!isNumeric(value)) throw failure(value, target);
  return truncated(value, target);
}

function truncated(value: Numeric, target: string): bigint {
  if (value instanceof Decimal128) {
    const whole = roundDecimal(operandDecimal(value), 0, 'truncate');
    if (typeof whole !== 'string') return whole.coefficient * 10n ** BigInt(whole.exponent);
  } else {
    const number = Math.trunc(toNumber(value));
    if (Number.isFinite(number)) return BigInt(number);
  }
  throw new StoreError(
    'ConversionFailure',
    `Attempt to convert ${value} to ${target} in $convert with no onError value`,
  );
}

function inRange(value: bigint, isIn: boolean): bigint {
  if (isIn) return value;
  throw new StoreError(
    'ConversionFailure',
    `Conversion would overflow target type in $convert with no onError value: ${value}`,
  );
}

function toInt(value: Value): Value {
  const integer = toInteger(value, 'int');
  return Number(inRange(integer, isInt32(Number(integer))));
}

function toLong(value: Value): Value {
  const integer = toInteger(value, 'long');
  return inRange(integer, isLong(integer));
}

function toDate(value: Value): Value {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  if (value instanceof Timestamp) return new Date(value.getHighBitsUnsigned() * 1000);
  if (
    typeof value === 'bigint' ||
    value instanceof Decimal128 ||
    (isNumeric(value) && typeOf(value) === TYPE.double)
  ) {
    return dateAt(Number(truncated(value as Numeric, 'date')));
  }
  if (typeof value !== 'string') throw failure(value, 'date');
  return parseDate(value);
}

const ISO_DATE =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d{2}:?(?:\d{2})?)?)?$/i;

/** An ISO 8601 date, in UTC unless it says otherwise. */
export function parseDate(text: string): Date {
  const match = ISO_DATE.exec(text);
  if (match === null)
    throw new StoreError('ConversionFailure', `Error parsing date string '${text.slice(0, 100)}'`);
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  const utc = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    milliseconds,
  );
  const isReal =
    new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
  if (!isReal || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    throw new StoreError('ConversionFailure', `Error parsing date string '${text}'`);
  }
  return new Date(utc - offsetMinutes(zone) * 60_000);
}

/** Minutes east of UTC of `Z`, `+08`, `+0530`, `-03:30`. */
export function offsetMinutes(zone: string): number {
  if (/^z$/i.test(zone)) return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  const digits = zone.slice(1).replace(':', '');
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0));
}

function toObjectId(value: Value): Value {
  if (value instanceof ObjectId) return value;
  if (typeof value !== 'string') throw failure(value, 'objectId');
  if (!/^[0-9a-f]{24}$/i.test(value)) throw unparsable(value, 'objectId');
  return new ObjectId(value);
}

const CONVERSIONS: Readonly<Partial<Record<TypeName, Convert>>> = {
  double: toDouble,
  string: (value) => textOf(value, '$convert'),
  objectId: toObjectId,
  bool: (value) => isTruthy(value),
  date: toDate,
  int: toInt,
  long: toLong,
  decimal: toDecimal,
};

const conversionTo = (convert: Convert) => unary((value) => (isNullish(value) ? null : convert(value)));

const CONVERT_ARGUMENTS = new Map([
  ['input', true],
  ['to', true],
  ['onError', false],
  ['onNull', false],
]);

const convert: Operator = (operand, scope, compile, name) => {
  const options = namedOperand(operand, CONVERT_ARGUMENTS, name);
  const optional = (value: Argument): Expression | undefined =>
    value === undefined ? undefined : compile(value, scope);
  const [input, to] = [compile(options.input as Value, scope), compile(options.to as Value, scope)];
  const [onError, onNull] = [optional(options.onError), optional(options.onNull)];
  return (root) => {
    const value = input(root);
    if (isNullish(value)) return onNull ? onNull(root) : null;
    const target = to(root);
    if (isNullish(target)) return null;
    const converter = CONVERSIONS[targetName(target)];
    if (!converter) throw new StoreError('BadValue', `$convert to ${targetName(target)} is not supported`);
    if (!onError) return converter(value);
    try {
      return converter(value);
    } catch (error) {
      if (error instanceof StoreError && error.codeName === 'ConversionFailure') return onError(root);
      throw error;
    }
  };
};

function targetName(target: Value): TypeName {
  if (typeof target === 'string' && Object.hasOwn(TYPE, target)) return target as TypeName;
  const number = isNumeric(target) ? (toNumber(target) as TypeNumber) : undefined;
  const found = Object.entries(TYPE).find(([, code]) => code === number);
  if (found) return found[0] as TypeName;
  throw new StoreError(
    'BadValue',
    `Unknown type name: ${typeof target === 'string' ? target.slice(0, 50) : typeName(target)}`,
  );
}

export const conversion: OperatorTable = {
  $convert: convert,
  $toBool: conversionTo((value) => isTruthy(value)),
  $toDate: conversionTo(toDate),
  $toDecimal: conversionTo(toDecimal),
  $toDouble: conversionTo(toDouble),
  $toInt: conversionTo(toInt),
  $toLong: conversionTo(toLong),
  $toObjectId: conversionTo(toObjectId),
  $toString: conversionTo((value) => textOf(value, '$toString')),
  $type: unary((value) => typeName(value)),
  $isNumber: unary((value) => isNumeric(value)),
};
