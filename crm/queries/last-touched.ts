import { type Day, localDay } from '../calendar.ts';
import type { Models } from '../models/index.ts';

/** The day of the last activity on each deal, else that on which it came to its stage or was made. */
export async function lastTouched(
  models: Models,
  keys: readonly string[],
  timeZone: string,
): Promise<ReadonlyMap<string, Day>> {
  const [deals, activities] = await Promise.all([
    models.Deal.find({ key: { $in: keys } })
      .select({ _id: 0, key: 1, stageSince: 1, createdAt: 1 })
      .lean<{ key: string; stageSince?: Day; createdAt: Date }[]>(),
    models.Activity.aggregate<{ _id: string; at: Date }>([
      { $match: { dealKey: { $in: keys } } },
      { $group: { _id: '$dealKey', at: { $max: '$at' } } },
    ]),
  ]);
  const noted = new Map(activities.map(({ _id, at }) => [_id, localDay(at, timeZone)]));
  return new Map(
    deals.map(({ key, stageSince, createdAt }) => {
      const made = stageSince ?? localDay(createdAt, timeZone);
      const last = noted.get(key);
      return [key, last !== undefined && last > made ? last : made];
    }),
  );
}
