import { describe, expect, test } from '@jest/globals';
import { BSON, Decimal128, Double, Long } from 'bson';
import fc from 'fast-check';
import { compileFilter } from '../../../crm/embedded/semantics/filter/filter.ts';
import { document, matches, now, refusal } from './documents.ts';

/** [what the user gets, filter, documents that match, documents that don't] */
type Fact = readonly [string, object, readonly object[], readonly object[]];

const facts: readonly Fact[] = [
  [
    'equality with null finds null and missing (manual, "Query for Null or Missing Fields")',
    { a: null },
    [{ a: null }, {}],
    [{ a: 0 }, { a: [] }],
  ],
  ['null inside an array counts', { a: null }, [{ a: [1, null] }], [{ a: [1] }]],
  [
    'a path through an array that lacks the field is null for that element',
    { 'a.b': null },
    [{ a: [{ b: 1 }, {}] }, { a: 5 }],
    [{ a: [] }, { a: [1] }, { a: [{ b: 1 }] }],
  ],
  ['$exists false is not null', { a: { $exists: false } }, [{}], [{ a: null }]],
  [
    '$ne excludes a document if any element equals',
    { a: { $ne: 2 } },
    [{ a: [1, 3] }, {}],
    [{ a: [1, 2] }, { a: 2 }],
  ],
  ['$nin with null excludes missing', { a: { $nin: [null, 1] } }, [{ a: 2 }], [{}, { a: 1 }]],
  [
    'an array matches whole or by element (manual, "Query an Array")',
    { tags: ['red', 'blank'] },
    [{ tags: ['red', 'blank'] }, { tags: [['red', 'blank']] }],
    [{ tags: ['blank', 'red'] }],
  ],
  [
    'two conditions on an array may be met by different elements',
    { a: { $gt: 15, $lt: 20 } },
    [{ a: [10, 30] }],
    [{ a: [21, 30] }],
  ],
  [
    '$elemMatch needs one element to meet all',
    { a: { $elemMatch: { $gt: 15, $lt: 20 } } },
    [{ a: [10, 17] }],
    [{ a: [10, 30] }, { a: 17 }],
  ],
  [
    '$elemMatch on documents',
    { a: { $elemMatch: { b: 1, c: 2 } } },
    [{ a: [{ b: 1, c: 2 }] }],
    [{ a: [{ b: 1 }, { c: 2 }] }],
  ],
  [
    'a number in a path is an index and a name',
    { 'a.0.b': 1 },
    [{ a: [{ b: 1 }, { b: 2 }] }, { a: { 0: { b: 1 } } }],
    [{ a: [{ b: 2 }, { b: 1 }] }],
  ],
  [
    'subdocuments equal only with their fields in order',
    { size: { h: 14, w: 21 } },
    [{ size: { h: 14, w: 21 } }],
    [{ size: { w: 21, h: 14 } }, { size: { h: 14, w: 21, uom: 'cm' } }],
  ],
  [
    'comparison stays within a type (type bracketing)',
    { a: { $gte: 1 } },
    [{ a: 1 }, { a: new Double(2) }, { a: Decimal128.fromString('1.0') }, { a: Long.fromNumber(5) }],
    [{ a: '5' }, { a: null }, {}, { a: true }, { a: new Date() }],
  ],
  [
    '$lt with null matches nothing, $lte null and missing',
    { a: { $lte: null } },
    [{ a: null }, {}],
    [{ a: 0 }],
  ],
  ['NaN equals NaN and is in no range', { a: { $gte: Number.NaN } }, [{ a: Number.NaN }], [{ a: 1 }]],
  ['a range does not hold NaN', { a: { $lt: 5 } }, [{ a: 1 }], [{ a: Number.NaN }]],
  [
    'a long beyond 2^53 is itself only',
    { a: Long.fromString('9007199254740993') },
    [{ a: Long.fromString('9007199254740993') }],
    [{ a: 9007199254740992 }, { a: Long.fromString('9007199254740992') }],
  ],
  [
    'decimals compare by value',
    { a: Decimal128.fromString('9.99') },
    [{ a: Decimal128.fromString('9.990') }],
    [{ a: 9.99 }],
  ],
  [
    '$all with strings',
    { tags: { $all: ['ssl', 'security'] } },
    [{ tags: ['security', 'x', 'ssl'] }],
    [{ tags: ['ssl'] }, { tags: 'ssl' }],
  ],
  [
    '$all of one value matches a plain field',
    { tags: { $all: ['ssl'] } },
    [{ tags: 'ssl' }, { tags: ['ssl'] }],
    [{ tags: 'tls' }],
  ],
  [
    '$all with a nested array',
    { tags: { $all: [['ssl', 'security']] } },
    [{ tags: [['ssl', 'security']] }, { tags: ['ssl', 'security'] }],
    [{ tags: ['ssl'] }],
  ],
  [
    '$all across subdocuments',
    { 'a.b': { $all: [1, 2] } },
    [{ a: [{ b: 1 }, { b: 2 }] }],
    [{ a: [{ b: 1 }] }],
  ],
  ['$all of nothing matches nothing', { a: { $all: [] } }, [], [{ a: [] }, {}]],
  [
    '$all with $elemMatch',
    { q: { $all: [{ $elemMatch: { s: 'M', n: { $gt: 5 } } }, { $elemMatch: { s: 'L' } }] } },
    [{ q: [{ s: 'M', n: 9 }, { s: 'L' }] }],
    [{ q: [{ s: 'M', n: 1 }, { s: 'L' }] }],
  ],
  [
    '$size counts the array itself',
    { a: { $size: 2 } },
    [{ a: [1, [2, 3]] }],
    [{ a: [[1, 2]] }, { a: 2 }, {}],
  ],
  [
    '$mod cuts to whole numbers',
    { a: { $mod: [4, 0] } },
    [{ a: 8 }, { a: 12.7 }, { a: Long.fromNumber(4) }],
    [{ a: 7 }, { a: '8' }],
  ],
  [
    '$type by name, by number and "number"',
    { a: { $type: ['int', 2] } },
    [{ a: 1 }, { a: 'x' }, { a: [1.5, 2] }],
    [{ a: 1.5 }, {}],
  ],
  [
    '$type number is any number',
    { a: { $type: 'number' } },
    [{ a: 1 }, { a: 1.5 }, { a: Decimal128.fromString('1') }],
    [{ a: '1' }],
  ],
  ['$type array is about the field itself', { a: { $type: 'array' } }, [{ a: [] }, { a: [[1]] }], [{ a: 1 }]],
  [
    '$not with a range also takes documents without the field',
    { a: { $not: { $gt: 5 } } },
    [{ a: 3 }, {}, { a: 'x' }],
    [{ a: 6 }, { a: [1, 6] }],
  ],
  [
    '$not over several values of a path negates the whole',
    { 'a.b': { $not: { $gt: 1, $lt: 5 } } },
    [{ a: [{ b: 7 }] }],
    [{ a: [{ b: 0 }, { b: 9 }] }],
  ],
  [
    'a regular expression, also in $in',
    { a: { $in: [/^b/i, 'x'] } },
    [{ a: 'Bread' }, { a: ['x'] }],
    [{ a: 'a b' }, { a: 5 }],
  ],
  [
    'regex options m, s and x',
    { a: { $regex: '^b . c $', $options: 'xms' } },
    [{ a: 'a\nb\nc' }],
    [{ a: 'bc' }],
  ],
  ['$nor', { $nor: [{ a: 1 }, { b: 2 }] }, [{ a: 2 }], [{ a: 1 }, { b: 2 }]],
  [
    '$or and $and nest',
    { $and: [{ $or: [{ a: 1 }, { a: 2 }] }, { b: 1 }] },
    [{ a: 2, b: 1 }],
    [{ a: 2 }, { a: 3, b: 1 }],
  ],
  [
    '$expr compares across types in BSON order',
    { $expr: { $gt: ['$a', '$b'] } },
    [
      { a: 'x', b: 1 },
      { a: 2, b: 1 },
    ],
    [{ a: 1, b: 'x' }],
  ],
  ['bits of a number (manual, "$bitsAllSet")', { a: { $bitsAllSet: [1, 5] } }, [{ a: 54 }], [{ a: 20 }]],
  ['bits of binary data', { a: { $bitsAnySet: 1 } }, [{ a: Buffer.from([1]) }], [{ a: Buffer.from([2]) }]],
  ['$comment does nothing', { a: 1, $comment: 'why' }, [{ a: 1 }], [{ a: 2 }]],
  [
    'MinKey and MaxKey compare with everything',
    { a: { $gt: new BSON.MinKey() } },
    [{ a: 1 }, { a: 'x' }, { a: null }],
    [{}],
  ],
];

describe('a filter', () => {
  test.each(facts)('%s', (_fact, filter, yes, no) => {
    for (const fields of yes) expect([fields, matches(filter, fields)]).toEqual([fields, true]);
    for (const fields of no) expect([fields, matches(filter, fields)]).toEqual([fields, false]);
  });

  test.each([
    ['an unknown operator', { a: { $foo: 1 } }, 'BadValue'],
    ['an unknown top-level operator', { $foo: 1 }, 'BadValue'],
    ['$where', { $where: 'true' }, 'BadValue'],
    ['$in without an array', { a: { $in: 1 } }, 'BadValue'],
    ['an empty $or', { $or: [] }, 'BadValue'],
    ['a negative $size', { a: { $size: -1 } }, 'BadValue'],
    ['an unknown type', { a: { $type: 'text' } }, 'BadValue'],
    ['a regular expression that can take for ever', { a: /^(a+)+$/ }, 'BadValue'],
    ['a broken regular expression', { a: { $regex: '(' } }, 'Location51091'],
    ['an unknown expression', { $expr: { $foo: 1 } }, 'InvalidPipelineOperator'],
  ])('refuses %s', (_what, filter, code) => {
    expect(refusal(() => matches(filter, {}))).toBe(code);
  });

  test.each([
    '(a+)+$',
    '((a+))+',
    '(?:a*b?)*c',
    '(a|a)*b',
    '((a)|(a))*b',
    '(\\w|\\d)+x',
    '(a{2,}){3,}',
    '([a-z]+,?)+;',
  ])('refuses the regular expression %s, which can take for ever', (pattern) => {
    expect(refusal(() => matches({ a: { $regex: pattern } }, {}))).toBe('BadValue');
  });

  test.each([
    '^a+b*$',
    '(foo|bar)+',
    '(ab)*c',
    '\\(a+\\)+',
    '[(+]+x+',
    '(?<year>\\d{4})-(\\d{2})+',
    '(a|b)?c+',
    '^(?:https?://)',
  ])('takes the regular expression %s', (pattern) => {
    expect(refusal(() => matches({ a: { $regex: pattern } }, {}))).toBe('no error');
  });

  test('tells where in an array it matched', () => {
    const position = { index: undefined as number | undefined };
    const at = (filter: object, fields: object) => {
      position.index = undefined;
      compileFilter(document(filter), { now }).matches(document(fields), position);
      return position.index;
    };
    expect(at({ grades: 85 }, { grades: [80, 85, 90] })).toBe(1);
    expect(at({ 'g.mean': { $gte: 80 } }, { g: [{ mean: 70 }, { mean: 75 }, { mean: 95 }] })).toBe(2);
    expect(at({ g: { $elemMatch: { $gt: 5, $lt: 9 } } }, { g: [1, 12, 7] })).toBe(2);
    expect(at({ a: 1, g: 7 }, { a: 1, g: [9, 7] })).toBe(1);
    expect(at({ a: 1 }, { a: 1 })).toBeUndefined();
  });

  test('tells a planner the simple conditions every match meets, and the fields it reads', () => {
    const filter = compileFilter(
      document({ a: 1, 'b.c': { $gt: 2, $lt: 5 }, $or: [{ d: 1 }, { e: 2 }], $and: [{ f: 'x' }] }),
      { now },
    );
    expect(filter.conjuncts.map(({ path, operator }) => `${path} ${operator}`)).toEqual([
      'a $eq',
      'b.c $gt',
      'b.c $lt',
      'f $eq',
    ]);
    expect([...(filter.fields ?? [])].sort()).toEqual(['a', 'b', 'd', 'e', 'f']);
  });

  test('and its negation share out all documents', () => {
    const number = fc.oneof(
      fc.integer({ min: 0, max: 3 }),
      fc.constant(null),
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }),
    );
    const condition = fc.record({
      operator: fc.constantFrom('$eq', '$gt', '$lte', '$in', '$all', '$size', '$elemMatch'),
      operand: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(number, condition, (a, { operator, operand }) => {
        const wrap: Record<string, unknown> = {
          $in: [operand],
          $all: [operand, 1],
          $elemMatch: { $gte: operand },
        };
        const test = { [operator]: wrap[operator] ?? operand };
        expect(matches({ a: { $not: test } }, { a })).toBe(!matches({ a: test }, { a }));
        expect(matches({ $nor: [{ a: test }] }, { a })).toBe(!matches({ a: test }, { a }));
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});
