import { describe, expect, test } from '@jest/globals';
import { BSON, Decimal128, Double, Long } from 'bson';
import fc from 'fast-check';
import { StoreError } from '../../../crm/embedded/errors.ts';
import { accumulatorExpressions } from '../../../crm/embedded/semantics/expressions/accumulators.ts';
import { arithmetic } from '../../../crm/embedded/semantics/expressions/arithmetic.ts';
import { arrays } from '../../../crm/embedded/semantics/expressions/arrays.ts';
import { conversion } from '../../../crm/embedded/semantics/expressions/conversion.ts';
import { dates } from '../../../crm/embedded/semantics/expressions/dates.ts';
import { logic } from '../../../crm/embedded/semantics/expressions/logic.ts';
import { objects } from '../../../crm/embedded/semantics/expressions/objects.ts';
import { sets } from '../../../crm/embedded/semantics/expressions/sets.ts';
import { strings } from '../../../crm/embedded/semantics/expressions/strings.ts';
import { variables } from '../../../crm/embedded/semantics/expressions/variables.ts';
import { aggregated, evaluated, matches, projected, updated } from './documents.ts';

const scalar = fc.constantFrom<unknown>(
  null,
  true,
  0,
  1,
  -1,
  2.5,
  new Double(3),
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Long.MAX_VALUE,
  Decimal128.fromString('1.5'),
  Decimal128.fromString('NaN'),
  Decimal128.fromString('1E6000'),
  '',
  'a',
  '$a',
  '$$ROOT',
  '$$x',
  '%Y',
  'day',
  'Europe/Berlin',
  new Date(0),
  new Date(8.64e15),
  Buffer.from('a'),
  new BSON.ObjectId('0'.repeat(24)),
  new BSON.BSONRegExp('a', 'i'),
  new BSON.MinKey(),
);
const names = [
  'a',
  'b',
  'a.b',
  'a.0',
  'a.$',
  'a.$[]',
  'a.$[e]',
  '',
  '_id',
  'input',
  'as',
  'in',
  'cond',
  'date',
  'unit',
];
const value = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, scalar, fc.array(tie('value'), { maxLength: 3 }), tie('fields')),
  fields: fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 3 }),
})).value;
const fields = fc.dictionary(fc.constantFrom('a', 'b', '_id'), value, { maxKeys: 3 });

/** Documents that have one of the operators at each level. */
function calls(operators: readonly string[], fixed: Readonly<Record<string, readonly string[]>> = {}) {
  const operator = fc.constantFrom(...operators);
  return fc
    .tuple(
      operator,
      value,
      fc.dictionary(fc.constantFrom(...names, '$each', '$slice', '$sort'), value, { maxKeys: 4 }),
    )
    .chain(([name, one, many]) => {
      const keys = fixed[name];
      if (!keys) return fc.constantFrom<object>({ [name]: one }, { [name]: [one, one] }, { [name]: many });
      return fc
        .record(Object.fromEntries(keys.map((key) => [key, value])))
        .map((named): object => ({ [name]: named }));
    });
}

const settings = { seed: 6, numRuns: 500 };

/** Whatever is asked, the answer is a result or an error that a client can read. */
function answers(action: () => unknown): void {
  try {
    action();
  } catch (error) {
    // The driver's own refusal to write a field, on the way in.
    if (error instanceof BSON.BSONError) return;
    expect(error).toBeInstanceOf(StoreError);
  }
}

describe('nonsense is answered, never a crash:', () => {
  test('filters', () => {
    const operators = [
      '$eq',
      '$ne',
      '$gt',
      '$lte',
      '$in',
      '$nin',
      '$all',
      '$size',
      '$mod',
      '$type',
      '$exists',
      '$regex',
      '$not',
      '$elemMatch',
      '$bitsAllSet',
    ];
    const filter = fc.oneof(
      fields,
      calls(operators).map((condition) => ({ a: condition })),
      calls(['$and', '$or', '$nor', '$expr', '$comment']),
    );
    fc.assert(
      fc.property(filter, fields, (asked, given) => answers(() => matches(asked, given))),
      settings,
    );
  });

  test('updates', () => {
    const operators = [
      '$set',
      '$unset',
      '$inc',
      '$mul',
      '$min',
      '$max',
      '$push',
      '$addToSet',
      '$pull',
      '$pullAll',
      '$pop',
      '$bit',
      '$rename',
      '$currentDate',
      '$setOnInsert',
    ];
    const update = fc.oneof(
      fields,
      fc.tuple(fc.constantFrom(...operators), fields).map(([name, operand]) => ({ [name]: operand })),
      fc
        .tuple(fc.constantFrom('$push', '$addToSet', '$pull'), calls(['$each', '$gt', '$in', '$position']))
        .map(([name, operand]) => ({ [name]: { a: operand } })),
      calls(['$set', '$unset', '$project', '$replaceWith']).map((stage) => [stage]),
    );
    fc.assert(
      fc.property(update, fields, value, (asked, given, filter) =>
        answers(() => updated(given, asked, { position: 0, arrayFilters: [{ e: filter }] })),
      ),
      settings,
    );
    fc.assert(
      fc.property(update, fields, (asked, given) => answers(() => updated(given, asked, { position: 0 }))),
      settings,
    );
  });

  test('projections', () => {
    const projection = fc.oneof(
      fields,
      calls(['$slice', '$elemMatch', '$add']).map((operand) => ({ a: operand })),
    );
    fc.assert(
      fc.property(projection, fields, (asked, given) => answers(() => projected(given, asked))),
      settings,
    );
  });

  test('expressions', () => {
    const tables = {
      ...accumulatorExpressions,
      ...arithmetic,
      ...arrays,
      ...conversion,
      ...dates,
      ...logic,
      ...objects,
      ...sets,
      ...strings,
      ...variables,
    };
    const named = {
      $map: ['input', 'in'],
      $filter: ['input', 'cond'],
      $reduce: ['input', 'initialValue', 'in'],
      $zip: ['inputs'],
      $sortArray: ['input', 'sortBy'],
      $convert: ['input', 'to'],
      $let: ['vars', 'in'],
      $switch: ['branches', 'default'],
      $trim: ['input', 'chars'],
      $replaceAll: ['input', 'find', 'replacement'],
      $regexFind: ['input', 'regex'],
      $dateToString: ['date', 'format', 'timezone'],
      $dateFromString: ['dateString', 'format'],
      $dateFromParts: ['year', 'month', 'day'],
      $dateTrunc: ['date', 'unit', 'binSize', 'timezone'],
      $dateAdd: ['startDate', 'unit', 'amount'],
      $dateDiff: ['startDate', 'endDate', 'unit'],
      $getField: ['field', 'input'],
      $setField: ['field', 'input', 'value'],
      $firstN: ['input', 'n'],
    };
    fc.assert(
      fc.property(calls(Object.keys(tables), named), fields, (asked, given) =>
        answers(() => evaluated(asked, given)),
      ),
      { ...settings, numRuns: 2000 },
    );
  });

  test('stages', () => {
    const named = {
      $group: ['_id', 'a'],
      $unwind: ['path'],
      $lookup: ['from', 'localField', 'foreignField', 'as'],
      $bucket: ['groupBy', 'boundaries', 'default'],
      $bucketAuto: ['groupBy', 'buckets'],
      $setWindowFields: ['partitionBy', 'sortBy', 'output'],
      $sample: ['size'],
      $unionWith: ['coll', 'pipeline'],
    };
    const others = [
      '$match',
      '$sort',
      '$limit',
      '$skip',
      '$project',
      '$set',
      '$unset',
      '$replaceRoot',
      '$count',
      '$facet',
      '$sortByCount',
      '$documents',
    ];
    const accumulators = [
      '$sum',
      '$avg',
      '$min',
      '$max',
      '$push',
      '$addToSet',
      '$first',
      '$mergeObjects',
      '$count',
      '$top',
      '$topN',
      '$firstN',
      '$maxN',
      '$stdDevPop',
    ];
    const stage = fc.oneof(
      calls([...Object.keys(named), ...others], named),
      fc
        .tuple(
          value,
          calls(accumulators, {
            $top: ['sortBy', 'output'],
            $topN: ['sortBy', 'output', 'n'],
            $firstN: ['input', 'n'],
          }),
        )
        .map(([_id, a]) => ({ $group: { _id, a } })),
      calls([...accumulators, '$rank', '$shift']).map((a) => ({
        $setWindowFields: { sortBy: { a: 1 }, output: { a: { ...a, window: { documents: [-1, 0] } } } },
      })),
    );
    fc.assert(
      fc.property(stage, fields, fields, (asked, one, two) =>
        answers(() => aggregated([one, two], [asked], { a: [one] })),
      ),
      { ...settings, numRuns: 1000 },
    );
  });
});
