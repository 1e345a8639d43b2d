import { describe, expect, test } from '@jest/globals';
import { addDays, daysBetween, instantOf, localDay } from '../../crm/calendar.ts';

describe('calendar', () => {
  test('the local day is that of the time zone, not of UTC', () => {
    const instant = new Date('2026-03-31T23:30:00Z');
    expect(localDay(instant, 'Europe/London')).toBe('2026-04-01');
    expect(localDay(instant, 'America/New_York')).toBe('2026-03-31');
    expect(localDay(instant, 'Asia/Shanghai')).toBe('2026-04-01');
  });

  test('a wall clock time becomes its instant on both sides of a clock change', () => {
    expect(instantOf('2026-01-15', '09:00', 'Europe/London').toISOString()).toBe('2026-01-15T09:00:00.000Z');
    expect(instantOf('2026-07-15', '09:00', 'Europe/London').toISOString()).toBe('2026-07-15T08:00:00.000Z');
    expect(instantOf('2026-03-29', '00:30', 'Europe/London').toISOString()).toBe('2026-03-29T00:30:00.000Z');
    expect(instantOf('2026-03-29', '02:30', 'Europe/London').toISOString()).toBe('2026-03-29T01:30:00.000Z');
    expect(instantOf('2026-11-01', '12:00', 'America/New_York').toISOString()).toBe(
      '2026-11-01T17:00:00.000Z',
    );
    expect(instantOf('2026-07-15', '00:00', 'Asia/Shanghai').toISOString()).toBe('2026-07-14T16:00:00.000Z');
  });

  test('days are counted across leap days and year ends', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(daysBetween('2028-02-01', '2028-03-01')).toBe(29);
    expect(daysBetween('2027-01-01', '2026-12-31')).toBe(-1);
  });
});
