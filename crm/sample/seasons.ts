import { addDays, type Day, daysBetween } from '../calendar.ts';

// 52 whole weeks, so that laid end to end weekdays stay: without 1 to 9 December 2010, which come twice in
// the data, and without its last day, which ends at noon.
const FIRST: Day = '2010-12-10';
const DAYS = 364;
const YEAR = 365.2425;

/**
 * The day of the year to `today` on which a day of the data (2010-12-10 to 2011-12-08) is shown; undefined
 * for days outside. Each day is moved by whole weeks: by that number which brings the newest one, yesterday,
 * nearest to its calendar date, or by 52 weeks less. So the history ends yesterday without gap or overlap,
 * weekdays stay, and a calendar date is off by five days at most.
 */
export function seasonalMove(today: Day): (day: Day) => Day | undefined {
  const yesterday = addDays(today, -1);
  let newest = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < DAYS; index++) {
    const apart = daysBetween(addDays(FIRST, index), yesterday);
    const offSeason = Math.abs(apart - Math.round(apart / YEAR) * YEAR);
    if (apart % 7 === 0 && offSeason < least) {
      newest = index;
      least = offSeason;
    }
  }
  return (day) => {
    const index = daysBetween(FIRST, day);
    if (index < 0 || index >= DAYS) return undefined;
    return addDays(yesterday, -((newest - index + DAYS) % DAYS));
  };
}
