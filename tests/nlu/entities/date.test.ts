import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  addMonths,
  daysBetween,
  fiscalPosition,
  fiscalQuarter,
  formatDay,
  localTime,
  toDay,
} from '../../../nlu/entities/dates/calendar.ts';
import { easter, readHolidays } from '../../../nlu/entities/dates/holiday.ts';
import { createUnderstand } from '../../../nlu/understand.ts';
import { entitiesOf } from '../../../nlu/understanding.ts';
import { settings, valuesOf } from '../fixture.ts';

const period = (from: string, to = from) => [{ from, to }];

describe('English, asked on Wednesday 25 November 2026 in London, fiscal year from April', () => {
  test.each([
    ['today', period('2026-11-25')],
    ['tomorrow', period('2026-11-26')],
    ['tomorrow at 3pm', [{ from: '2026-11-26', to: '2026-11-26', at: '15:00' }]],
    ['the day after tomorrow', period('2026-11-27')],
    ['by friday', period('2026-11-27')],
    ['last friday', period('2026-11-20')],
    ['in 3 days', period('2026-11-28')],
    ['within two weeks', period('2026-11-25', '2026-12-09')],
    ['next week', period('2026-11-30', '2026-12-06')],
    ['this weekend', period('2026-11-28', '2026-11-29')],
    ['end of the month', period('2026-11-30')],
    ['mid december', period('2026-12-11', '2026-12-21')],
    ['next month', period('2026-12-01', '2026-12-31')],
    ['in february', period('2027-02-01', '2027-02-28')],
    ['november', period('2026-11-01', '2026-11-30')],
    ['november 2027', period('2027-11-01', '2027-11-30')],
    ['eow', period('2026-11-27')],
    ['by eom', period('2026-11-30')],
    ['closing eoq', period('2026-12-31')],
    ['on the 20th', period('2026-12-20')],
    ['jan 15', period('2027-01-15')],
    ['dec 3', period('2026-12-03')],
    ['5/12/2026', period('2026-12-05')],
    ['2026-12-05', period('2026-12-05')],
    ['3rd of march', period('2027-03-03')],
    ['from 3 to 5 december', period('2026-12-03', '2026-12-05')],
    ['between 1 and 5 december', period('2026-12-01', '2026-12-05')],
    ['the 1st to the 5th of december', period('2026-12-01', '2026-12-05')],
    ['between the 10th and the 15th of january', period('2027-01-10', '2027-01-15')],
    ['between monday and friday', period('2026-11-30', '2026-12-04')],
    ['last 3 months', period('2026-08-25', '2026-11-25')],
    ['this quarter', period('2026-10-01', '2026-12-31')],
    ['next quarter', period('2027-01-01', '2027-03-31')],
    ['end of next quarter', period('2027-03-31')],
    ['Q1', period('2027-04-01', '2027-06-30')],
    ['Q4 FY28', period('2028-01-01', '2028-03-31')],
    ['end of fiscal year', period('2027-03-31')],
    ['christmas', period('2026-12-25')],
    ["valentine's day", period('2027-02-14')],
    ['easter', period('2027-03-28')],
    ['good friday', period('2027-03-26')],
    ['easter monday', period('2027-03-29')],
    ['easter next year', period('2027-03-28')],
    ['christmas next year', period('2027-12-25')],
    ['the week after next', period('2026-12-07', '2026-12-13')],
    ['the month after next', period('2027-01-01', '2027-01-31')],
    ['friday week', period('2026-12-04')],
    ['a week on friday', period('2026-12-04')],
    ['a week from today', period('2026-12-02')],
    ['two weeks today', period('2026-12-09')],
    ['a fortnight on monday', period('2026-12-14')],
    ['in two months', period('2027-01-25')],
    ['a month from now', period('2026-12-25')],
    ['the first week of december', period('2026-12-01', '2026-12-07')],
    ['last week of december', period('2026-12-25', '2026-12-31')],
    ['the first monday in december', period('2026-12-07')],
    ['the last friday of the month', period('2026-11-27')],
    ['spring 2027', period('2027-03-01', '2027-05-31')],
    ['end of day', period('2026-11-25')],
    ['close of business friday', period('2026-11-27')],
    ['tues', period('2026-12-01')],
    ['tuesday at ten', [{ from: '2026-12-01', to: '2026-12-01', at: '10:00' }]],
    ['thursday at half past two', [{ from: '2026-11-26', to: '2026-11-26', at: '14:30' }]],
    ['tuesday at half past two', [{ from: '2026-12-01', to: '2026-12-01', at: '14:30' }]],
    ['tuesday at quarter to seven', [{ from: '2026-12-01', to: '2026-12-01', at: '18:45' }]],
    ['tuesday at seven in the evening', [{ from: '2026-12-01', to: '2026-12-01', at: '19:00' }]],
    ['tomorrow at three in the morning', [{ from: '2026-11-26', to: '2026-11-26', at: '03:00' }]],
    ['tomorrow at 7 in the evening', [{ from: '2026-11-26', to: '2026-11-26', at: '19:00' }]],
    ['tuesday at half past twelve', [{ from: '2026-12-01', to: '2026-12-01', at: '12:30' }]],
    ['thursday at quarter to four', [{ from: '2026-11-26', to: '2026-11-26', at: '15:45' }]],
  ])('%s', (text, value) => {
    expect(valuesOf(text)).toEqual(value.map((own) => ({ kind: 'date', ...own })));
  });

  test.each(['31/02/2026', 'i may come', 'the sun hat', 'once a week', '3 tier', 'asap', 'lead time'])(
    '%s is no date',
    (text) => {
      expect(valuesOf(text, 'date')).toEqual([]);
    },
  );
});

describe('Chinese', () => {
  test.each([
    ['今天', period('2026-11-25')],
    ['明天下午三点', [{ from: '2026-11-26', to: '2026-11-26', at: '15:00' }]],
    ['大后天', period('2026-11-28')],
    ['周五', period('2026-11-27')],
    ['下周三', period('2026-12-02')],
    ['下下周一', period('2026-12-07')],
    ['月底', period('2026-11-30')],
    ['下月中旬', period('2026-12-11', '2026-12-21')],
    ['12月3号', period('2026-12-03')],
    ['十二月二十五日', period('2026-12-25')],
    ['3月5日', period('2027-03-05')],
    ['12月1日到5日', period('2026-12-01', '2026-12-05')],
    ['周一到周五', period('2026-11-30', '2026-12-04')],
    ['三天后', period('2026-11-28')],
    ['两周内', period('2026-11-25', '2026-12-09')],
    ['半个月后', period('2026-12-10')],
    ['未来三个月', period('2026-11-25', '2027-02-25')],
    ['下季度', period('2027-01-01', '2027-03-31')],
    ['明年第二季度末', period('2027-09-30')],
    ['今年底', period('2026-12-31')],
    ['圣诞节', period('2026-12-25')],
    ['春节', period('2027-02-06')],
    ['12/3', period('2026-12-03')],
    ['明早9点', [{ from: '2026-11-26', to: '2026-11-26', at: '09:00' }]],
    ['月中', period('2026-12-11', '2026-12-21')],
    ['月初', period('2026-12-01', '2026-12-10')],
    ['过两天', period('2026-11-27')],
    ['明年春节', period('2027-02-06')],
    ['双十一', period('2027-11-11')],
    ['除夕', period('2027-02-05')],
  ])('%s', (text, value) => {
    expect(valuesOf(text, undefined, 'zh-CN')).toEqual(value.map((own) => ({ kind: 'date', ...own })));
  });

  test.each(['2月30号', '3号线', '第一', '一号码'])('%s is no date', (text) => {
    expect(valuesOf(text, 'date', 'zh-CN')).toEqual([]);
  });
});

describe('the shop’s own clock', () => {
  const dayOf = (text: string, instant: string, timeZone: string) =>
    entitiesOf(createUnderstand({ ...settings, timeZone })(text, { now: new Date(instant) }), 'date')[0]!
      .from;

  test('today is the local day, not that of the server or of UTC', () => {
    expect(dayOf('today', '2026-11-25T23:30:00Z', 'Asia/Shanghai')).toBe('2026-11-26');
    expect(dayOf('今天', '2026-11-25T23:30:00Z', 'Asia/Shanghai')).toBe('2026-11-26');
    expect(dayOf('today', '2026-11-26T02:00:00Z', 'America/New_York')).toBe('2026-11-25');
    expect(dayOf('tomorrow', '2026-06-30T23:30:00Z', 'Europe/London')).toBe('2026-07-02');
  });

  test('days around a change of daylight saving time are as long as any', () => {
    // Clocks in London go back on 25 October 2026 and forward on 28 March 2027.
    expect(dayOf('tomorrow', '2026-10-24T22:30:00Z', 'Europe/London')).toBe('2026-10-25');
    expect(dayOf('tomorrow', '2026-10-25T23:30:00Z', 'Europe/London')).toBe('2026-10-26');
    expect(dayOf('in 7 days', '2027-03-27T23:30:00Z', 'Europe/London')).toBe('2027-04-03');
    expect(dayOf('三天后', '2027-03-27T23:30:00Z', 'Europe/London')).toBe('2027-03-30');
    expect(localTime(new Date('2027-03-28T01:00:00Z'), 'Europe/London').hour).toBe(2);
  });

  test('fiscal quarters follow the month in which the year begins', () => {
    const quarter = (month: number) =>
      entitiesOf(
        createUnderstand({ ...settings, fiscalYearStart: month })('end of next quarter', {
          now: new Date('2026-11-25T12:00:00Z'),
        }),
        'date',
      )[0]!.to;
    expect([1, 2, 3, 4, 7, 10, 12].map(quarter)).toEqual([
      '2027-03-31',
      '2027-04-30',
      '2027-02-28',
      '2027-03-31',
      '2027-03-31',
      '2027-03-31',
      '2027-02-28',
    ]);
  });
});

describe('the calendar', () => {
  const day = fc
    .record({ year: fc.integer({ min: 2000, max: 2099 }), offset: fc.integer({ min: 0, max: 365 }) })
    .map(({ year, offset }) => addDays(toDay(year, 1, 1), offset));

  test('adding days and counting them agree; a month more stays in the next month', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -400, max: 400 }), (from, count) => {
        expect(daysBetween(from, addDays(from, count))).toBe(count);
        expect(addMonths(from, 1).month).toBe((from.month % 12) + 1);
      }),
      { seed: 1 },
    );
  });

  test('every day lies in its own fiscal quarter, and quarters join without a gap', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 12 }), (today, start) => {
        const { year, quarter } = fiscalPosition(today, start);
        const { from, to } = fiscalQuarter(year, quarter, start);
        expect(formatDay(from) <= formatDay(today) && formatDay(today) <= formatDay(to)).toBe(true);
        expect(addDays(to, 1)).toEqual(fiscalQuarter(year, quarter + 1, start).from);
      }),
      { seed: 2 },
    );
  });

  test('Easter Sundays as published', () => {
    // United States Census Bureau, Easter dates from 1600 to 2099.
    expect([2024, 2025, 2026, 2027, 2038].map((year) => formatDay(easter(year)))).toEqual([
      '2024-03-31',
      '2025-04-20',
      '2026-04-05',
      '2027-03-28',
      '2038-04-25',
    ]);
  });

  test('Chinese festivals as published', () => {
    // Hong Kong Observatory, Gregorian-Lunar calendar conversion tables 2026 to 2030.
    const dates = (words: string, year: number) =>
      [...readHolidays(words, toDay(year, 1, 1))].map(({ day: found }) => formatDay(found));
    expect(dates('春节 端午 中秋', 2026)).toEqual(['2026-02-17', '2026-06-19', '2026-09-25']);
    expect([2027, 2028, 2029, 2030].flatMap((year) => dates('春节', year))).toEqual([
      '2027-02-06',
      '2028-01-26',
      '2029-02-13',
      '2030-02-03',
    ]);
  });
});
