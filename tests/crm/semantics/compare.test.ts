import { describe, expect, test } from '@jest/globals';
import { BSON, Decimal128, Double, Long, ObjectId, Timestamp } from 'bson';
import fc from 'fast-check';
import { compareValues, equalValues, keyOf } from '../../../crm/embedded/semantics/values/compare.ts';
import { value } from './documents.ts';

const decimal = (text: string) => Decimal128.fromString(text);
const long = (text: string) => Long.fromString(text);

const scalar = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    '',
    'a',
    'b',
    '\uff01',
    '\u{1f600}',
    new BSON.MinKey(),
    new BSON.MaxKey(),
  ),
  fc.integer({ min: -3, max: 3 }),
  fc.integer({ min: -3, max: 3 }).map((n) => new Double(n)),
  fc.integer({ min: -3, max: 3 }).map((n) => decimal(`${n}.0`)),
  fc.integer({ min: -3, max: 3 }).map((n) => Long.fromNumber(n)),
  fc.double(),
  fc.constantFrom(
    long('9007199254740993'),
    9007199254740992,
    decimal('9007199254740992.5'),
    decimal('0.1'),
    0.1,
    decimal('NaN'),
  ),
  fc.constantFrom(decimal('Infinity'), decimal('-Infinity'), decimal('1E6000'), decimal('1E-6000')),
  fc.date({ noInvalidDate: true }),
  fc.constantFrom(
    new ObjectId('0'.repeat(24)),
    new ObjectId('f'.repeat(24)),
    new Timestamp({ t: 4_000_000_000, i: 1 }),
  ),
  fc.uint8Array({ maxLength: 3 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom(new BSON.BSONRegExp('a', ''), new BSON.BSONRegExp('a', 'i'), new BSON.Code('x')),
);
const anything = fc
  .letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      scalar,
      fc.array(tie('any'), { maxLength: 3 }),
      tie('document'),
    ),
    document: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('any'), { maxKeys: 3 }),
  }))
  .any.map(value);

describe('the order of BSON values', () => {
  test('follows the table of types (manual, "Comparison/Sort Order")', () => {
    const ascending = [
      new BSON.MinKey(),
      null,
      1,
      'a',
      { a: 1 },
      [1],
      Buffer.from('a'),
      new ObjectId('0'.repeat(24)),
      false,
      new Date(0),
      new Timestamp({ t: 1, i: 1 }),
      new BSON.BSONRegExp('a'),
      new BSON.MaxKey(),
    ].map(value);
    const sorted = ascending.toReversed().sort(compareValues);
    expect(sorted).toEqual(ascending);
  });

  test('compares numbers of different types by their exact value', () => {
    expect(equalValues(value(1), value(decimal('1.00')))).toBe(true);
    expect(equalValues(value(3), value(new Double(3)))).toBe(true);
    expect(compareValues(value(long('9007199254740993')), value(9007199254740992))).toBeGreaterThan(0);
    expect(compareValues(value(decimal('0.1')), value(0.1))).toBeLessThan(0); // the double is 0.1000000000000000055...
    expect(compareValues(value(Number.NaN), value(Number.NEGATIVE_INFINITY))).toBeLessThan(0);
    expect(equalValues(value(decimal('NaN')), value(Number.NaN))).toBe(true);
  });

  test('takes the order of fields into account', () => {
    expect(equalValues(value({ a: 1, b: 2 }), value({ b: 2, a: 1 }))).toBe(false);
    expect(compareValues(value({ a: 1 }), value({ a: 1, b: 1 }))).toBeLessThan(0);
    // The type of a field decides before its name does.
    expect(compareValues(value({ b: 1 }), value({ a: 'x' }))).toBeLessThan(0);
  });

  test('orders strings by code point', () => {
    expect(compareValues('\uff01', '\u{1f600}')).toBeLessThan(0);
  });

  test('is a total order with keys that agree with it', () => {
    fc.assert(
      fc.property(anything, anything, anything, (a, b, c) => {
        const [ab, ba] = [Math.sign(compareValues(a, b)), Math.sign(compareValues(b, a))];
        expect(ab + ba).toBe(0);
        expect(compareValues(a, a)).toBe(0);
        if (ab <= 0 && compareValues(b, c) <= 0) expect(compareValues(a, c)).toBeLessThanOrEqual(0);
        expect(equalValues(a, b)).toBe(ab === 0);
        const [left, right] = [keyOf(a), keyOf(b)];
        expect(new Set([left, right]).size === 1).toBe(ab === 0);
      }),
      { seed: 2, numRuns: 1000 },
    );
  });
});
