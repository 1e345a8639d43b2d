import { addDays, type Day, instantOf } from '../calendar.ts';

/** A condition for the instants of some local days, the first and the last included. */
export const onDays = (
  from: Day,
  to: Day,
  timeZone: string,
): { readonly $gte: Date; readonly $lt: Date } => ({
  $gte: instantOf(from, '00:00', timeZone),
  $lt: instantOf(addDays(to, 1), '00:00', timeZone),
});
