import { describe, expect, test } from '@jest/globals';
import { Binary, Decimal128, Double, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import fc from 'fast-check';
import { KeyWriter } from '../../../crm/embedded/engine/key-encoding.ts';
import { compareValues } from '../../../crm/embedded/semantics/values/compare.ts';
import { documentOf, type Value } from '../../../crm/embedded/semantics/values/value.ts';

const SEED = 20261123;

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc
    .array(fc.constantFrom('a', 'b', '\0', '\u0001', 'ÿ', '红', '😀'), { maxLength: 4 })
    .map((letters) => letters.join('')),
);
const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: -25, max: 5 }))
  .map(([digits, exponent]) => Decimal128.fromString(`${digits}E${exponent}`));
const number: fc.Arbitrary<Value> = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.integer({ min: -3, max: 3 }).map((value) => new Double(value)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.integer({ min: -4, max: 4 }).map((offset) => 2n ** 53n + BigInt(offset)),
  decimal,
  fc.constantFrom<Value>(
    Decimal128.fromString('NaN'),
    Decimal128.fromString('-Infinity'),
    Decimal128.fromString('0.1'),
  ),
);
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    number,
    text,
    fc.boolean(),
    fc.constantFrom<Value>(null, new MinKey(), new MaxKey()),
    fc.date({ noInvalidDate: true }),
    fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => new ObjectId(bytes)),
    fc.uint8Array({ maxLength: 4 }).map((bytes) => new Binary(bytes)),
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((bits) => new Timestamp(bits)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .dictionary(fc.constantFrom('a', 'b', 'ab'), tie('value'), { maxKeys: 3 })
      .map((fields) => documentOf(fields)),
  ),
}));

function keyOf(values: readonly Value[], descending = false): Buffer {
  const writer = new KeyWriter().reset();
  for (const one of values) writer.value(one, descending);
  return writer.finish();
}

describe('keys of the store', () => {
  test('are in the order of the values they stand for, either way', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const order = Math.sign(compareValues(a, b));
        expect(Math.sign(Buffer.compare(keyOf([a]), keyOf([b])))).toBe(order);
        expect(Math.sign(Buffer.compare(keyOf([b, 0], true), keyOf([a, 0], true)))).toBe(order);
      }),
      { numRuns: 2000, seed: SEED },
    );
  });

  test('of several values are ordered by the first that differs', () => {
    fc.assert(
      fc.property(value, value, value, value, (a, b, c, d) => {
        const order = Math.sign(compareValues(a, c) || compareValues(b, d));
        expect(Math.sign(Buffer.compare(keyOf([a, b]), keyOf([c, d])))).toBe(order);
      }),
      { numRuns: 1000, seed: SEED },
    );
  });

  test('tell close numbers of different types apart', () => {
    const ascending = [
      2 ** 53,
      2n ** 53n + 1n,
      Decimal128.fromString('9007199254740993.5'),
      2 ** 53 + 2,
      Decimal128.fromString('9007199254740994.0000000001'),
    ];
    const keys = ascending.map((one) => keyOf([one]));
    expect(keys.toSorted(Buffer.compare)).toEqual(keys);
    expect(keyOf([Decimal128.fromString('1.50')])).toEqual(keyOf([1.5]));
  });

  test('of decimals that no double is near are refused', () => {
    expect(() => keyOf([Decimal128.fromString('1E6000')])).toThrow(/leave the field out of indexes/);
  });
});
