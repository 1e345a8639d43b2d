import type { Day } from '../../crm/calendar.ts';
import type { ScoreReason } from '../../crm/models/score.ts';
import type { CustomerHistory } from '../../crm/queries/customer-histories.ts';
import { ordersWithin, type Snapshot, snapshotOf } from './snapshot.ts';
import { SCORE_DAYS } from './windows.ts';

/** Contacts who have never ordered, by what they did in the last 30 days. */
const GROUPS = ['quoted', 'talked', 'quiet'] as const;
type Group = (typeof GROUPS)[number];

/**
 * What is assumed of the share that orders within 30 days before the shop has seen any; it counts as much as twenty
 * contacts and gives way to the shop's own rates.
 */
const PRIOR: Readonly<Record<Group, number>> = { quoted: 0.3, talked: 0.1, quiet: 0.03 };
const PRIOR_WEIGHT = 20;

export interface FirstOrderRates {
  readonly rates: Readonly<Record<Group, number>>;
  /** Contacts seen on the mornings of the windows, on which these rates stand beside the prior. */
  readonly seen: Readonly<Record<Group, number>>;
}

const groupOf = ({ quotes, talks, tasks }: Snapshot): Group =>
  quotes > 0 ? 'quoted' : talks + tasks > 0 ? 'talked' : 'quiet';

/**
 * Of contacts who were known on a morning but had not ordered: who ordered within 30 days. Somebody who is known by an order
 * alone is not among them, nor a contact before it was noted: of the others like them nothing was kept.
 */
export function fitFirstOrders(
  histories: readonly CustomerHistory[],
  mornings: readonly Day[],
): FirstOrderRates {
  const seen: Record<Group, number> = { quoted: 0, talked: 0, quiet: 0 };
  const bought: Record<Group, number> = { quoted: 0, talked: 0, quiet: 0 };
  for (const asOf of mornings)
    for (const history of histories) {
      const hasOrdered = history.orders[0] !== undefined && history.orders[0].day < asOf;
      const isKnown = history.contactSince !== undefined && history.contactSince < asOf;
      if (hasOrdered || !isKnown) continue;
      const group = groupOf(snapshotOf(history, asOf));
      seen[group]++;
      if (ordersWithin(history, asOf, SCORE_DAYS)) bought[group]++;
    }
  const rates = Object.fromEntries(
    GROUPS.map((group) => [
      group,
      (bought[group] + PRIOR_WEIGHT * PRIOR[group]) / (seen[group] + PRIOR_WEIGHT),
    ]),
  ) as Record<Group, number>;
  return { rates, seen };
}

export function scoreFirstOrder(
  { rates }: FirstOrderRates,
  snapshot: Snapshot,
): { probability: number; reasons: ScoreReason[] } {
  const probability = rates[groupOf(snapshot)];
  const did = (['quotes', 'talks', 'tasks'] as const)
    .filter((kind) => snapshot[kind] > 0)
    .map((kind) => ({ kind, value: snapshot[kind], raises: true }));
  return {
    probability,
    reasons: [...did, { kind: 'noOrder', value: 0, raises: false }],
  };
}
