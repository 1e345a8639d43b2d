import { describe, expect, test } from '@jest/globals';
import { BSON, Decimal128, Double, Long, ObjectId, Timestamp } from 'bson';
import fc from 'fast-check';
import { decode, decodeFields } from '../../../crm/embedded/semantics/values/decode.ts';
import { encode } from '../../../crm/embedded/semantics/values/encode.ts';
import { refusal } from './documents.ts';

const everything = {
  _id: new ObjectId('0123456789abcdef01234567'),
  int: 3,
  double: new Double(3),
  fraction: 2.5,
  long: Long.fromString('9007199254740993'),
  decimal: Decimal128.fromString('1.50'),
  text: 'Grüße, 你好 😀, and a text of more than twenty-four bytes',
  flag: true,
  nothing: null,
  date: new Date('1969-12-31T23:59:59.999Z'),
  bytes: Buffer.from('abc'),
  pattern: new BSON.BSONRegExp('^a', 'i'),
  stamp: new Timestamp({ t: 4_000_000_000, i: 2 }),
  code: new BSON.Code('x', { y: 1 }),
  low: new BSON.MinKey(),
  high: new BSON.MaxKey(),
  list: [1, [2, { three: 3 }], 'four'],
  nested: { a: { b: {} } },
};

describe('the codec', () => {
  test('gives back every type of BSON byte for byte', () => {
    const bytes = BSON.serialize(everything);
    expect(Buffer.compare(encode(decode(bytes)), bytes)).toBe(0);
  });

  test('writes a document of which few fields were read as it writes one read whole', () => {
    const bytes = encode(decode(BSON.serialize(everything)));
    const whole = decode(bytes);
    for (const field of Object.keys(everything)) {
      const part = decodeFields(bytes, new Set([field]));
      expect(part[field]).toEqual(whole[field]);
      expect(Object.keys(part)).toEqual(Object.keys(whole));
      for (const value of [undefined, null, 'other', ['list', { of: 1 }], whole.nested])
        expect(
          Buffer.compare(
            encode({ ...part, [field]: value, added: 1 } as typeof whole),
            encode({ ...whole, [field]: value, added: 1 } as typeof whole),
          ),
        ).toBe(0);
    }
  });

  test('reads only the fields asked for, whatever stands between them', () => {
    const bytes = BSON.serialize(everything);
    for (const field of Object.keys(everything)) {
      expect(Object.keys(decode(bytes, new Set([field])))).toEqual([field]);
    }
  });

  test('keeps fields that JavaScript objects treat specially', () => {
    const bytes = BSON.serialize(
      new Map<string, unknown>([
        ['__proto__', 1],
        ['constructor', 2],
        ['_bsontype', 'ObjectId'],
      ]) as never,
    );
    const read = decode(bytes);
    expect(Object.keys(read)).toEqual(['__proto__', 'constructor', '_bsontype']);
    expect(Buffer.compare(encode(read), bytes)).toBe(0);
    expect(decode(BSON.serialize({ a: 1 })).constructor).toBeUndefined();
  });

  test('answers damaged bytes with an error and nothing else', () => {
    const good = BSON.serialize(everything);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), (at, byte, length) => {
        const damaged = Buffer.from(good.subarray(0, length));
        if (at < damaged.length) damaged[at] = byte;
        const outcome = refusal(() => decode(damaged));
        expect(['no error', 'InvalidBSON', 'Overflow']).toContain(outcome);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  test('refuses nesting without end', () => {
    let nested: object = {};
    for (let depth = 0; depth < 300; depth++) nested = { a: nested };
    expect(refusal(() => decode(BSON.serialize(nested)))).toBe('Overflow');
  });
});
