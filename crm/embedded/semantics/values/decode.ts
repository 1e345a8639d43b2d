/**
 * BSON bytes to the store's values (https://bsonspec.org/spec.html). Our own codec because it keeps every
 * number type at little cost, reads only the top-level fields asked for (a scan that groups by two fields of twelve
 * skips the other ten), and takes bytes from strangers: each length is checked before it is used.
 */
import { Binary, BSONRegExp, BSONSymbol, Code, Decimal128, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { StoreError } from '../../errors.ts';
import { createDocument, type Document, dateAt, double, EncodedField, TYPE, type Value } from './value.ts';

/** As on a MongoDB server. */
export const MAX_NESTING = 180;

/**
 * Reads one document.
 * @param bytes exactly the document, or with `offset` a larger buffer that holds it
 * @param only top-level fields to read; the others are skipped
 * @throws StoreError InvalidBSON, Overflow (nested too deep)
 */
export function decode(bytes: Uint8Array, only?: ReadonlySet<string>, offset = 0): Document {
  return new Reader(asBuffer(bytes), offset).document(only ?? null, 0);
}

/**
 * Reads some top-level fields of a document, for a change that touches no other: those stay in their places as
 * `EncodedField`. @throws as `decode`
 */
export function decodeFields(bytes: Uint8Array, read: ReadonlySet<string>): Document {
  return new Reader(asBuffer(bytes), 0).fields(read);
}

/** The size in bytes that the document at `offset` declares. */
export function declaredSize(bytes: Uint8Array, offset = 0): number {
  return new Reader(asBuffer(bytes), offset).int32();
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

class Reader {
  private readonly bytes: Buffer;
  private at: number;

  constructor(bytes: Buffer, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  document(only: ReadonlySet<string> | null, depth: number): Document {
    const end = this.open(depth);
    const document = createDocument();
    for (let type = this.byte(end); type !== 0; type = this.byte(end)) {
      const name = this.name(end);
      if (only === null || only.has(name)) document[name] = this.value(type, end, depth);
      else this.skip(type, end);
    }
    if (this.at !== end) throw invalid('a document ends before its declared length');
    return document;
  }

  fields(read: ReadonlySet<string>): Document {
    const end = this.open(0);
    const document = createDocument();
    for (let start = this.at; ; start = this.at) {
      const type = this.byte(end);
      if (type === 0) return document;
      const name = this.name(end);
      if (read.has(name)) document[name] = this.value(type, end, 0);
      else {
        this.skip(type, end);
        document[name] = new EncodedField(this.bytes.subarray(start, this.at)) as unknown as Value;
      }
    }
  }

  private array(depth: number): Value[] {
    const end = this.open(depth);
    const values: Value[] = [];
    for (let type = this.byte(end); type !== 0; type = this.byte(end)) {
      while (this.byte(end) !== 0);
      values.push(this.value(type, end, depth));
    }
    if (this.at !== end) throw invalid('an array ends before its declared length');
    return values;
  }

  /** Reads a container's length and returns where it ends. */
  private open(depth: number): number {
    if (depth > MAX_NESTING) {
      throw new StoreError('Overflow', `The document is nested deeper than ${MAX_NESTING} levels.`);
    }
    const start = this.at;
    const length = this.int32();
    if (length < 5 || start + length > this.bytes.length) throw invalid(`a document of ${length} bytes`);
    return start + length;
  }

  private value(type: number, end: number, depth: number): Value {
    switch (type) {
      case TYPE.double:
        return double(this.float64());
      case TYPE.string:
        return this.string(end);
      case TYPE.object:
        return this.inside(end, this.document(null, depth + 1));
      case TYPE.array:
        return this.inside(end, this.array(depth + 1));
      case TYPE.binData:
        return this.binary(end);
      case TYPE.objectId:
        return new ObjectId(this.take(12, end));
      case TYPE.bool:
        return this.byte(end) !== 0;
      case TYPE.date:
        return dateAt(Number(this.int64()));
      case TYPE.undefined:
      case TYPE.null:
        return null;
      case TYPE.regex:
        return new BSONRegExp(this.cstring(end), this.cstring(end));
      case TYPE.javascript:
        return new Code(this.string(end));
      case TYPE.javascriptWithScope:
        this.int32();
        return new Code(this.string(end), this.inside(end, this.document(null, depth + 1)));
      case TYPE.symbol:
        return new BSONSymbol(this.string(end));
      case TYPE.int:
        return this.int32();
      case TYPE.timestamp:
        return new Timestamp(BigInt.asUintN(64, this.int64()));
      case TYPE.long:
        return this.int64();
      case TYPE.decimal:
        return new Decimal128(this.take(16, end));
      case MIN_KEY_BYTE:
        return new MinKey();
      case TYPE.maxKey:
        return new MaxKey();
      default:
        throw invalid(`type ${type}, which this store does not know`);
    }
  }

  private skip(type: number, end: number): void {
    switch (type) {
      case TYPE.string:
      case TYPE.javascript:
      case TYPE.symbol:
        this.advance(this.int32(), end);
        break;
      case TYPE.object:
      case TYPE.array:
      case TYPE.javascriptWithScope:
        this.advance(this.int32() - 4, end);
        break;
      case TYPE.binData:
        this.advance(this.int32() + 1, end);
        break;
      case TYPE.regex:
        while (this.byte(end) !== 0);
        while (this.byte(end) !== 0);
        break;
      default: {
        const size = FIXED_SIZES[type];
        if (size === undefined) throw invalid(`type ${type}, which this store does not know`);
        this.advance(size, end);
      }
    }
  }

  /** A value that was read must not reach behind the container it lies in. */
  private inside<T>(end: number, value: T): T {
    if (this.at > end) throw invalid('a value longer than the document that holds it');
    return value;
  }

  private advance(count: number, end: number): void {
    if (count < 0 || this.at + count > end) throw invalid(`a length of ${count} bytes`);
    this.at += count;
  }

  private byte(end: number): number {
    if (this.at >= end) throw invalid('it stops in the middle of a value');
    return this.bytes[this.at++]!;
  }

  int32(): number {
    const { bytes, at } = this;
    if (at + 4 > bytes.length) throw invalid('it stops in the middle of a number');
    this.at = at + 4;
    return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  }

  private int64(): bigint {
    if (this.at + 8 > this.bytes.length) throw invalid('it stops in the middle of a number');
    this.at += 8;
    return this.bytes.readBigInt64LE(this.at - 8);
  }

  private float64(): number {
    if (this.at + 8 > this.bytes.length) throw invalid('it stops in the middle of a number');
    this.at += 8;
    return this.bytes.readDoubleLE(this.at - 8);
  }

  private take(length: number, end: number): Buffer {
    const start = this.at;
    this.advance(length, end);
    return Buffer.from(this.bytes.subarray(start, this.at));
  }

  private binary(end: number): Binary {
    const length = this.int32();
    const subtype = this.byte(end);
    return new Binary(this.take(length, end), subtype);
  }

  private string(end: number): string {
    const length = this.int32();
    const start = this.at;
    this.advance(length, end);
    if (length < 1 || this.bytes[this.at - 1] !== 0) throw invalid('a string without its end');
    return this.text(start, this.at - 1);
  }

  private cstring(end: number): string {
    const start = this.at;
    while (this.byte(end) !== 0);
    return this.text(start, this.at - 1);
  }

  private text(start: number, end: number): string {
    const { bytes } = this;
    if (end - start > 24) return bytes.toString('utf8', start, end);
    let text = '';
    for (let i = start; i < end; i++) {
      const code = bytes[i]!;
      if (code > 127) return bytes.toString('utf8', start, end);
      text += String.fromCharCode(code);
    }
    return text;
  }

  /** A field name; the same few names come again and again, so the string is taken from a table when it is there. */
  private name(end: number): string {
    const { bytes } = this;
    const start = this.at;
    let hash = 0;
    for (let code = this.byte(end); code !== 0; code = this.byte(end))
      hash = (Math.imul(hash, 31) + code) | 0;
    const slot = hash & (NAME_TABLE_SIZE - 1);
    const known = NAME_TABLE[slot];
    if (known !== undefined && isTextAt(bytes, start, this.at - 1, known)) return known;
    const name = this.text(start, this.at - 1);
    if (name.length < 40) NAME_TABLE[slot] = name;
    return name;
  }
}

const MIN_KEY_BYTE = 255;
const FIXED_SIZES: Readonly<Record<number, number>> = {
  [TYPE.double]: 8,
  [TYPE.undefined]: 0,
  [TYPE.objectId]: 12,
  [TYPE.bool]: 1,
  [TYPE.date]: 8,
  [TYPE.null]: 0,
  [TYPE.int]: 4,
  [TYPE.timestamp]: 8,
  [TYPE.long]: 8,
  [TYPE.decimal]: 16,
  [MIN_KEY_BYTE]: 0,
  [TYPE.maxKey]: 0,
};

const NAME_TABLE_SIZE = 1024;
const NAME_TABLE: (string | undefined)[] = new Array(NAME_TABLE_SIZE).fill(undefined);

function isTextAt(bytes: Uint8Array, start: number, end: number, text: string): boolean {
  if (text.length !== end - start) return false;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}

function invalid(what: string): StoreError {
  return new StoreError('InvalidBSON', `The BSON is not valid: ${what}.`);
}
