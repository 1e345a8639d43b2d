import type { ScoreReason } from '../../crm/models/score.ts';
import { logit } from '../../learning/link.ts';
import type { Snapshot } from './snapshot.ts';

const MOST_REASONS = 3;
/** Log-odds below which a difference is not worth a sentence. */
const LEAST_EFFECT = 0.1;

interface Aspect {
  readonly kind: ScoreReason['kind'];
  /** What the reason says. */
  readonly value: (snapshot: Snapshot) => number;
  /** The customer as they would be with this one thing as usual. */
  readonly asUsual: (snapshot: Snapshot, usual: Snapshot) => Partial<Snapshot>;
}

const ASPECTS: readonly Aspect[] = [
  {
    kind: 'recency',
    value: ({ sinceLast }) => sinceLast,
    asUsual: ({ sinceFirst }, { sinceLast }) => ({ sinceLast, sinceFirst: Math.max(sinceFirst, sinceLast) }),
  },
  {
    kind: 'frequency',
    value: ({ orders }) => orders,
    asUsual: (_, { orders, recentOrders }) => ({ orders, recentOrders }),
  },
  { kind: 'value', value: ({ orderValue }) => orderValue, asUsual: (_, { orderValue }) => ({ orderValue }) },
  { kind: 'range', value: ({ products }) => products, asUsual: (_, { products }) => ({ products }) },
  { kind: 'quotes', value: ({ quotes }) => quotes, asUsual: (_, { quotes }) => ({ quotes }) },
  { kind: 'talks', value: ({ talks }) => talks, asUsual: (_, { talks }) => ({ talks }) },
  { kind: 'tasks', value: ({ tasks }) => tasks, asUsual: (_, { tasks }) => ({ tasks }) },
];

/**
 * What moved each probability most: for each aspect, the change of the log-odds when it alone is replaced by the
 * usual value. Works for any model, which is asked once an aspect. At most three a customer, the greatest first.
 */
export function reasonsOf(
  snapshots: readonly Snapshot[],
  usual: Snapshot,
  predict: (snapshots: readonly Snapshot[]) => Float64Array,
): ScoreReason[][] {
  const probabilities = predict(snapshots);
  const without = ASPECTS.map(({ asUsual }) =>
    predict(snapshots.map((snapshot) => consistent({ ...snapshot, ...asUsual(snapshot, usual) }))),
  );
  return snapshots.map((snapshot, row) =>
    ASPECTS.map(({ kind, value }, index) => ({
      kind,
      value: value(snapshot),
      effect: logit(probabilities[row]!) - logit(without[index]![row]!),
    }))
      .filter(({ effect }) => Math.abs(effect) >= LEAST_EFFECT)
      .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
      .slice(0, MOST_REASONS)
      .map(({ kind, value, effect }) => ({ kind, value, raises: effect > 0 })),
  );
}

/** The median of each thing. */
export function usualOf(snapshots: readonly Snapshot[]): Snapshot {
  const fields = Object.keys(snapshots[0]!) as (keyof Snapshot)[];
  return Object.fromEntries(
    fields.map((field) => {
      const sorted = snapshots.map((snapshot) => snapshot[field]).sort((a, b) => a - b);
      return [field, sorted[Math.floor(sorted.length / 2)]!];
    }),
  ) as unknown as Snapshot;
}

/** The only order is the first and the last; of several the last is the later. */
const consistent = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  sinceFirst: snapshot.orders === 1 ? snapshot.sinceLast : snapshot.sinceFirst,
  recentOrders: Math.min(snapshot.recentOrders, snapshot.orders),
});
