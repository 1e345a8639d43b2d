import type { Models } from '../models/index.ts';
import type { Rep } from '../models/rep.ts';

/**
 * Reps in the order in which they should get new work from a country (ISO 3166-1 alpha-2): those whose territory it
 * is, then those without a territory, then the others; within each the one with least to do comes first. What counts
 * as load are open deals, tasks and booked meetings.
 */
export async function repsFor(models: Models, country?: string): Promise<readonly Rep[]> {
  const [reps, deals, meetings] = await Promise.all([
    models.Rep.find({}).lean(),
    models.Deal.aggregate<Count>([
      { $match: { stage: { $nin: ['won', 'lost'] } } },
      { $group: { _id: '$owner', count: { $sum: 1 } } },
    ]),
    models.Meeting.aggregate<Count>([
      { $match: { status: 'booked' } },
      { $group: { _id: '$repKey', count: { $sum: 1 } } },
    ]),
  ]);
  const load = new Map<string, number>();
  for (const { _id, count } of [...deals, ...meetings]) load.set(_id, (load.get(_id) ?? 0) + count);
  return ordered(reps, load, country);
}

interface Count {
  readonly _id: string;
  readonly count: number;
}

export function ordered(
  reps: readonly Rep[],
  load: ReadonlyMap<string, number>,
  country: string | undefined,
): readonly Rep[] {
  const distance = ({ countries }: Rep) =>
    country !== undefined && countries.includes(country) ? 0 : countries.length === 0 ? 1 : 2;
  const loadOf = ({ key }: Rep) => load.get(key) ?? 0;
  return [...reps].sort(
    (a, b) => distance(a) - distance(b) || loadOf(a) - loadOf(b) || (a.key < b.key ? -1 : 1),
  );
}
