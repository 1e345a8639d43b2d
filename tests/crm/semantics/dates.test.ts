import { describe, expect, test } from '@jest/globals';
import { Long } from 'bson';
import fc from 'fast-check';
import { dateParts, truncateDate } from '../../../crm/embedded/semantics/dates/calendar.ts';
import { instantOf, timeZone } from '../../../crm/embedded/semantics/dates/time-zone.ts';
import { evaluated, refusal, result } from './documents.ts';

const date = (text: string) => new Date(text);

describe('dates in a time zone', () => {
  test.each<[string, unknown, unknown]>([
    [
      '$dateTrunc to the day in summer',
      { $dateTrunc: { date: date('2026-07-01T22:30:00Z'), unit: 'day', timezone: 'Europe/Berlin' } },
      date('2026-07-01T22:00:00Z'),
    ],
    [
      '$dateTrunc to the day in winter',
      { $dateTrunc: { date: date('2026-01-01T22:30:00Z'), unit: 'day', timezone: 'Europe/Berlin' } },
      date('2025-12-31T23:00:00Z'),
    ],
    [
      'the day on which the clocks go forward begins in winter time',
      { $dateTrunc: { date: date('2026-03-29T12:00:00Z'), unit: 'day', timezone: 'Europe/Berlin' } },
      date('2026-03-28T23:00:00Z'),
    ],
    [
      'the day on which the clocks go back begins in summer time',
      { $dateTrunc: { date: date('2026-11-01T20:00:00Z'), unit: 'day', timezone: 'America/New_York' } },
      date('2026-11-01T04:00:00Z'),
    ],
    [
      '$dateTrunc west of UTC',
      { $dateTrunc: { date: date('2021-03-20T11:30:05Z'), unit: 'day', timezone: 'America/Los_Angeles' } },
      date('2021-03-20T07:00:00Z'),
    ],
    [
      '$dateTrunc by two weeks from Monday (manual, "$dateTrunc")',
      {
        $dateTrunc: {
          date: date('2021-03-20T11:30:05Z'),
          unit: 'week',
          binSize: 2,
          timezone: 'America/Los_Angeles',
          startOfWeek: 'Monday',
        },
      },
      date('2021-03-15T07:00:00Z'),
    ],
    [
      '$dateTrunc to the week begins on Sunday',
      { $dateTrunc: { date: date('2021-03-20T11:30:05Z'), unit: 'week' } },
      date('2021-03-14T00:00:00Z'),
    ],
    [
      '$dateTrunc to the quarter',
      { $dateTrunc: { date: date('2021-05-20T11:30:05Z'), unit: 'quarter' } },
      date('2021-04-01T00:00:00Z'),
    ],
    [
      '$dateTrunc to half years',
      { $dateTrunc: { date: date('2021-11-20T00:00:00Z'), unit: 'month', binSize: 6 } },
      date('2021-07-01T00:00:00Z'),
    ],
    [
      '$dateTrunc to the hour in a zone of half an hour',
      { $dateTrunc: { date: date('2021-05-20T11:15:00Z'), unit: 'hour', timezone: 'Asia/Kolkata' } },
      date('2021-05-20T10:30:00Z'),
    ],
    [
      '$dateTrunc before 1970',
      { $dateTrunc: { date: date('1969-07-20T20:17:00Z'), unit: 'month' } },
      date('1969-07-01T00:00:00Z'),
    ],
    [
      '$dateToString with formats (manual, "$dateToString")',
      {
        $dateToString: {
          date: date('2014-01-01T08:15:39.736Z'),
          format: '%Y-%m-%d %H:%M:%S.%L %j %u %w %U %V %G %%',
        },
      },
      '2014-01-01 08:15:39.736 001 3 4 00 01 2014 %',
    ],
    [
      '$dateToString in a zone',
      {
        $dateToString: {
          date: date('2014-01-01T08:15:39.736Z'),
          format: '%H:%M:%S%z',
          timezone: 'America/New_York',
        },
      },
      '03:15:39-0500',
    ],
    [
      '$dateToString with an offset',
      { $dateToString: { date: date('2014-01-01T08:15:39.736Z'), format: '%H:%M %Z', timezone: '+04:30' } },
      '12:45 270',
    ],
    [
      '$dateToString as it comes',
      { $dateToString: { date: date('2014-01-01T08:15:39.736Z') } },
      '2014-01-01T08:15:39.736Z',
    ],
    ['$dateToString of nothing', { $dateToString: { date: null, onNull: 'none' } }, 'none'],
    [
      '$year and kin in a zone',
      [
        { $year: { date: date('2025-12-31T23:30:00Z'), timezone: 'Europe/Berlin' } },
        { $month: date('2025-12-31T23:30:00Z') },
        { $dayOfWeek: date('2026-03-01T00:00:00Z') },
      ],
      [2026, 12, 1],
    ],
    [
      'ISO weeks (manual, "$isoWeek")',
      [
        { $isoWeek: date('2016-01-04T00:00:00Z') },
        { $isoWeek: date('2016-01-01T00:00:00Z') },
        { $isoDayOfWeek: date('2016-08-14T00:00:00Z') },
      ],
      [1, 53, 7],
    ],
    [
      '$dateFromParts in a zone',
      { $dateFromParts: { year: 2016, month: 12, day: 31, hour: 23, timezone: 'America/New_York' } },
      date('2017-01-01T04:00:00Z'),
    ],
    [
      '$dateFromParts carries over',
      { $dateFromParts: { year: 2017, month: 14, day: 0 } },
      date('2018-01-31T00:00:00Z'),
    ],
    [
      '$dateFromParts of an ISO week',
      { $dateFromParts: { isoWeekYear: 2017, isoWeek: 6, isoDayOfWeek: 4 } },
      date('2017-02-09T00:00:00Z'),
    ],
    [
      '$dateToParts',
      { $dateToParts: { date: date('2017-01-01T01:29:09.123Z'), timezone: 'America/New_York' } },
      { year: 2016, month: 12, day: 31, hour: 20, minute: 29, second: 9, millisecond: 123 },
    ],
    [
      '$dateFromString in a zone',
      { $dateFromString: { dateString: '2017-02-08T12:10:40.787', timezone: 'America/New_York' } },
      date('2017-02-08T17:10:40.787Z'),
    ],
    [
      '$dateFromString with a format',
      { $dateFromString: { dateString: '06-15-2018', format: '%m-%d-%Y' } },
      date('2018-06-15T00:00:00Z'),
    ],
    [
      '$dateAdd of a month stops at its end (manual, "$dateAdd")',
      { $dateAdd: { startDate: date('2020-12-31T12:10:05Z'), unit: 'month', amount: 2 } },
      date('2021-02-28T12:10:05Z'),
    ],
    [
      '$dateAdd of a day keeps the wall clock over the change',
      {
        $dateAdd: {
          startDate: date('2026-03-28T11:00:00Z'),
          unit: 'day',
          amount: 1,
          timezone: 'Europe/Berlin',
        },
      },
      date('2026-03-29T10:00:00Z'),
    ],
    [
      '$dateAdd of 24 hours does not',
      {
        $dateAdd: {
          startDate: date('2026-03-28T11:00:00Z'),
          unit: 'hour',
          amount: 24,
          timezone: 'Europe/Berlin',
        },
      },
      date('2026-03-29T11:00:00Z'),
    ],
    [
      '$dateDiff counts boundaries',
      {
        $dateDiff: {
          startDate: date('2020-12-31T23:00:00Z'),
          endDate: date('2021-01-01T01:00:00Z'),
          unit: 'year',
        },
      },
      Long.fromNumber(1),
    ],
    [
      '$dateDiff of days in a zone',
      {
        $dateDiff: {
          startDate: date('2026-03-28T22:30:00Z'),
          endDate: date('2026-03-29T22:30:00Z'),
          unit: 'day',
          timezone: 'Europe/Berlin',
        },
      },
      Long.fromNumber(2),
    ],
  ])('%s', (_fact, expression, expected) => {
    expect(evaluated(expression)).toBe(result(expected));
  });

  test('refuses a zone, a unit and a format it does not know', () => {
    const when = date('2020-01-01');
    expect(refusal(() => evaluated({ $dateTrunc: { date: when, unit: 'day', timezone: 'Mars/Base' } }))).toBe(
      'Location40485',
    );
    expect(refusal(() => evaluated({ $dateTrunc: { date: when, unit: 'age' } }))).toBe('FailedToParse');
    expect(refusal(() => evaluated({ $dateToString: { date: when, format: '%q' } }))).toBe('Location18536');
  });

  test('an hour that is skipped moves on, one that comes twice is the first', () => {
    const berlin = timeZone('Europe/Berlin');
    expect(new Date(instantOf(Date.UTC(2026, 2, 29, 2, 30), berlin))).toEqual(date('2026-03-29T01:30:00Z'));
    expect(new Date(instantOf(Date.UTC(2026, 9, 25, 2, 30), berlin))).toEqual(date('2026-10-25T00:30:00Z'));
  });

  test('a truncated day is midnight on the wall, at most 25 hours back, in every zone', () => {
    const zone = fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
      'Asia/Shanghai',
      '-03:30',
    );
    const instant = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2040, 0, 1) });
    fc.assert(
      fc.property(zone, instant, (name, when) => {
        const offsetAt = timeZone(name);
        const day = truncateDate(when, 'day', 1, offsetAt, 0);
        const { hour, minute, second } = dateParts(day, offsetAt);
        expect([hour, minute, second]).toEqual([0, 0, 0]);
        expect(when - day).toBeGreaterThanOrEqual(0);
        expect(when - day).toBeLessThan(25 * 3_600_000);
      }),
      { seed: 5, numRuns: 500 },
    );
  });
});
