import { describe, expect, test } from '@jest/globals';
import { Decimal128, Double, Long, ObjectId } from 'bson';
import { evaluated, refusal, result } from './documents.ts';

const decimal = (text: string) => Decimal128.fromString(text);
const long = (text: string) => Long.fromString(text);

describe('expressions', () => {
  test.each<[string, unknown, unknown, object?]>([
    ['a path through an array gives an array', '$a.b', [1, 2], { a: [{ b: 1 }, { c: 3 }, { b: 2 }, 5] }],
    ['comparison across types follows BSON order', { $gt: ['x', 5] }, true],
    ['missing is below null', { $lt: ['$missing', null] }, true],
    ['$eq of numbers of two types', { $eq: [1, decimal('1.0')] }, true],
    ['$cond', { $cond: { if: { $gte: ['$q', 5] }, then: 30, else: 20 } }, 30, { q: 5 }],
    ['$ifNull takes the first that is there', { $ifNull: ['$a', '$b', 'none'] }, 2, { a: null, b: 2 }],
    ['$switch', { $switch: { branches: [{ case: false, then: 1 }], default: 2 } }, 2],
    ['zero is false, an empty string true', { $and: [{ $not: [0] }, ''] }, true],
    ['$add keeps ints', { $add: [1, 2] }, 3],
    ['$add of a date and milliseconds', { $add: [new Date(0), 1000] }, new Date(1000)],
    ['$add with null is null', { $add: [1, null] }, null],
    ['$subtract of dates gives a long', { $subtract: [new Date(5000), new Date(2000)] }, long('3000')],
    ['$multiply of a decimal', { $multiply: [decimal('0.1'), 3] }, decimal('0.3')],
    ['$divide of ints gives a double', { $divide: [4, 2] }, new Double(2)],
    ['$divide of decimals', { $divide: [decimal('1'), 3] }, decimal('0.3333333333333333333333333333333333')],
    ['$mod keeps the sign of the dividend', { $mod: [-5, 3] }, -2],
    ['$round to even', { $round: [2.5] }, new Double(2)],
    ['$round to a place, as written', { $round: [2.675, 2] }, 2.68],
    ['$round of an int to tens', { $round: [1250, -2] }, 1200],
    ['$trunc', { $trunc: [7.85, 1] }, 7.8],
    [
      '$floor, $ceil, $abs of negatives',
      [{ $floor: -2.5 }, { $ceil: -2.5 }, { $abs: -2 }],
      [new Double(-3), new Double(-2), 2],
    ],
    ['$pow of ints stays whole', { $pow: [2, 40] }, long('1099511627776')],
    ['$sqrt', { $sqrt: 9 }, new Double(3)],
    ['$concat', { $concat: ['a', '-', 'b'] }, 'a-b'],
    ['$concat with null', { $concat: ['a', null] }, null],
    ['$toUpper changes ASCII letters', { $toUpper: 'größe' }, 'GRößE'],
    ['$substrCP counts characters', { $substrCP: ['a😀bc', 1, 2] }, '😀b'],
    ['$strLenBytes counts bytes', { $strLenBytes: '你好' }, 6],
    ['$split', { $split: ['2012-12-15', '-'] }, ['2012', '12', '15']],
    ['$trim', { $trim: { input: '  x y ' } }, 'x y'],
    ['$trim of characters', { $trim: { input: 'xxaxx', chars: 'x' } }, 'a'],
    [
      '$replaceAll',
      { $replaceAll: { input: 'a$1b$1', find: { $literal: '$1' }, replacement: { $literal: '$&' } } },
      'a$&b$&',
    ],
    ['$regexMatch', { $regexMatch: { input: 'Spring', regex: '^sp', options: 'i' } }, true],
    [
      '$regexFind',
      { $regexFind: { input: 'Café 😀 x1', regex: 'x(\\d)' } },
      { match: 'x1', idx: 7, captures: ['1'] },
    ],
    ['$indexOfCP', { $indexOfCP: ['cafeteria', 'e'] }, 3],
    ['$strcasecmp', { $strcasecmp: ['abc', 'ABD'] }, -1],
    ['$arrayElemAt from the end', { $arrayElemAt: [[1, 2, 3], -1] }, 3],
    ['$slice', { $slice: [[1, 2, 3, 4], 1, 2] }, [2, 3]],
    ['$filter', { $filter: { input: [1, 5, 9], as: 'n', cond: { $gte: ['$$n', 5] } } }, [5, 9]],
    ['$map', { $map: { input: [1, 2], in: { $multiply: ['$$this', 10] } } }, [10, 20]],
    [
      '$reduce',
      { $reduce: { input: ['a', 'b'], initialValue: '', in: { $concat: ['$$value', '$$this'] } } },
      'ab',
    ],
    [
      'nested $map sees the outer element',
      {
        $map: {
          input: [1, 2],
          as: 'a',
          in: { $map: { input: [10], as: 'b', in: { $add: ['$$a', '$$b'] } } },
        },
      },
      [[11], [12]],
    ],
    ['$in', { $in: [2, [1, 2]] }, true],
    ['$size', { $size: [[1, 2]] }, 2],
    ['$range', { $range: [0, 10, 4] }, [0, 4, 8]],
    ['$concatArrays', { $concatArrays: [[1], [2, [3]]] }, [1, 2, [3]]],
    ['$reverseArray', { $reverseArray: [[1, 2]] }, [2, 1]],
    ['$sortArray', { $sortArray: { input: [{ a: 2 }, { a: 1 }], sortBy: { a: 1 } } }, [{ a: 1 }, { a: 2 }]],
    [
      '$zip',
      { $zip: { inputs: [[1, 2], ['a']], useLongestLength: true, defaults: [0, 'z'] } },
      [
        [1, 'a'],
        [2, 'z'],
      ],
    ],
    [
      '$setUnion',
      {
        $setUnion: [
          [1, 2],
          [2, 3],
        ],
      },
      [1, 2, 3],
    ],
    [
      '$setIntersection',
      {
        $setIntersection: [
          [1, 2],
          [2, 3],
        ],
      },
      [2],
    ],
    ['$setIsSubset', { $setIsSubset: [[1], [1, 2]] }, true],
    ['$mergeObjects', { $mergeObjects: [{ a: 1 }, null, { b: 2 }] }, { a: 1, b: 2 }],
    ['$objectToArray', { $objectToArray: { a: 1 } }, [{ k: 'a', v: 1 }]],
    [
      '$arrayToObject',
      {
        $arrayToObject: [
          [
            ['a', 1],
            ['b', 2],
          ],
        ],
      },
      { a: 1, b: 2 },
    ],
    ['$getField of a name with a dot', { $getField: { field: 'a.b', input: { $literal: { 'a.b': 7 } } } }, 7],
    [
      '$setField of a name with a dollar',
      { $setField: { field: { $literal: '$x' }, input: {}, value: 1 } },
      { $x: 1 },
    ],
    ['$let', { $let: { vars: { low: 1 }, in: { $gt: ['$$low', 0] } } }, true],
    ['$literal', { $literal: { $add: [1, 2] } }, { $add: [1, 2] }],
    ['$type of a missing field', { $type: '$a' }, 'missing'],
    ['$toInt of text', { $toInt: '12' }, 12],
    ['$toInt cuts', { $toInt: 2.9 }, 2],
    ['$toLong of a date', { $toLong: new Date(5) }, long('5')],
    ['$toDouble of a decimal', { $toDouble: decimal('5.50') }, 5.5],
    ['$toDecimal of a double takes 15 digits', { $toDecimal: 0.1 }, decimal('0.1')],
    [
      '$toString of an id',
      { $toString: new ObjectId('0123456789abcdef01234567') },
      '0123456789abcdef01234567',
    ],
    ['$toObjectId', { $toObjectId: '0123456789abcdef01234567' }, new ObjectId('0123456789abcdef01234567')],
    ['$toDate of text', { $toDate: '2018-03-03T10:00:00+0200' }, new Date('2018-03-03T08:00:00Z')],
    ['$convert with onError', { $convert: { input: 'x', to: 'int', onError: -1 } }, -1],
    ['$sum of arguments', { $sum: [1, 'x', 2] }, 3],
    ['$max over an array field', { $max: '$a' }, 9, { a: [3, 9] }],
  ])('%s', (_fact, expression, expected, fields = {}) => {
    expect(evaluated(expression, fields)).toBe(result(expected));
  });

  test.each<[string, unknown, string]>([
    ['an operator it does not know', { $foo: 1 }, 'InvalidPipelineOperator'],
    ['two operators in one', { $add: [1], $abs: 1 }, 'Location15983'],
    ['a variable that is not there', '$$nobody', 'Location17276'],
    ['a text in $add', { $add: [1, 'x'] }, 'TypeMismatch'],
    ['$divide by zero', { $divide: [1, 0] }, 'BadValue'],
    ['$size of what is no array', { $size: 'x' }, 'Location17124'],
    ['the wrong number of arguments', { $divide: [1] }, 'Location16020'],
    ['a conversion that fails', { $toInt: 'x' }, 'ConversionFailure'],
    ['an int out of range', { $toInt: '3000000000' }, 'ConversionFailure'],
    ['a field name with a dot', { 'a.b': 1 }, 'Location16412'],
    [
      '$switch without a branch that fits',
      { $switch: { branches: [{ case: false, then: 1 }] } },
      'Location40066',
    ],
    ['$range without end', { $range: [0, 2147483647] }, 'ExceededMemoryLimit'],
  ])('refuse %s', (_what, expression, code) => {
    expect(refusal(() => evaluated(expression))).toBe(code);
  });
});
