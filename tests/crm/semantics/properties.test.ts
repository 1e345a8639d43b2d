import { expect, test } from '@jest/globals';
import { Decimal128, Double } from 'bson';
import fc from 'fast-check';
import { aggregated, ejson, evaluated } from './documents.ts';

const settings = { seed: 20261124, numRuns: 60 };

/** A decimal of up to 20 digits as an integer and the power of ten below it. */
const decimal = fc.record({ digits: fc.bigInt(-(10n ** 20n), 10n ** 20n), scale: fc.nat(6) });
type Scaled = { digits: bigint; scale: number };
const toDecimal = ({ digits, scale }: Scaled) => Decimal128.fromString(`${digits}E-${scale}`);

test('a sum of decimals is exact, as whole numbers of the smallest unit', () => {
  fc.assert(
    fc.property(fc.array(decimal, { minLength: 1, maxLength: 12 }), (values) => {
      const total = values.reduce((sum, { digits, scale }) => sum + digits * 10n ** BigInt(6 - scale), 0n);
      const [row] = aggregated(
        values.map((value) => ({ p: toDecimal(value) })),
        [
          { $group: { _id: null, sum: { $sum: '$p' } } },
          { $project: { _id: 0, isExact: { $eq: ['$sum', Decimal128.fromString(`${total}E-6`)] } } },
        ],
      );
      expect(row).toBe(ejson({ isExact: true }));
    }),
    settings,
  );
});

test('an array sorts by its least element upwards and by its greatest downwards', () => {
  const key = fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1 }),
  );
  fc.assert(
    fc.property(fc.array(key, { maxLength: 8 }), fc.constantFrom(1, -1), (keys, direction) => {
      const pick = (k: number | number[]) => (direction === 1 ? Math.min : Math.max)(...[k].flat());
      const expected = keys
        .map((k, _id) => ({ _id, k }))
        .sort((a, b) => direction * (pick(a.k) - pick(b.k)) || a._id - b._id);
      const rows = keys.map((k, _id) => ({ _id, k }));
      expect(aggregated(rows, [{ $sort: { k: direction, _id: 1 } }])).toEqual(expected.map(ejson));
    }),
    settings,
  );
});

test('windows hold what a loop over the sorted partition gives', () => {
  const row = fc.record({ p: fc.nat(2), t: fc.nat(6), v: fc.integer({ min: -9, max: 9 }) });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), fc.nat(3), fc.nat(2), (values, before, after) => {
      const rows = values.map((each, _id) => ({ _id, ...each }));
      const expected = rows
        .flatMap(({ _id, p, t }) => {
          const partition = rows.filter((one) => one.p === p).sort((a, b) => a.t - b.t || a._id - b._id);
          const at = partition.findIndex((one) => one._id === _id);
          const near = partition.slice(Math.max(0, at - before), at + after + 1);
          const within = partition.filter((one) => Math.abs(one.t - t) <= 1);
          const rank = partition.filter((one) => one.t < t).length + 1;
          const denseRank = new Set(partition.filter((one) => one.t < t).map((one) => one.t)).size + 1;
          return {
            _id,
            near: near.reduce((sum, { v }) => sum + v, 0),
            running: partition.slice(0, at + 1).reduce((sum, { v }) => sum + v, 0),
            within: within.length,
            earlier: partition[at - 1]?.v ?? 99,
            number: at + 1,
            rank,
            denseRank,
          };
        })
        .map(ejson);
      const shared = { partitionBy: '$p' };
      const found = aggregated(rows, [
        {
          $setWindowFields: {
            ...shared,
            sortBy: { t: 1, _id: 1 },
            output: {
              near: { $sum: '$v', window: { documents: [-before, after] } },
              running: { $sum: '$v', window: { documents: ['unbounded', 'current'] } },
              earlier: { $shift: { output: '$v', by: -1, default: 99 } },
              number: { $documentNumber: {} },
            },
          },
        },
        {
          $setWindowFields: {
            ...shared,
            sortBy: { t: 1 },
            output: {
              within: { $count: {}, window: { range: [-1, 1] } },
              rank: { $rank: {} },
              denseRank: { $denseRank: {} },
            },
          },
        },
        { $sort: { _id: 1 } },
        {
          $replaceWith: Object.fromEntries(
            ['_id', 'near', 'running', 'within', 'earlier', 'number', 'rank', 'denseRank'].map((name) => [
              name,
              `$${name}`,
            ]),
          ),
        },
      ]);
      expect(found).toEqual(expected);
    }),
    settings,
  );
});

test('truncating to an hour, day or month never moves a date forward, and twice is once, whatever the clocks do', () => {
  // From a week before the clocks change in 2026 to a week after, in zones of both hemispheres and of half an hour.
  const change = fc.constantFrom('2026-03-29', '2026-10-25', '2026-04-05', '2026-10-04', '2026-11-01');
  const zone = fc.constantFrom(
    'Europe/London',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kolkata',
  );
  const unit = fc.constantFrom('hour', 'day', 'week', 'month', 'quarter', 'year');
  fc.assert(
    fc.property(
      change,
      fc.integer({ min: -7 * 1440, max: 7 * 1440 }),
      zone,
      unit,
      (day, minutes, timezone, to) => {
        const date = new Date(Date.parse(day) + minutes * 60_000);
        const truncated = { $dateTrunc: { date, unit: to, timezone } };
        const twice = { $dateTrunc: { date: truncated, unit: to, timezone } };
        const local = (at: unknown) => ({ $dateToString: { date: at, timezone, format: '%Y-%m-%d %H' } });
        const isRight = {
          $and: [
            { $lte: [truncated, date] },
            { $eq: [truncated, twice] },
            to === 'hour'
              ? { $eq: [local(truncated), local(date)] }
              : { $lte: [local(truncated), local(date)] },
          ],
        };
        expect([day, minutes, timezone, to, evaluated(isRight)]).toEqual([
          day,
          minutes,
          timezone,
          to,
          ejson({ value: true }),
        ]);
      },
    ),
    { ...settings, numRuns: 300 },
  );
});

test('an average of doubles lies between the least and the greatest', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), { minLength: 1 }),
      (values) => {
        const [row] = aggregated(
          values.map((v) => ({ v: new Double(v) })),
          [
            { $group: { _id: null, avg: { $avg: '$v' }, min: { $min: '$v' }, max: { $max: '$v' } } },
            {
              $project: {
                _id: 0,
                isBetween: { $and: [{ $gte: ['$avg', '$min'] }, { $lte: ['$avg', '$max'] }] },
              },
            },
          ],
        );
        expect(row).toBe(ejson({ isBetween: true }));
      },
    ),
    settings,
  );
});
