import { describe, expect, test } from '@jest/globals';
import {
  blackFriday,
  calendarEffects,
  calendarFeatures,
  chineseNewYear,
  easterSunday,
} from '../../forecasting/series/calendar.ts';

describe('days that move', () => {
  // As published in almanacs.
  test.each([
    [2011, '2011-04-24', '2011-02-03', '2011-11-25'],
    [2024, '2024-03-31', '2024-02-10', '2024-11-29'],
    [2025, '2025-04-20', '2025-01-29', '2025-11-28'],
    [2026, '2026-04-05', '2026-02-17', '2026-11-27'],
  ])('%i: Easter %s, Chinese New Year %s, Black Friday %s', (year, easter, spring, friday) => {
    expect(easterSunday(year)).toBe(easter);
    expect(chineseNewYear(year)).toBe(spring);
    expect(blackFriday(year)).toBe(friday);
  });

  test('Singles’ Day and Christmas are marked in daily series', () => {
    const { names, rows } = calendarFeatures('2025-11-01', 61, 'day');
    const marked = (name: (typeof names)[number]) =>
      [...rows[names.indexOf(name)]!.entries()].filter(([, v]) => v === 1).map(([t]) => t + 1);
    expect(marked('singles-day')).toEqual([11]);
    expect(marked('christmas')).toEqual([54, 55, 56, 57, 58, 59, 60, 61]);
  });
});

describe('effects', () => {
  const features = calendarFeatures('2015-01-01', 96, 'month');
  const noise = (t: number) => Math.sin(t * 12.9898) * 0.01;
  const row = (name: (typeof features.names)[number]) => features.rows[features.names.indexOf(name)]!;

  test('working days that matter are found with their size', () => {
    const remainder = Float64Array.from({ length: 96 }, (_, t) => 0.03 * row('working-days')[t]! + noise(t));
    const [effect, ...others] = calendarEffects(remainder, features);
    expect(effect!.feature).toBe('working-days');
    expect(effect!.size).toBeCloseTo(0.03, 2);
    expect(others).toEqual([]);
  });

  test('noise has none', () => {
    expect(
      calendarEffects(
        Float64Array.from({ length: 96 }, (_, t) => noise(t)),
        features,
      ),
    ).toEqual([]);
  });
});
