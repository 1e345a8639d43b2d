/**
 * Values as byte strings whose order under memcmp is BSON comparison order, so that LMDB's sorted keys serve
 * equality, ranges and sorts. Every encoding ends itself: several can follow each other in one key. Values that
 * compare equal (int 1, double 1.0, decimal 1.00) have the same bytes.
 *
 * A key is never decoded: documents hold the values, keys only the order.
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
import { StoreError } from '../errors.ts';
import { type Document, isDocument, type Value } from '../semantics/values/value.ts';
import {
  compareFractions,
  type Fraction,
  fractionOfDecimal,
  fractionOfDouble,
  nextDouble,
} from './fraction.ts';

/** One byte per BSON type bracket, in comparison order. 0 and 255 stay free for terminators and upper bounds. */
export const BRACKET = {
  minKey: 10,
  /** What an empty array leaves in an index. */
  undefined: 15,
  null: 20,
  number: 30,
  string: 60,
  object: 70,
  array: 80,
  binary: 90,
  objectId: 100,
  boolean: 110,
  date: 120,
  timestamp: 130,
  regex: 140,
  code: 160,
  codeWithScope: 170,
  maxKey: 240,
} as const;

/**
 * LMDB keys are at most 1,978 bytes; an index key also holds two numbers and the `_id` of its document.
 */
export const MAX_KEY_BYTES = 1978;

export class KeyWriter {
  private bytes = Buffer.allocUnsafe(256);
  private length = 0;

  /** Starts a new key. */
  reset(): this {
    this.length = 0;
    return this;
  }

  get position(): number {
    return this.length;
  }

  /** A copy of what was written. */
  finish(): Buffer {
    return Buffer.from(this.bytes.subarray(0, this.length));
  }

  uint8(value: number): this {
    this.reserve(1);
    this.bytes[this.length++] = value;
    return this;
  }

  uint32(value: number): this {
    this.reserve(4);
    this.length = this.bytes.writeUInt32BE(value, this.length);
    return this;
  }

  raw(bytes: Uint8Array): this {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
    return this;
  }

  /** Writes a value; `descending` inverts its bytes and so its order. */
  value(value: Value | undefined, descending = false): this {
    const start = this.length;
    this.ascending(value);
    if (descending) for (let i = start; i < this.length; i++) this.bytes[i] = ~this.bytes[i]! & 0xff;
    return this;
  }

  private ascending(value: Value | undefined): void {
    switch (typeof value) {
      case 'undefined':
        this.uint8(BRACKET.undefined);
        return;
      case 'string':
        this.uint8(BRACKET.string).text(value);
        return;
      case 'number':
        this.double(value);
        return;
      case 'bigint':
        this.long(value);
        return;
      case 'boolean':
        this.uint8(BRACKET.boolean).uint8(value ? 1 : 0);
        return;
      default:
        this.object(value);
    }
  }

  private object(value: Exclude<Value, undefined | string | number | bigint | boolean>): void {
    if (value === null) this.uint8(BRACKET.null);
    else if (value instanceof ObjectId) this.uint8(BRACKET.objectId).raw(value.id);
    else if (value instanceof Date) this.uint8(BRACKET.date).int64(BigInt(value.getTime()));
    else if (Array.isArray(value)) {
      this.uint8(BRACKET.array);
      for (const element of value) this.ascending(element);
      this.uint8(0);
    } else if (value instanceof Double) this.double(value.value);
    else if (value instanceof Decimal128) this.decimal(value);
    else if (value instanceof Binary) {
      this.uint8(BRACKET.binary).uint32(value.position).uint8(value.sub_type).raw(value.value());
    } else if (value instanceof Timestamp) {
      this.uint8(BRACKET.timestamp).reserve(8);
      this.length = this.bytes.writeBigUInt64BE(BigInt.asUintN(64, value.toBigInt()), this.length);
    } else if (value instanceof BSONRegExp) {
      this.uint8(BRACKET.regex).text(value.pattern).text(value.options);
    } else if (value instanceof BSONSymbol) this.uint8(BRACKET.string).text(value.value);
    else if (value instanceof MinKey) this.uint8(BRACKET.minKey);
    else if (value instanceof MaxKey) this.uint8(BRACKET.maxKey);
    else if (value instanceof Code) {
      this.uint8(value.scope ? BRACKET.codeWithScope : BRACKET.code).text(String(value.code));
      if (value.scope) this.ascending(value.scope as Document);
    } else if (isDocument(value)) this.document(value);
  }

  /** Documents compare field by field: type, then name, then value. */
  private document(document: Document): void {
    this.uint8(BRACKET.object);
    for (const name in document) {
      const value = document[name];
      if (value === undefined) continue;
      const at = this.length;
      this.uint8(0).text(name);
      const start = this.length;
      this.ascending(value);
      this.bytes[at] = this.bytes[start]!;
    }
    this.uint8(0);
  }

  /** UTF-8 with 00 written as 00 FF, then 00: what follows is never FF, so a prefix sorts first. */
  private text(text: string): this {
    this.reserve(text.length * 3 + 1);
    if (!text.includes('\0')) {
      this.length += this.bytes.write(text, this.length, 'utf8');
    } else {
      for (const byte of Buffer.from(text, 'utf8')) {
        this.uint8(byte);
        if (byte === 0) this.uint8(255);
      }
    }
    return this.uint8(0);
  }

  private double(value: number): void {
    this.uint8(BRACKET.number).sortableDouble(value).uint8(0);
  }

  /**
   * Long and decimal: the greatest double that is not above the value, then 0 where it is the value itself, else 1
   * and how far above it the value lies, in 2^-128 of the way to the next double. That tells apart all 64-bit
   * integers and all decimals of 34 digits.
   */
  private long(value: bigint): void {
    const near = Number(value);
    if (BigInt(near) === value) this.double(near);
    else this.between({ numerator: value, denominator: 1n }, near);
  }

  private decimal(value: Decimal128): void {
    const text = value.toString();
    const near = Number(text);
    const exact = fractionOfDecimal(text);
    if (exact === null || near === 0) {
      if (near === 0 && exact !== null && exact.numerator !== 0n) throw outsideDouble(text);
      this.double(near);
      return;
    }
    if (!Number.isFinite(near)) throw outsideDouble(text);
    if (compareFractions(exact, fractionOfDouble(near)) === 0) this.double(near);
    else this.between(exact, near);
  }

  private between(exact: Fraction, near: number): void {
    const floor = compareFractions(fractionOfDouble(near), exact) > 0 ? nextDouble(near, -1) : near;
    const low = fractionOfDouble(floor);
    const high = fractionOfDouble(nextDouble(floor, 1));
    // (exact - low) / (high - low) * 2^128
    const above = (exact.numerator * low.denominator - low.numerator * exact.denominator) * high.denominator;
    const width = (high.numerator * low.denominator - low.numerator * high.denominator) * exact.denominator;
    const part = (above << 128n) / width;
    this.uint8(BRACKET.number).sortableDouble(floor).uint8(1).reserve(16);
    this.length = this.bytes.writeBigUInt64BE(part >> 64n, this.length);
    this.length = this.bytes.writeBigUInt64BE(BigInt.asUintN(64, part), this.length);
  }

  /** Eight bytes: NaN first, then the sign bit flipped (all bits for negatives). */
  private sortableDouble(value: number): this {
    this.reserve(8);
    const { bytes, length } = this;
    if (Number.isNaN(value)) {
      bytes.fill(0, length, length + 8);
    } else {
      bytes.writeDoubleBE(value === 0 ? 0 : value, length);
      if (bytes[length]! & 0x80) for (let i = 0; i < 8; i++) bytes[length + i] = ~bytes[length + i]! & 0xff;
      else bytes[length]! |= 0x80;
    }
    this.length += 8;
    return this;
  }

  private int64(value: bigint): this {
    this.reserve(8);
    this.length = this.bytes.writeBigUInt64BE(BigInt.asUintN(64, value ^ SIGN_BIT), this.length);
    return this;
  }

  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + count));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
  }
}

const SIGN_BIT = -(2n ** 63n);

/** The smallest byte string above every string that starts with `prefix`. */
export function afterPrefix(prefix: Buffer): Buffer {
  const end = Buffer.from(prefix);
  for (let i = end.length - 1; i >= 0; i--) {
    if (end[i]! < 255) {
      end[i]!++;
      return end.subarray(0, i + 1);
    }
  }
  throw new RangeError('A key of FF bytes alone has nothing after it.');
}

function outsideDouble(text: string): StoreError {
  return new StoreError(
    'CannotCreateIndex',
    `The decimal ${text} is too large or too small to be an index key of this store; leave the field out of indexes.`,
  );
}
