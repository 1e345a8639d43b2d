import { describe, expect, test } from '@jest/globals';
import { Decimal128, Double, Long } from 'bson';
import { compilePipeline } from '../../../crm/embedded/semantics/pipeline.ts';
import type { Value } from '../../../crm/embedded/semantics/values/value.ts';
import { aggregated, ejson, now, refusal, value } from './documents.ts';

const decimal = (text: string) => Decimal128.fromString(text);
const rows = (texts: readonly object[]) => texts.map(ejson);

describe('$group', () => {
  test('adds decimals exactly and keeps types', () => {
    const prices = [{ p: decimal('0.1') }, { p: decimal('0.2') }, { p: 1 }];
    expect(aggregated(prices, [{ $group: { _id: null, sum: { $sum: '$p' }, avg: { $avg: '$p' } } }])).toEqual(
      rows([{ _id: null, sum: decimal('1.3'), avg: decimal('0.4333333333333333333333333333333333') }]),
    );
  });

  test('adds ints, longs and doubles in the widest type', () => {
    const sum = (...values: unknown[]) =>
      aggregated(
        values.map((p) => ({ p })),
        [{ $group: { _id: null, sum: { $sum: '$p' } } }],
      );
    expect(sum(1, 2, 'x', null)).toEqual(rows([{ _id: null, sum: 3 }]));
    expect(sum(2147483647, 1)).toEqual(rows([{ _id: null, sum: Long.fromString('2147483648') }]));
    expect(sum(Long.fromString('9007199254740993'), 1)).toEqual(
      rows([{ _id: null, sum: Long.fromString('9007199254740994') }]),
    );
    expect(sum(1, new Double(1))).toEqual(rows([{ _id: null, sum: new Double(2) }]));
    expect(sum(0.1, 0.2, 0.3, -0.6)).toEqual(rows([{ _id: null, sum: 2.7755575615628914e-17 }])); // exact sum of the four doubles
  });

  test('puts missing and null in one group, and equal numbers of different types', () => {
    const input = [{ k: null }, {}, { k: 1 }, { k: new Double(1) }, { k: decimal('1.0') }];
    expect(aggregated(input, [{ $group: { _id: '$k', n: { $sum: 1 } } }])).toEqual(
      rows([
        { _id: null, n: 2 },
        { _id: 1, n: 3 },
      ]),
    );
  });

  test('keeps groups with a compound key apart by the order of its fields', () => {
    const input = [{ k: { a: 1, b: 2 } }, { k: { b: 2, a: 1 } }, { k: { a: 1, b: 2 } }];
    expect(aggregated(input, [{ $group: { _id: '$k', n: { $count: {} } } }])).toEqual(
      rows([
        { _id: { a: 1, b: 2 }, n: 2 },
        { _id: { b: 2, a: 1 }, n: 1 },
      ]),
    );
  });

  test('has the accumulators of the manual', () => {
    const input = [{ v: 3, t: 'a' }, { v: 1 }, { v: null, t: 'a' }, { v: 2, t: 'b' }];
    const group = {
      _id: null,
      first: { $first: '$v' },
      last: { $last: '$v' },
      min: { $min: '$v' },
      max: { $max: '$v' },
      pushed: { $push: '$t' },
      set: { $addToSet: '$t' },
      top: { $top: { sortBy: { v: -1 }, output: '$v' } },
      bottomN: { $bottomN: { sortBy: { v: -1 }, output: '$v', n: 2 } },
      maxN: { $maxN: { input: '$v', n: 2 } },
      deviation: { $stdDevPop: '$v' },
    };
    expect(aggregated(input, [{ $group: group }])).toEqual(
      rows([
        {
          _id: null,
          first: 3,
          last: 2,
          min: 1,
          max: 3,
          pushed: ['a', 'a', 'b'],
          set: ['a', 'b'],
          top: 3,
          bottomN: [1, null],
          maxN: [3, 2],
          deviation: Math.sqrt(2 / 3),
        },
      ]),
    );
  });

  test.each<[string, object, string]>([
    ['no _id', { n: { $sum: 1 } }, 'Location15955'],
    ['a field that is no accumulator', { _id: null, n: 1 }, 'Location40234'],
    ['an unknown accumulator', { _id: null, n: { $foo: 1 } }, 'Location15952'],
    ['two accumulators for one field', { _id: null, n: { $sum: 1, $avg: 1 } }, 'Location40238'],
  ])('refuses %s', (_what, group, code) => {
    expect(refusal(() => aggregated([{}], [{ $group: group }]))).toBe(code);
  });
});

describe('$lookup', () => {
  const orders = [
    { _id: 1, item: 'almonds', n: 2 },
    { _id: 2, item: 'pecans', n: 1 },
    { _id: 3 },
    { _id: 4, item: ['almonds', 'pecans'] },
  ];
  const stock = [
    { _id: 1, sku: 'almonds', q: 120 },
    { _id: 2, sku: 'bread', q: 80 },
    { _id: 4, sku: 'pecans', q: 70 },
    { _id: 5, sku: null },
    { _id: 6 },
  ];
  const joined = (lookup: object) =>
    aggregated(
      orders,
      [{ $lookup: { from: 'stock', as: 's', ...lookup } }, { $project: { ids: '$s._id' } }],
      { stock },
    );

  test('joins by equality; missing equals null, an array any of its elements (manual, "$lookup")', () => {
    expect(joined({ localField: 'item', foreignField: 'sku' })).toEqual(
      rows([
        { _id: 1, ids: [1] },
        { _id: 2, ids: [4] },
        { _id: 3, ids: [5, 6] },
        { _id: 4, ids: [1, 4] },
      ]),
    );
  });

  test('runs a pipeline on what the equality found', () => {
    expect(
      joined({ localField: 'item', foreignField: 'sku', pipeline: [{ $match: { q: { $gt: 100 } } }] }),
    ).toEqual(
      rows([
        { _id: 1, ids: [1] },
        { _id: 2, ids: [] },
        { _id: 3, ids: [] },
        { _id: 4, ids: [1] },
      ]),
    );
  });

  test('runs a pipeline with variables of the outer document', () => {
    const pipeline = [
      { $match: { $expr: { $and: [{ $eq: ['$sku', '$$item'] }, { $gte: ['$q', '$$n'] }] } } },
    ];
    expect(joined({ let: { item: '$item', n: '$n' }, pipeline }).slice(0, 2)).toEqual(
      rows([
        { _id: 1, ids: [1] },
        { _id: 2, ids: [4] },
      ]),
    );
  });

  test('gives an empty array for a collection that is not there', () => {
    const lookup = { from: 'nothing', localField: 'item', foreignField: 'sku', as: 's' };
    expect(aggregated([{ _id: 1 }], [{ $lookup: lookup }])).toEqual(rows([{ _id: 1, s: [] }]));
  });
});

describe('other stages', () => {
  const art = [
    { _id: 1, y: 1926, p: 199.99 },
    { _id: 2, y: 1902, p: 280 },
    { _id: 3, y: 1925, p: 76.04 },
    { _id: 4 },
  ];

  test('$bucket takes the lower bound in and the upper out, the rest goes to the default', () => {
    const bucket = {
      groupBy: '$p',
      boundaries: [0, 200, 280],
      default: 'Other',
      output: { n: { $sum: 1 }, ids: { $push: '$_id' } },
    };
    expect(aggregated(art, [{ $bucket: bucket }])).toEqual(
      rows([
        { _id: 0, n: 2, ids: [1, 3] },
        { _id: 'Other', n: 2, ids: [2, 4] },
      ]),
    );
  });

  test('$bucket refuses a value outside without a default, and unsorted boundaries', () => {
    expect(refusal(() => aggregated(art, [{ $bucket: { groupBy: '$p', boundaries: [0, 200] } }]))).toBe(
      'Location40066',
    );
    expect(refusal(() => aggregated(art, [{ $bucket: { groupBy: '$p', boundaries: [2, 1] } }]))).toBe(
      'Location40194',
    );
  });

  test('$bucketAuto makes buckets of about equal size', () => {
    const input = [1, 2, 3, 4].map((v) => ({ v }));
    expect(aggregated(input, [{ $bucketAuto: { groupBy: '$v', buckets: 2 } }])).toEqual(
      rows([
        { _id: { min: 1, max: 3 }, count: 2 },
        { _id: { min: 3, max: 4 }, count: 2 },
      ]),
    );
  });

  test('$facet runs each pipeline over the same documents', () => {
    const facet = {
      old: [{ $match: { y: { $lt: 1910 } } }, { $count: 'n' }],
      ids: [{ $sort: { _id: -1 } }, { $limit: 1 }, { $project: { _id: 1 } }],
    };
    expect(aggregated(art, [{ $facet: facet }])).toEqual(rows([{ old: [{ n: 1 }], ids: [{ _id: 4 }] }]));
  });

  test('$count of nothing gives no document', () => {
    expect(aggregated([], [{ $count: 'n' }])).toEqual([]);
  });

  test('$sortByCount, $skip, $limit, $unionWith', () => {
    const input = ['x', 'y', 'x'].map((t) => ({ t }));
    expect(aggregated(input, [{ $sortByCount: '$t' }])).toEqual(
      rows([
        { _id: 'x', count: 2 },
        { _id: 'y', count: 1 },
      ]),
    );
    expect(aggregated(input, [{ $skip: 1 }, { $limit: 1 }])).toEqual(rows([{ t: 'y' }]));
    expect(
      aggregated(input, [{ $limit: 1 }, { $unionWith: { coll: 'u', pipeline: [{ $set: { t: 'z' } }] } }], {
        u: [{ _id: 7 }],
      }),
    ).toEqual(rows([{ t: 'x' }, { _id: 7, t: 'z' }]));
  });

  test('$sample gives that many different documents', () => {
    expect(new Set(aggregated(art, [{ $sample: { size: 3 } }])).size).toBe(3);
  });

  test('$setWindowFields: running total, moving average, rank and shift (manual, "$setWindowFields")', () => {
    const sales = [
      { s: 'CA', d: 1, q: 162 },
      { s: 'CA', d: 2, q: 120 },
      { s: 'WA', d: 1, q: 104 },
      { s: 'CA', d: 3, q: 120 },
    ];
    const output = {
      total: { $sum: '$q', window: { documents: ['unbounded', 'current'] } },
      mean: { $avg: '$q', window: { documents: [-1, 0] } },
      near: { $sum: '$q', window: { range: [-1, 1] } },
      number: { $documentNumber: {} },
      before: { $shift: { output: '$q', by: -1, default: 0 } },
    };
    const wanted = { _id: 0, s: 1, total: 1, mean: 1, near: 1, number: 1, before: 1 };
    expect(
      aggregated(sales, [
        { $setWindowFields: { partitionBy: '$s', sortBy: { d: 1 }, output } },
        { $project: wanted },
      ]),
    ).toEqual(
      rows([
        { s: 'CA', total: 162, mean: new Double(162), near: 282, number: 1, before: 0 },
        { s: 'CA', total: 282, mean: new Double(141), near: 402, number: 2, before: 162 },
        { s: 'CA', total: 402, mean: new Double(120), near: 240, number: 3, before: 120 },
        { s: 'WA', total: 104, mean: new Double(104), near: 104, number: 1, before: 0 },
      ]),
    );
    const rank = { rank: { $rank: {} }, dense: { $denseRank: {} } };
    expect(
      aggregated(sales, [
        { $setWindowFields: { sortBy: { q: -1 }, output: rank } },
        { $project: { rank: 1, dense: 1 } },
      ]),
    ).toEqual(
      rows([
        { rank: 1, dense: 1 },
        { rank: 2, dense: 2 },
        { rank: 2, dense: 2 },
        { rank: 4, dense: 3 },
      ]),
    );
  });

  test.each<[string, object, string]>([
    ['a stage it does not know', { $foo: 1 }, 'Location40324'],
    ['a stage it does not support', { $graphLookup: {} }, 'CommandNotSupported'],
    ['two stages in one', { $match: {}, $limit: 1 }, 'Location40323'],
    ['$limit 0', { $limit: 0 }, 'Location15958'],
    ['$sort without keys', { $sort: {} }, 'Location15976'],
  ])('refuses %s', (_what, stage, code) => {
    expect(refusal(() => aggregated([], [stage]))).toBe(code);
  });

  test('says which fields it reads, so that a scan reads no others', () => {
    const fields = (...stages: object[]) => {
      const found = compilePipeline(value(stages) as Value[], { now, lookup: () => [] }).fields;
      return found && [...found].sort();
    };
    expect(
      fields({ $match: { a: 1 } }, { $group: { _id: '$b.c', n: { $sum: '$d' } } }, { $sort: { n: 1 } }),
    ).toEqual(['a', 'b', 'd']);
    expect(fields({ $sort: { a: 1 } }, { $project: { b: 1 } })).toEqual(['_id', 'a', 'b']);
    expect(fields({ $match: { a: 1 } })).toBeNull();
    expect(fields({ $group: { _id: null, all: { $push: '$$ROOT' } } })).toBeNull();
    expect(fields({ $match: { a: { $elemMatch: { b: 1 } } } }, { $count: 'n' })).toEqual(['a']);
    expect(fields({ $unwind: '$a' }, { $addFields: { x: '$y' } }, { $count: 'n' })).toEqual(['a', 'y']);
    expect(fields({ $facet: { x: [{ $count: 'n' }], y: [{ $limit: 1 }] } })).toBeNull();
  });
});
