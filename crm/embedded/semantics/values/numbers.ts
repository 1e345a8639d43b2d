/** Numbers of the four BSON types together: comparison by exact value, arithmetic in the wider of the two types. */
import { Decimal128, Double } from 'bson';
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  decimalOfDouble,
  decimalOfInteger,
  divideDecimals,
  formatDecimal,
  multiplyDecimals,
  negateDecimal,
  parseDecimal,
  remainderOfDecimals,
} from './decimal.ts';
import { double, isInt32, type Numeric } from './value.ts';

const MIN_LONG = -(2n ** 63n);
const MAX_LONG = 2n ** 63n - 1n;

/** By exact value across types; NaN equals NaN and is below every other number. */
export function compareNumbers(a: Numeric, b: Numeric): number {
  if (a instanceof Decimal128 || b instanceof Decimal128) {
    return compareDecimals(exactDecimal(a), exactDecimal(b));
  }
  const left = a instanceof Double ? a.value : a;
  const right = b instanceof Double ? b.value : b;
  if (left < right) return -1;
  if (left > right) return 1;
  if (typeof left === 'number' && Number.isNaN(left)) return Number.isNaN(right) ? 0 : -1;
  if (typeof right === 'number' && Number.isNaN(right)) return 1;
  return 0;
}

export function exactDecimal(value: Numeric): Decimal {
  if (value instanceof Decimal128) return parseDecimal(value);
  if (typeof value === 'bigint') return decimalOfInteger(value);
  return decimalOfDouble(value instanceof Double ? value.value : value);
}

/** As an operand beside a decimal: a double counts with its first 15 digits. */
export function operandDecimal(value: Numeric): Decimal {
  if (value instanceof Decimal128) return parseDecimal(value);
  if (typeof value === 'bigint') return decimalOfInteger(value);
  const number = value instanceof Double ? value.value : value;
  return Number.isInteger(number) ? decimalOfDouble(number) : decimalOfDouble(number, 15);
}

/** The nearest double. */
export function toNumber(value: Numeric): number {
  if (typeof value === 'number') return value;
  if (value instanceof Double) return value.value;
  return Number(value instanceof Decimal128 ? value.toString() : value);
}

export function isNaNValue(value: unknown): boolean {
  if (typeof value === 'number') return Number.isNaN(value);
  return value instanceof Decimal128 && parseDecimal(value) === 'NaN';
}

/** The value as an integer if it is one (3, 3.0, decimal 3E+0), else undefined. */
export function toInteger(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (value instanceof Decimal128) {
    const decimal = parseDecimal(value);
    if (typeof decimal === 'string' || Math.abs(decimal.exponent) > 40) return undefined;
    if (decimal.exponent >= 0) return decimal.coefficient * 10n ** BigInt(decimal.exponent);
    const unit = 10n ** BigInt(-decimal.exponent);
    return decimal.coefficient % unit === 0n ? decimal.coefficient / unit : undefined;
  }
  const number = value instanceof Double ? value.value : value;
  return typeof number === 'number' && Number.isInteger(number) ? BigInt(number) : undefined;
}

export function isLong(value: bigint): boolean {
  return value >= MIN_LONG && value <= MAX_LONG;
}

type Width = 'int' | 'long' | 'double' | 'decimal';

function widthOf(value: Numeric): Width {
  if (typeof value === 'number') return isInt32(value) ? 'int' : 'double';
  if (typeof value === 'bigint') return 'long';
  return value instanceof Double ? 'double' : 'decimal';
}

interface Operation {
  readonly decimals: (a: Decimal, b: Decimal) => Decimal;
  readonly integers: (a: bigint, b: bigint) => bigint;
  readonly doubles: (a: number, b: number) => number;
}

/**
 * In the wider of the two types; an int that overflows becomes a long, a long that overflows `undefined` (an update
 * refuses that, an expression goes on in doubles).
 */
function calculate(a: Numeric, b: Numeric, operation: Operation): Numeric | undefined {
  const [left, right] = [widthOf(a), widthOf(b)];
  if (left === 'decimal' || right === 'decimal') {
    return formatDecimal(operation.decimals(operandDecimal(a), operandDecimal(b)));
  }
  if (left === 'double' || right === 'double') return double(operation.doubles(toNumber(a), toNumber(b)));
  const result = operation.integers(BigInt(a as number), BigInt(b as number));
  if (left === 'int' && right === 'int' && isInt32(Number(result))) return Number(result);
  return isLong(result) ? result : undefined;
}

const ADDITION: Operation = { decimals: addDecimals, integers: (a, b) => a + b, doubles: (a, b) => a + b };
const SUBTRACTION: Operation = {
  decimals: (a, b) => addDecimals(a, negateDecimal(b)),
  integers: (a, b) => a - b,
  doubles: (a, b) => a - b,
};
const MULTIPLICATION: Operation = {
  decimals: multiplyDecimals,
  integers: (a, b) => a * b,
  doubles: (a, b) => a * b,
};
/** @internal divisor not zero */
const REMAINDER: Operation = {
  decimals: remainderOfDecimals,
  integers: (a, b) => a % b,
  doubles: (a, b) => a % b,
};

export function addExactly(a: Numeric, b: Numeric): Numeric | undefined {
  return calculate(a, b, ADDITION);
}

export function multiplyExactly(a: Numeric, b: Numeric): Numeric | undefined {
  return calculate(a, b, MULTIPLICATION);
}

export function add(a: Numeric, b: Numeric): Numeric {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (isInt32(a) && isInt32(b)) return isInt32(sum) ? sum : BigInt(sum);
    return double(sum);
  }
  return calculate(a, b, ADDITION) ?? double(toNumber(a) + toNumber(b));
}

export function subtract(a: Numeric, b: Numeric): Numeric {
  return calculate(a, b, SUBTRACTION) ?? double(toNumber(a) - toNumber(b));
}

export function multiply(a: Numeric, b: Numeric): Numeric {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (!isInt32(a) || !isInt32(b)) return double(product);
    if (Number.isSafeInteger(product)) return isInt32(product + 0) ? product + 0 : BigInt(product);
  }
  return calculate(a, b, MULTIPLICATION) ?? double(toNumber(a) * toNumber(b));
}

/** @param b not zero */
export function remainder(a: Numeric, b: Numeric): Numeric {
  return calculate(a, b, REMAINDER) ?? double(toNumber(a) % toNumber(b));
}

/** Always a double or a decimal. @param b not zero */
export function divide(a: Numeric, b: Numeric): Numeric {
  if (a instanceof Decimal128 || b instanceof Decimal128) {
    return formatDecimal(divideDecimals(operandDecimal(a), operandDecimal(b)));
  }
  return double(toNumber(a) / toNumber(b));
}
