import { describe, expect, test } from '@jest/globals';
import { addDays, daysBetween } from '../../../crm/calendar.ts';
import { seasonalMove } from '../../../crm/sample/seasons.ts';

const YEAR = Array.from({ length: 364 }, (_, index) => addDays('2010-12-10', index));
const weekday = (day: string): number => new Date(day).getUTCDay();
/** Days between the calendar dates, whatever the years. */
const offSeason = (from: string, to: string): number => {
  const apart = daysBetween(from, to);
  return Math.abs(apart - Math.round(apart / 365.2425) * 365.2425);
};

describe('the history is moved to the year before today', () => {
  test.each([
    '2024-02-29',
    '2024-03-01',
    '2025-01-01',
    '2026-11-23',
    '2027-12-10',
    '2028-02-29',
    '2028-12-31',
    '2040-06-15',
  ])('on %s it ends yesterday, without gap or overlap, on the right weekdays and in season', (today) => {
    const move = seasonalMove(today);
    const moved = YEAR.map((day) => move(day)!);
    expect([...moved].sort()).toEqual(YEAR.map((_, index) => addDays(today, index - 364)));
    for (const [index, day] of YEAR.entries()) {
      expect(weekday(moved[index]!)).toBe(weekday(day));
      expect(offSeason(day, moved[index]!)).toBeLessThanOrEqual(5);
    }
  });

  test('every today from 2012 to 2050 keeps weekdays and seasons', () => {
    for (let today = '2012-01-01'; today < '2050-01-01'; today = addDays(today, 71)) {
      const move = seasonalMove(today);
      for (const day of ['2010-12-10', '2011-02-28', '2011-06-30', '2011-12-08']) {
        const moved = move(day)!;
        expect(moved < today && daysBetween(moved, today) <= 364).toBe(true);
        expect(weekday(moved)).toBe(weekday(day));
        expect(offSeason(day, moved)).toBeLessThanOrEqual(5);
      }
    }
  });

  test('the doubled December days and the last half day are left out', () => {
    const move = seasonalMove('2026-11-23');
    expect(['2010-12-01', '2010-12-09', '2011-12-09'].map(move)).toEqual([undefined, undefined, undefined]);
  });
});
