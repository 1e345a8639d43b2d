import { describe, expect, test } from '@jest/globals';
import { compileSort } from '../../../crm/embedded/semantics/sort.ts';
import { aggregated, document, ejson, projected, refusal } from './documents.ts';

describe('a projection', () => {
  const book = {
    _id: 1,
    title: 'abc',
    author: { last: 'zzz', first: 'aaa' },
    copies: [
      { n: 1, at: 'x' },
      { n: 2, at: 'y' },
    ],
    stock: 5,
  };

  test.each<[string, object, object]>([
    [
      'includes fields in the order of the document, _id first',
      { stock: 1, title: 1 },
      { _id: 1, title: 'abc', stock: 5 },
    ],
    ['leaves _id out on request', { title: 1, _id: 0 }, { title: 'abc' }],
    ['only _id', { _id: 1 }, { _id: 1 }],
    ['excludes fields', { copies: 0, author: 0 }, { _id: 1, title: 'abc', stock: 5 }],
    [
      'reaches into documents and arrays',
      { 'author.last': 1, 'copies.n': 1 },
      { _id: 1, author: { last: 'zzz' }, copies: [{ n: 1 }, { n: 2 }] },
    ],
    ['nested form', { author: { first: 1 } }, { _id: 1, author: { first: 'aaa' } }],
    [
      'excludes inside arrays',
      { 'copies.at': 0, author: 0, stock: 0 },
      { _id: 1, title: 'abc', copies: [{ n: 1 }, { n: 2 }] },
    ],
    [
      '$slice alone keeps the other fields',
      { copies: { $slice: -1 } },
      { ...book, copies: [{ n: 2, at: 'y' }] },
    ],
    [
      '$slice with skip and limit',
      { copies: { $slice: [1, 5] }, title: 1 },
      { _id: 1, title: 'abc', copies: [{ n: 2, at: 'y' }] },
    ],
    [
      '$elemMatch with operators gives the first match',
      { copies: { $elemMatch: { n: { $gt: 1 } } } },
      { _id: 1, copies: [{ n: 2, at: 'y' }] },
    ],
    [
      '$elemMatch without a match leaves the field out',
      { copies: { $elemMatch: { n: 9 } }, title: 1 },
      { _id: 1, title: 'abc' },
    ],
    ['expressions', { _id: 0, both: { $concat: ['$author.first', '-', '$title'] } }, { both: 'aaa-abc' }],
    ['a path through a scalar gives nothing', { 'title.x': 1 }, { _id: 1 }],
  ])('%s', (_fact, projection, expected) => {
    expect(projected(book, projection)).toBe(ejson(expected));
  });

  test.each<[string, object, string]>([
    ['inclusion beside exclusion', { a: 1, b: 0 }, 'Location31254'],
    ['exclusion beside inclusion', { a: 0, b: 1 }, 'Location31253'],
    ['a path and a path inside it', { a: 1, 'a.b': 1 }, 'Location31249'],
    ['an empty sub-projection', { a: {} }, 'Location51270'],
  ])('refuses %s', (_what, projection, code) => {
    expect(refusal(() => projected({}, projection))).toBe(code);
  });

  test('of an array of scalars and documents keeps the documents when including, all when excluding', () => {
    const fields = { a: [1, { b: 2, c: 3 }, [{ b: 4 }]] };
    expect(projected(fields, { 'a.b': 1 })).toBe(ejson({ a: [{ b: 2 }, [{ b: 4 }]] }));
    expect(projected(fields, { 'a.b': 0 })).toBe(ejson({ a: [1, { c: 3 }, [{}]] }));
  });
});

describe('a sort', () => {
  const sorted = (specification: object, fields: readonly object[]) =>
    fields
      .map(document)
      .sort(compileSort(document(specification)))
      .map((each) => each._id);

  test('takes the smallest element of an array upwards and the largest downwards', () => {
    const rows = [
      { _id: 'a', v: [1, 9] },
      { _id: 'b', v: [3, 4] },
      { _id: 'c', v: 5 },
    ];
    expect(sorted({ v: 1 }, rows)).toEqual(['a', 'b', 'c']);
    expect(sorted({ v: -1 }, rows)).toEqual(['a', 'c', 'b']);
  });

  test('puts an empty array below null, and missing beside null', () => {
    const rows = [{ _id: 1, v: 0 }, { _id: 2 }, { _id: 3, v: null }, { _id: 4, v: [] }];
    expect(sorted({ v: 1 }, rows)).toEqual([4, 2, 3, 1]);
    expect(sorted({ v: -1 }, rows)).toEqual([1, 2, 3, 4]);
  });

  test('goes through arrays of documents', () => {
    const rows = [
      { _id: 1, v: [{ n: 5 }, { n: 2 }] },
      { _id: 2, v: [{ n: 3 }] },
      { _id: 3, v: [{}] },
    ];
    expect(sorted({ 'v.n': 1 }, rows)).toEqual([3, 1, 2]);
    expect(sorted({ 'v.n': -1 }, rows)).toEqual([1, 2, 3]);
  });

  test('uses the next key where the first is equal', () => {
    const rows = [
      { _id: 1, a: 1, b: 1 },
      { _id: 2, a: 1, b: 2 },
      { _id: 3, a: 0, b: 9 },
    ];
    expect(sorted({ a: 1, b: -1 }, rows)).toEqual([3, 2, 1]);
  });

  test('refuses other directions than 1 and -1', () => {
    expect(refusal(() => sorted({ a: 2 }, []))).toBe('Location15975');
  });
});

describe('stages that change documents', () => {
  test('$addFields reaches into documents and arrays and replaces scalars', () => {
    const rows = [{ _id: 1, a: { x: 1 }, b: [{}, 5], c: 7 }];
    expect(aggregated(rows, [{ $addFields: { 'a.y': 2, 'b.z': '$_id', 'c.d': 1 } }])).toEqual([
      ejson({ _id: 1, a: { x: 1, y: 2 }, b: [{ z: 1 }, { z: 1 }], c: { d: 1 } }),
    ]);
  });

  test('$project computes, keeps the order of the document and drops $$REMOVE', () => {
    const rows = [{ _id: 1, a: 1, b: 2 }];
    expect(aggregated(rows, [{ $project: { sum: { $add: ['$a', '$b'] }, b: 1, gone: '$$REMOVE' } }])).toEqual(
      [ejson({ _id: 1, b: 2, sum: 3 })],
    );
  });

  test('$unset takes one path or many', () => {
    expect(aggregated([{ _id: 1, a: { b: 1, c: 2 }, d: 3 }], [{ $unset: ['a.b', 'd'] }])).toEqual([
      ejson({ _id: 1, a: { c: 2 } }),
    ]);
  });

  test('$unwind drops empty arrays unless told to keep them (manual, "$unwind")', () => {
    const rows = [
      { _id: 1, s: ['S', 'M'] },
      { _id: 2, s: [] },
      { _id: 3, s: 'L' },
      { _id: 4 },
      { _id: 5, s: null },
    ];
    expect(aggregated(rows, [{ $unwind: '$s' }])).toEqual(
      [
        { _id: 1, s: 'S' },
        { _id: 1, s: 'M' },
        { _id: 3, s: 'L' },
      ].map(ejson),
    );
    expect(
      aggregated(rows, [
        { $unwind: { path: '$s', preserveNullAndEmptyArrays: true } },
        { $group: { _id: '$_id' } },
      ]),
    ).toHaveLength(5);
    const indexed = aggregated(rows.slice(0, 1), [
      { $unwind: { path: '$s', includeArrayIndex: 'i' } },
      { $project: { i: { $toInt: '$i' } } },
    ]);
    expect(indexed).toEqual([ejson({ _id: 1, i: 0 }), ejson({ _id: 1, i: 1 })]);
  });

  test('$replaceRoot needs a document', () => {
    expect(
      aggregated([{ a: { b: 1 } }], [{ $replaceRoot: { newRoot: { $mergeObjects: [{ c: 0 }, '$a'] } } }]),
    ).toEqual([ejson({ c: 0, b: 1 })]);
    expect(refusal(() => aggregated([{ a: 1 }], [{ $replaceWith: '$a' }]))).toBe('Location40228');
  });
});
