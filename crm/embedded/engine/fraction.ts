/** Doubles and decimals as exact fractions, to compare across the two. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export function compareFractions(a: Fraction, b: Fraction): number {
  const left = a.numerator * b.denominator;
  const right = b.numerator * a.denominator;
  return left < right ? -1 : left > right ? 1 : 0;
}

const DOUBLE = new DataView(new ArrayBuffer(8));

export function fractionOfDouble(value: number): Fraction {
  DOUBLE.setFloat64(0, value);
  const bits = DOUBLE.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const mantissa = (bits & 0xfffffffffffffn) | (exponent === 0 ? 0n : 1n << 52n);
  const power = Math.max(exponent, 1) - 1075;
  const numerator = value < 0 ? -mantissa : mantissa;
  return power >= 0
    ? { numerator: numerator << BigInt(power), denominator: 1n }
    : { numerator, denominator: 1n << BigInt(-power) };
}

/** null for NaN and the infinities. */
export function fractionOfDecimal(text: string): Fraction | null {
  const parts = /^(-?)(\d+)(?:\.(\d*))?(?:E([+-]?\d+))?$/i.exec(text);
  if (!parts) return null;
  const [, sign, whole, fraction = '', exponent = '0'] = parts;
  const digits = BigInt(`${whole}${fraction}`);
  const power = Number(exponent) - fraction.length;
  const numerator = sign === '-' ? -digits : digits;
  return power >= 0
    ? { numerator: numerator * 10n ** BigInt(power), denominator: 1n }
    : { numerator, denominator: 10n ** BigInt(-power) };
}

/** The neighbour of a finite double that is not 0, upwards (1) or downwards (-1). */
export function nextDouble(value: number, direction: 1 | -1): number {
  DOUBLE.setFloat64(0, value);
  DOUBLE.setBigUint64(0, DOUBLE.getBigUint64(0) + (value > 0 === direction > 0 ? 1n : -1n));
  return DOUBLE.getFloat64(0);
}
