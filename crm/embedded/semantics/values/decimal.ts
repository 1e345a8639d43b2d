/** Arithmetic on IEEE 754-2008 decimal128 values: 34 significant digits, round half to even. */
import { Decimal128 } from 'bson';

/** `coefficient` x 10^`exponent`, or a value without digits. */
export type Decimal =
  | { readonly coefficient: bigint; readonly exponent: number }
  | 'NaN'
  | 'Infinity'
  | '-Infinity';

const PRECISION = 34;
const EXPONENT_BIAS = 6176;
const COEFFICIENT_MASK = (1n << 49n) - 1n;

export function parseDecimal(value: Decimal128): Decimal {
  const bytes = Buffer.from(value.bytes.buffer, value.bytes.byteOffset, 16);
  const low = bytes.readBigUInt64LE(0);
  const high = bytes.readBigUInt64LE(8);
  const negative = high >> 63n === 1n;
  const combination = Number((high >> 58n) & 31n);
  if (combination === 31) return 'NaN';
  if (combination === 30) return negative ? '-Infinity' : 'Infinity';
  // The second encoding (leading bits 11) can only hold coefficients beyond 34 digits, which count as zero.
  if (combination >= 24) return { coefficient: 0n, exponent: 0 };
  const magnitude = ((high & COEFFICIENT_MASK) << 64n) | low;
  return {
    coefficient: negative ? -magnitude : magnitude,
    exponent: Number((high >> 49n) & 0x3fffn) - EXPONENT_BIAS,
  };
}

export function formatDecimal(value: Decimal): Decimal128 {
  if (typeof value === 'string') return Decimal128.fromString(value);
  const { coefficient, exponent } = roundToDigits(value, PRECISION);
  return Decimal128.fromStringWithRounding(`${coefficient}E${exponent}`);
}

export function decimalOfInteger(value: bigint): Decimal {
  return { coefficient: value, exponent: 0 };
}

/** The exact value of a double; with `digits` rounded to that many significant digits (MongoDB's arithmetic: 15). */
export function decimalOfDouble(value: number, digits?: number): Decimal {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (digits !== undefined) return decimalOfText(value.toExponential(digits - 1));
  if (Number.isInteger(value)) return { coefficient: BigInt(value), exponent: 0 };
  let binaryExponent = 0;
  let mantissa = value;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    binaryExponent++;
  }
  return { coefficient: BigInt(mantissa) * 5n ** BigInt(binaryExponent), exponent: -binaryExponent };
}

function decimalOfText(text: string): Decimal {
  const [digits = '0', exponent = '0'] = text.split('e');
  const [whole = '0', fraction = ''] = digits.split('.');
  return strip({ coefficient: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length });
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  if (typeof a === 'string' || typeof b === 'string') {
    if (a === 'NaN' || b === 'NaN') return 'NaN';
    if (typeof a === 'string' && typeof b === 'string') return a === b ? a : 'NaN';
    return typeof a === 'string' ? a : b;
  }
  // Beyond this distance the smaller one cannot change the 34 digits of the sum.
  if (a.coefficient !== 0n && b.coefficient !== 0n && Math.abs(magnitude(a) - magnitude(b)) > 2 * PRECISION) {
    return magnitude(a) > magnitude(b) ? a : b;
  }
  if (a.coefficient === 0n && a.exponent > b.exponent) return b;
  if (b.coefficient === 0n && b.exponent > a.exponent) return a;
  const exponent = Math.min(a.exponent, b.exponent);
  return { coefficient: scaled(a, exponent) + scaled(b, exponent), exponent };
}

export function negateDecimal(value: Decimal): Decimal {
  if (typeof value !== 'string') return { ...value, coefficient: -value.coefficient };
  if (value === 'NaN') return value;
  return value === 'Infinity' ? '-Infinity' : 'Infinity';
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  if (typeof a === 'string' || typeof b === 'string') {
    const sign = signOf(a) * signOf(b);
    if (sign === 0 || Number.isNaN(sign)) return 'NaN';
    return sign > 0 ? 'Infinity' : '-Infinity';
  }
  return { coefficient: a.coefficient * b.coefficient, exponent: a.exponent + b.exponent };
}

/** @param b not zero */
export function divideDecimals(a: Decimal, b: Decimal): Decimal {
  if (typeof a === 'string' || typeof b === 'string') {
    if (a === 'NaN' || b === 'NaN' || (typeof a === 'string' && typeof b === 'string')) return 'NaN';
    if (typeof b === 'string') return { coefficient: 0n, exponent: 0 };
    return signOf(a) * signOf(b) > 0 ? 'Infinity' : '-Infinity';
  }
  const shift = PRECISION + 3 + digitCount(b.coefficient);
  const numerator = a.coefficient * 10n ** BigInt(shift);
  let quotient = numerator / b.coefficient;
  // A sticky digit keeps the later rounding to 34 digits exact.
  const sticky = numerator % b.coefficient !== 0n;
  if (sticky) quotient = quotient * 10n + (quotient < 0n || numerator < 0n !== b.coefficient < 0n ? -1n : 1n);
  const result = roundToDigits(
    { coefficient: quotient, exponent: a.exponent - b.exponent - shift - (sticky ? 1 : 0) },
    PRECISION,
  );
  return stripTo(result, Math.min(0, a.exponent - b.exponent));
}

/** The remainder with the sign of the dividend. @param b not zero */
export function remainderOfDecimals(a: Decimal, b: Decimal): Decimal {
  if (typeof a === 'string' || b === 'NaN') return 'NaN';
  if (typeof b === 'string') return a;
  const exponent = Math.min(a.exponent, b.exponent);
  return { coefficient: scaled(a, exponent) % scaled(b, exponent), exponent };
}

/** NaN is below every other number, as in MongoDB. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (typeof a === 'string' || typeof b === 'string') return rank(a) - rank(b);
  const signs = signOf(a) - signOf(b);
  if (signs !== 0 || a.coefficient === 0n) return Math.sign(signs);
  const sizes = magnitude(a) - magnitude(b);
  if (sizes !== 0) return a.coefficient > 0n === sizes > 0 ? 1 : -1;
  const exponent = Math.min(a.exponent, b.exponent);
  const [left, right] = [scaled(a, exponent), scaled(b, exponent)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Rounds half to even at the decimal `place` (2 keeps cents, -2 hundreds), or cuts there. */
export function roundDecimal(
  value: Decimal,
  place: number,
  mode: 'halfEven' | 'truncate' | 'floor' | 'ceil',
): Decimal {
  if (typeof value === 'string' || value.exponent >= -place) return value;
  const divisor = 10n ** BigInt(Math.min(-place - value.exponent, 2 * EXPONENT_BIAS));
  return { coefficient: roundedQuotient(value.coefficient, divisor, mode), exponent: -place };
}

export function strip(value: Decimal): Decimal {
  return typeof value === 'string' ? value : stripTo(value, Number.POSITIVE_INFINITY);
}

function stripTo(value: { coefficient: bigint; exponent: number }, limit: number): Decimal {
  let { coefficient, exponent } = value;
  if (coefficient === 0n) return { coefficient, exponent: Math.min(limit, 0) };
  while (exponent < limit && coefficient % 10n === 0n) {
    coefficient /= 10n;
    exponent++;
  }
  return { coefficient, exponent };
}

function roundToDigits(value: { coefficient: bigint; exponent: number }, digits: number) {
  const excess = digitCount(value.coefficient) - digits;
  if (excess <= 0) return value;
  const coefficient = roundedQuotient(value.coefficient, 10n ** BigInt(excess), 'halfEven');
  return { coefficient, exponent: value.exponent + excess };
}

function roundedQuotient(
  value: bigint,
  divisor: bigint,
  mode: 'halfEven' | 'truncate' | 'floor' | 'ceil',
): bigint {
  const quotient = value / divisor;
  const remainder = value % divisor;
  const away = value < 0n ? -1n : 1n;
  if (remainder === 0n || mode === 'truncate') return quotient;
  if (mode === 'floor') return value < 0n ? quotient - 1n : quotient;
  if (mode === 'ceil') return value > 0n ? quotient + 1n : quotient;
  const twice = (remainder < 0n ? -remainder : remainder) * 2n;
  if (twice > divisor || (twice === divisor && quotient % 2n !== 0n)) return quotient + away;
  return quotient;
}

function scaled(value: { coefficient: bigint; exponent: number }, exponent: number): bigint {
  return value.coefficient * 10n ** BigInt(value.exponent - exponent);
}

function magnitude(value: { coefficient: bigint; exponent: number }): number {
  return digitCount(value.coefficient) + value.exponent;
}

function digitCount(value: bigint): number {
  return (value < 0n ? -value : value).toString().length;
}

function signOf(value: Decimal): number {
  if (value === 'NaN') return Number.NaN;
  if (typeof value === 'string') return value === 'Infinity' ? 1 : -1;
  return value.coefficient > 0n ? 1 : value.coefficient < 0n ? -1 : 0;
}

function rank(value: Decimal): number {
  return value === 'NaN' ? 0 : value === '-Infinity' ? 1 : value === 'Infinity' ? 3 : 2;
}
