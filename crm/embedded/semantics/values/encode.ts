/** Writes the store's values as BSON bytes (https://bsonspec.org/spec.html); the counterpart of `decode.ts`. */
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
import { MAX_NESTING } from './decode.ts';
import { type Document, EncodedField, isInt32, TYPE, type Value } from './value.ts';

const MIN_KEY_BYTE = 255;

/** Writes one document. The result is a copy that the caller may keep. */
export function encode(document: Document): Buffer {
  writer.reset();
  writer.document(document, 0);
  return writer.finish();
}

class Writer {
  private bytes = Buffer.allocUnsafe(4096);
  private at = 0;

  reset(): void {
    this.at = 0;
    if (this.bytes.length > 1 << 20) this.bytes = Buffer.allocUnsafe(4096);
  }

  finish(): Buffer {
    return Buffer.from(this.bytes.subarray(0, this.at));
  }

  document(document: Document, depth: number): void {
    const start = this.open(depth);
    for (const name in document) {
      const value = document[name];
      if (value !== undefined) this.element(name, value, depth);
    }
    this.close(start);
  }

  private array(values: readonly Value[], depth: number): void {
    const start = this.open(depth);
    for (let i = 0; i < values.length; i++) this.element(String(i), values[i] ?? null, depth);
    this.close(start);
  }

  private open(depth: number): number {
    if (depth > MAX_NESTING) {
      throw new StoreError('Overflow', `The document is nested deeper than ${MAX_NESTING} levels.`);
    }
    const start = this.at;
    this.reserve(4);
    this.at += 4;
    return start;
  }

  private close(start: number): void {
    this.byte(0);
    this.bytes.writeInt32LE(this.at - start, start);
  }

  private element(name: string, value: Value, depth: number): void {
    switch (typeof value) {
      case 'string':
        this.head(TYPE.string, name);
        this.string(value);
        break;
      case 'number':
        if (isInt32(value)) {
          this.head(TYPE.int, name);
          this.int32(value);
        } else {
          this.head(TYPE.double, name);
          this.float64(value);
        }
        break;
      case 'boolean':
        this.head(TYPE.bool, name);
        this.byte(value ? 1 : 0);
        break;
      case 'bigint':
        this.head(TYPE.long, name);
        this.int64(value);
        break;
      default:
        if (value === null) this.head(TYPE.null, name);
        else this.object(name, value, depth);
    }
  }

  private object(
    name: string,
    value: Exclude<Value, null | string | number | boolean | bigint>,
    depth: number,
  ): void {
    if (Array.isArray(value)) {
      this.head(TYPE.array, name);
      this.array(value, depth + 1);
    } else if ((value as object) instanceof EncodedField) {
      this.raw((value as unknown as EncodedField).bytes);
    } else if (value instanceof Date) {
      this.head(TYPE.date, name);
      this.int64(BigInt(value.getTime()));
    } else if (value instanceof ObjectId) {
      this.head(TYPE.objectId, name);
      this.raw(value.id);
    } else if (value instanceof Double) {
      this.head(TYPE.double, name);
      this.float64(value.value);
    } else if (value instanceof Decimal128) {
      this.head(TYPE.decimal, name);
      this.raw(value.bytes);
    } else if (value instanceof Binary) {
      this.head(TYPE.binData, name);
      this.int32(value.position);
      this.byte(value.sub_type);
      this.raw(value.value());
    } else if (value instanceof BSONRegExp) {
      this.head(TYPE.regex, name);
      this.cstring(value.pattern);
      this.cstring(value.options);
    } else if (value instanceof Timestamp) {
      this.head(TYPE.timestamp, name);
      this.int64(BigInt.asIntN(64, value.toBigInt()));
    } else if (value instanceof BSONSymbol) {
      this.head(TYPE.symbol, name);
      this.string(value.value);
    } else if (value instanceof Code) {
      this.code(name, value, depth);
    } else if (value instanceof MinKey) {
      this.head(MIN_KEY_BYTE, name);
    } else if (value instanceof MaxKey) {
      this.head(TYPE.maxKey, name);
    } else {
      this.head(TYPE.object, name);
      this.document(value, depth + 1);
    }
  }

  private code(name: string, { code, scope }: Code, depth: number): void {
    const text = String(code);
    this.head(scope ? TYPE.javascriptWithScope : TYPE.javascript, name);
    const start = this.at;
    if (scope) this.int32(0);
    this.string(text);
    if (!scope) return;
    this.document(scope as Document, depth + 1);
    this.bytes.writeInt32LE(this.at - start, start);
  }

  private head(type: number, name: string): void {
    this.byte(type);
    this.cstring(name);
  }

  private byte(value: number): void {
    this.reserve(1);
    this.bytes[this.at++] = value;
  }

  private int32(value: number): void {
    this.reserve(4);
    this.at = this.bytes.writeInt32LE(value, this.at);
  }

  private int64(value: bigint): void {
    this.reserve(8);
    this.at = this.bytes.writeBigInt64LE(value, this.at);
  }

  private float64(value: number): void {
    this.reserve(8);
    this.at = this.bytes.writeDoubleLE(value, this.at);
  }

  private raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
  }

  private string(text: string): void {
    const start = this.at;
    this.reserve(4);
    this.at += 4;
    this.text(text);
    this.byte(0);
    this.bytes.writeInt32LE(this.at - start - 4, start);
  }

  private cstring(text: string): void {
    if (text.includes('\0')) {
      throw new StoreError(
        'BadValue',
        'A field name or regular expression may not contain a null character.',
      );
    }
    this.text(text);
    this.byte(0);
  }

  private text(text: string): void {
    this.reserve(text.length * 3);
    if (text.length > 24) {
      this.at += this.bytes.write(text, this.at, 'utf8');
      return;
    }
    const start = this.at;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) {
        this.at = start + this.bytes.write(text, start, 'utf8');
        return;
      }
      this.bytes[this.at++] = code;
    }
  }

  private reserve(count: number): void {
    if (this.at + count <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.at + count));
    this.bytes.copy(grown, 0, 0, this.at);
    this.bytes = grown;
  }
}

const writer = new Writer();
