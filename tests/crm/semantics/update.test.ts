import { describe, expect, test } from '@jest/globals';
import { Decimal128, Double, Long, ObjectId } from 'bson';
import fc from 'fast-check';
import { upsertDocument } from '../../../crm/embedded/semantics/update/upsert.ts';
import { compiled, document, ejson, now, refusal, updated } from './documents.ts';

const decimal = (text: string) => Decimal128.fromString(text);
const long = (text: string) => Long.fromString(text);

/** [what the user gets, document before, update, document after, position and array filters] */
type Fact = readonly [string, object, object, object, { position?: number; arrayFilters?: object[] }?];

const facts: readonly Fact[] = [
  [
    '$set makes the documents on the way',
    { _id: 1 },
    { $set: { 'a.b.c': 1 } },
    { _id: 1, a: { b: { c: 1 } } },
  ],
  [
    'new fields come in the order of their names',
    { _id: 1 },
    { $set: { b: 1, a: 2 } },
    { _id: 1, a: 2, b: 1 },
  ],
  [
    'an index past the end fills the array with null',
    { a: [1] },
    { $set: { 'a.3': 4 } },
    { a: [1, null, null, 4] },
  ],
  [
    '$unset of an array element leaves null',
    { a: [1, 2, 3], b: 1 },
    { $unset: { 'a.1': '', b: '' } },
    { a: [1, null, 3] },
  ],
  ['$unset of what is not there does nothing', { a: 1 }, { $unset: { 'b.c': '', 'a.x': '' } }, { a: 1 }],
  ['$inc keeps the type of an int', { a: 1 }, { $inc: { a: 2 } }, { a: 3 }],
  [
    '$inc of an int that overflows gives a long',
    { a: 2147483647 },
    { $inc: { a: 1 } },
    { a: long('2147483648') },
  ],
  [
    '$inc of a long keeps every digit',
    { a: long('9007199254740993') },
    { $inc: { a: 1 } },
    { a: long('9007199254740994') },
  ],
  ['$inc with a double gives a double', { a: 1 }, { $inc: { a: new Double(1) } }, { a: new Double(2) }],
  [
    '$inc of a decimal is exact',
    { a: decimal('0.1') },
    { $inc: { a: decimal('0.2') } },
    { a: decimal('0.3') },
  ],
  ['$inc of a missing field sets it', {}, { $inc: { a: long('5') } }, { a: long('5') }],
  [
    '$mul of a missing field gives zero of the type',
    {},
    { $mul: { a: new Double(5), b: long('5') } },
    { a: new Double(0), b: long('0') },
  ],
  [
    '$mul of a price (manual, "$mul")',
    { price: decimal('10.99') },
    { $mul: { price: decimal('1.25') } },
    { price: decimal('13.7375') },
  ],
  [
    '$min and $max compare in BSON order',
    { a: 5, b: 5 },
    { $min: { a: null }, $max: { b: 'x' } },
    { a: null, b: 'x' },
  ],
  ['$min of dates', { d: new Date(1000) }, { $min: { d: new Date(0) } }, { d: new Date(0) }],
  ['$currentDate', { a: 1 }, { $currentDate: { at: true } }, { a: 1, at: now }],
  [
    '$rename moves within documents',
    { a: { b: 1 }, c: 2 },
    { $rename: { 'a.b': 'd.e', c: 'f' } },
    { a: {}, d: { e: 1 }, f: 2 },
  ],
  ['$rename of what is not there does nothing', { a: 1 }, { $rename: { x: 'a' } }, { a: 1 }],
  ['$push appends, an array as one element', { a: [1] }, { $push: { a: [2, 3] } }, { a: [1, [2, 3]] }],
  [
    '$push with $each, $sort and $slice (manual, "$push")',
    {
      q: [
        { w: 1, s: 10 },
        { w: 2, s: 8 },
      ],
    },
    {
      $push: {
        q: {
          $each: [
            { w: 5, s: 8 },
            { w: 6, s: 6 },
          ],
          $sort: { s: -1 },
          $slice: 3,
        },
      },
    },
    {
      q: [
        { w: 1, s: 10 },
        { w: 2, s: 8 },
        { w: 5, s: 8 },
      ],
    },
  ],
  [
    '$push with a negative $slice keeps the end',
    { a: [1, 2] },
    { $push: { a: { $each: [3, 4], $slice: -2 } } },
    { a: [3, 4] },
  ],
  [
    '$push with $position',
    { a: [100] },
    { $push: { a: { $each: [50, 60], $position: 0 } } },
    { a: [50, 60, 100] },
  ],
  [
    '$push with a negative $position counts from the end',
    { a: [1, 2, 3] },
    { $push: { a: { $each: [9], $position: -1 } } },
    { a: [1, 2, 9, 3] },
  ],
  [
    '$push with $sort 1 orders whole values',
    { a: [3, 'x', 1] },
    { $push: { a: { $each: [2], $sort: 1 } } },
    { a: [1, 2, 3, 'x'] },
  ],
  ['$push to a missing field makes the array', {}, { $push: { 'a.b': 1 } }, { a: { b: [1] } }],
  [
    '$addToSet with $each drops repetitions inside $each too',
    { a: [1] },
    { $addToSet: { a: { $each: [2, 2, 1, new Double(2)] } } },
    { a: [1, 2] },
  ],
  [
    '$addToSet compares documents with their fields in order',
    { a: [{ x: 1, y: 2 }] },
    { $addToSet: { a: { y: 2, x: 1 } } },
    {
      a: [
        { x: 1, y: 2 },
        { y: 2, x: 1 },
      ],
    },
  ],
  ['$pull by condition', { a: [1, 5, 9, 'x'] }, { $pull: { a: { $gte: 5 } } }, { a: [1, 'x'] }],
  [
    '$pull of documents takes the condition as a query',
    {
      r: [
        { i: 'A', s: 5 },
        { i: 'B', s: 8, c: 'x' },
      ],
    },
    { $pull: { r: { s: 8, i: 'B' } } },
    { r: [{ i: 'A', s: 5 }] },
  ],
  [
    '$pull with $elemMatch inside (manual, "$pull")',
    { r: [{ q: [{ n: 1, a: 5 }] }, { q: [{ n: 2, a: 9 }] }] },
    { $pull: { r: { q: { $elemMatch: { n: 2, a: { $gte: 8 } } } } } },
    { r: [{ q: [{ n: 1, a: 5 }] }] },
  ],
  [
    '$pullAll takes values as they are',
    { a: [0, 2, 5, 5, 1, 0] },
    { $pullAll: { a: [0, 5] } },
    { a: [2, 1] },
  ],
  [
    '$pop from both ends',
    { a: [1, 2, 3], b: [1, 2, 3] },
    { $pop: { a: -1, b: 1 } },
    { a: [2, 3], b: [1, 2] },
  ],
  [
    '$bit (manual, "$bit")',
    { a: 13, b: 3, c: 1 },
    { $bit: { a: { and: 10 }, b: { or: 5 }, c: { xor: 5 } } },
    { a: 8, b: 7, c: 4 },
  ],
  ['$setOnInsert does nothing to a document that exists', { a: 1 }, { $setOnInsert: { b: 1 } }, { a: 1 }],
  [
    'the positional $ is the element the query matched',
    { g: [80, 85, 90] },
    { $set: { 'g.$': 82 } },
    { g: [80, 82, 90] },
    { position: 1 },
  ],
  [
    'the positional $ inside documents',
    { g: [{ m: 1 }, { m: 2 }] },
    { $set: { 'g.$.std': 6 } },
    { g: [{ m: 1 }, { m: 2, std: 6 }] },
    { position: 1 },
  ],
  ['$[] is every element', { g: [1, 2] }, { $inc: { 'g.$[]': 10 } }, { g: [11, 12] }],
  [
    '$[] nests',
    { g: [{ q: [1] }, { q: [2, 3] }] },
    { $inc: { 'g.$[].q.$[]': 1 } },
    { g: [{ q: [2] }, { q: [3, 4] }] },
  ],
  [
    '$[id] is the elements the filter takes',
    { g: [95, 102, 90] },
    { $set: { 'g.$[e]': 100 } },
    { g: [95, 100, 90] },
    { arrayFilters: [{ e: { $gte: 100 } }] },
  ],
  [
    '$[id] on documents',
    {
      g: [
        { n: 80, m: 75 },
        { n: 85, m: 90 },
      ],
    },
    { $set: { 'g.$[e].m': 100 } },
    {
      g: [
        { n: 80, m: 75 },
        { n: 85, m: 100 },
      ],
    },
    { arrayFilters: [{ 'e.n': { $gte: 85 } }] },
  ],
  [
    'Mongoose sets `$[]` beside `$` on one array',
    { c: [{ n: 1 }, { n: 2 }] },
    { $set: { 'c.$.n': 9, 'c.$[].at': now } },
    {
      c: [
        { n: 9, at: now },
        { n: 2, at: now },
      ],
    },
    { position: 0 },
  ],
  [
    'number types survive beside a change',
    { i: 1, d: new Double(1), l: long('1'), x: decimal('1.0') },
    { $set: { y: 1 } },
    { i: 1, d: new Double(1), l: long('1'), x: decimal('1.0'), y: 1 },
  ],
  ['a replacement keeps _id in front', { _id: 1, a: 1 }, { b: 2 }, { _id: 1, b: 2 }],
  [
    'a pipeline sees the fields of before',
    { _id: 1, a: 1, b: 2 },
    [{ $set: { a: '$b', b: '$a' } }],
    { _id: 1, a: 2, b: 1 },
  ],
  [
    'a pipeline of several stages (manual, "Updates with Aggregation Pipeline")',
    { _id: 1, t: [95, 92, 90] },
    [
      { $set: { avg: { $trunc: [{ $avg: '$t' }, 0] } } },
      {
        $set: {
          grade: { $switch: { branches: [{ case: { $gte: ['$avg', 90] }, then: 'A' }], default: 'F' } },
        },
      },
    ],
    { _id: 1, t: [95, 92, 90], avg: new Double(92), grade: 'A' },
  ],
  ['an empty $set changes nothing', { a: 1 }, { $set: {} }, { a: 1 }],
];

describe('an update', () => {
  test.each(facts)('%s', (_fact, before, update, after, options = {}) => {
    expect(updated(before, update, options)).toBe(ejson(after));
  });

  test.each<[string, object, object, string, { position?: number; arrayFilters?: object[] }?]>([
    ['$set through a scalar', { a: 5 }, { $set: { 'a.b': 1 } }, 'PathNotViable'],
    ['$set through null', { a: null }, { $set: { 'a.b': 1 } }, 'PathNotViable'],
    ['a name where an array needs an index', { a: [1] }, { $set: { 'a.b': 1 } }, 'PathNotViable'],
    ['$push to a field that is no array', { a: 1 }, { $push: { a: 2 } }, 'BadValue'],
    ['$addToSet to a field that is no array', { a: 1 }, { $addToSet: { a: 2 } }, 'BadValue'],
    ['$pull from a field that is no array', { a: 1 }, { $pull: { a: 2 } }, 'BadValue'],
    ['$pop from a field that is no array', { a: 1 }, { $pop: { a: 1 } }, 'TypeMismatch'],
    ['$pull through a scalar', { a: 5 }, { $pull: { 'a.b': 1 } }, 'PathNotViable'],
    ['$pop through an array without an index', { a: [1] }, { $pop: { 'a.b': 1 } }, 'PathNotViable'],
    ['$rename through a scalar', { a: 5 }, { $rename: { 'a.b': 'c' } }, 'PathNotViable'],
    ['$bit of null', { a: null }, { $bit: { a: { or: 1 } } }, 'BadValue'],
    ['$inc of a string', { a: 'x' }, { $inc: { a: 1 } }, 'TypeMismatch'],
    ['$inc by a string', { a: 1 }, { $inc: { a: 'x' } }, 'TypeMismatch'],
    ['$inc beyond a long', { a: long('9223372036854775807') }, { $inc: { a: 1 } }, 'BadValue'],
    ['two operators on one path', {}, { $set: { a: 1 }, $inc: { a: 1 } }, 'ConflictingUpdateOperators'],
    ['a path and a path inside it', {}, { $set: { a: 1, 'a.b': 2 } }, 'ConflictingUpdateOperators'],
    [
      '$[] and $[id] meeting at one place',
      { a: [{ b: 1 }] },
      { $set: { 'a.$[].b': 1, 'a.$[e].b': 2 } },
      'ConflictingUpdateOperators',
      { arrayFilters: [{ 'e.b': 1 }] },
    ],
    ['a change of _id', { _id: 1 }, { $set: { _id: 2 } }, 'ImmutableField'],
    ['a replacement with another _id', { _id: 1 }, { _id: 2, a: 1 }, 'ImmutableField'],
    ['a pipeline that changes _id', { _id: 1 }, [{ $set: { _id: 2 } }], 'ImmutableField'],
    ['an unknown operator', {}, { $foo: { a: 1 } }, 'FailedToParse'],
    ['an operator without fields', {}, { $set: 1 }, 'FailedToParse'],
    ['an empty part of a path', {}, { $set: { 'a.': 1 } }, 'EmptyFieldName'],
    ['a name that begins with $', {}, { $set: { 'a.$b': 1 } }, 'DollarPrefixedFieldName'],
    ['a $ in a replacement', {}, { a: 1, $b: 2 }, 'DollarPrefixedFieldName'],
    ['$ without a match in an array', { a: [1] }, { $set: { 'a.$': 1 } }, 'BadValue'],
    ['two positional $', {}, { $set: { 'a.$.b.$': 1 } }, 'BadValue'],
    ['$[] on what is no array', { a: 1 }, { $set: { 'a.$[]': 1 } }, 'BadValue'],
    ['$[id] without its filter', { a: [1] }, { $set: { 'a.$[e]': 1 } }, 'BadValue'],
    [
      'an array filter that is not used',
      { a: [1] },
      { $set: { b: 1 } },
      'FailedToParse',
      { arrayFilters: [{ e: 1 }] },
    ],
    ['$rename through an array', { a: [{ b: 1 }] }, { $rename: { 'a.0.b': 'c' } }, 'BadValue'],
    ['a stage an update may not have', {}, [{ $match: {} }], 'InvalidOptions'],
    ['an unknown clause of $push', { a: [] }, { $push: { a: { $each: [1], $foo: 1 } } }, 'BadValue'],
  ])('refuses %s', (_what, before, update, code, options = {}) => {
    expect(refusal(() => updated(before, update, options))).toBe(code);
  });

  test('$pull and $unset of a path that is not there do nothing', () => {
    expect(updated({ _id: 1, a: {} }, { $pull: { 'a.b.c': 1 } })).toBe(ejson({ _id: 1, a: {} }));
    expect(updated({ _id: 1, a: 5 }, { $unset: { 'a.b': '' } })).toBe(ejson({ _id: 1, a: 5 }));
  });

  test('leaves the document it was given as it was', () => {
    const before = document({ _id: 1, a: [{ b: 1 }], c: { d: 1 } });
    const text = ejson(before);
    compiled({ $set: { 'a.0.b': 2, 'c.d': 3, e: 4 }, $push: { f: 1 } }).apply(before);
    expect(ejson(before)).toBe(text);
  });

  test('says by the same object that nothing changed', () => {
    const before = document({ _id: 1, a: [1, 2], b: 1 });
    for (const update of [
      { $addToSet: { a: 1 } },
      { $pull: { a: 9 } },
      { $set: { b: 1 } },
      { $max: { b: 0 } },
      { $unset: { z: '' } },
    ]) {
      expect(compiled(update).apply(before)).toBe(before);
    }
  });

  test('keeps its identities', () => {
    const int = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    const settings = { seed: 4, numRuns: 200 };
    const roundTrip = (fields: object, ...updates: object[]) =>
      ejson(
        updates.reduce<ReturnType<typeof document>>(
          (at, update) => compiled(update).apply(at),
          document(fields),
        ),
      );
    fc.assert(
      fc.property(int, int, (a, b) => {
        const there = Long.fromNumber(a);
        expect(roundTrip({ a: there }, { $inc: { a: b } }, { $inc: { a: -b } })).toBe(ejson({ a: there }));
        expect(roundTrip({ a }, { $rename: { a: 'x' } }, { $rename: { x: 'a' } })).toBe(ejson({ a }));
        expect(roundTrip({ a }, { $set: { b } }, { $unset: { b: '' } })).toBe(ejson({ a }));
      }),
      settings,
    );
    fc.assert(
      fc.property(fc.array(int, { maxLength: 5 }), int, (a, b) => {
        expect(roundTrip({ a }, { $push: { a: b } }, { $pop: { a: 1 } })).toBe(ejson({ a }));
        const once = roundTrip({ a }, { $addToSet: { a: b } });
        expect(roundTrip({ a }, { $addToSet: { a: b } }, { $addToSet: { a: b } })).toBe(once);
        expect(roundTrip({ a }, { $push: { a: b } }, { $pull: { a: b } })).toBe(
          ejson({ a: a.filter((each) => each !== b) }),
        );
      }),
      settings,
    );
  });
});

describe('an upsert', () => {
  const id = new ObjectId('0123456789abcdef01234567');
  const upserted = (filter: object, update: object) =>
    ejson(upsertDocument(document(filter), compiled(update), () => id));

  test.each<[string, object, object, object]>([
    [
      'starts from the equalities of the filter',
      { a: 1, 'b.c': 2, d: { $gt: 5 }, e: { $eq: 3 } },
      { $set: { f: 4 } },
      { _id: id, a: 1, b: { c: 2 }, e: 3, f: 4 },
    ],
    ['takes _id from the filter', { _id: 7 }, { $inc: { n: 1 } }, { _id: 7, n: 1 }],
    ['takes _id from the update', { a: 1 }, { $set: { _id: 8 } }, { _id: 8, a: 1 }],
    [
      'looks into $and, one-item $in and $all',
      { $and: [{ a: 1 }, { b: { $in: [2] } }, { c: { $all: [3] } }, { d: { $in: [4, 5] } }] },
      { $set: { x: 1 } },
      { _id: id, a: 1, b: 2, c: 3, x: 1 },
    ],
    [
      'runs $setOnInsert',
      { a: 1 },
      { $setOnInsert: { b: 2 }, $inc: { n: 1 } },
      { _id: id, a: 1, b: 2, n: 1 },
    ],
    ['with a replacement takes only _id from the filter', { _id: 7, a: 1 }, { b: 2 }, { _id: 7, b: 2 }],
    [
      'with a pipeline starts from the filter too',
      { a: 1 },
      [{ $set: { b: { $add: ['$a', 1] } } }],
      { _id: id, a: 1, b: 2 },
    ],
  ])('%s', (_fact, filter, update, expected) => {
    expect(upserted(filter, update)).toBe(ejson(expected));
  });

  test.each<[string, object, object, string]>([
    ['one field fixed twice', { $and: [{ a: 1 }, { a: 2 }] }, { $set: { b: 1 } }, 'NotSingleValueField'],
    ['a field and a field inside it', { a: 1, 'a.b': 2 }, { $set: { b: 1 } }, 'NotSingleValueField'],
    ['an _id that differs from the filter', { _id: 1 }, { $set: { _id: 2 } }, 'ImmutableField'],
  ])('refuses %s', (_what, filter, update, code) => {
    expect(refusal(() => upserted(filter, update))).toBe(code);
  });
});
