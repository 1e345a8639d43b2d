import type { Snapshot } from './snapshot.ts';

/** How many of those with an order as recent and as many orders ordered again: the baseline, and what a cold start has. */
export interface Rates {
  /** Of all customers. */
  readonly overall: number;
  /** By `cellOf`. */
  readonly cells: Readonly<Record<string, number>>;
}

/** A tenth orders in a month, as sure as twenty customers would make it: what holds before there are data. */
const PRIOR_RATE = 0.1;
const PRIOR_WEIGHT = 20;

const RECENCY_DAYS = [30, 90, 180];
const FREQUENCIES = [1, 3];

function cellOf({ sinceLast, orders }: Snapshot): string {
  const below = (edges: readonly number[], value: number) => edges.filter((edge) => value > edge).length;
  return `recency ${below(RECENCY_DAYS, sinceLast)}, frequency ${below(FREQUENCIES, orders)}`;
}

/** Rates by cell, drawn to the overall rate with the weight of twenty customers, and that to the prior. */
export function fitRates(snapshots: readonly Snapshot[], labels: Float64Array): Rates {
  const counts = new Map<string, { customers: number; buyers: number }>();
  let buyers = 0;
  snapshots.forEach((snapshot, row) => {
    const cell = cellOf(snapshot);
    const count = counts.get(cell) ?? { customers: 0, buyers: 0 };
    count.customers++;
    count.buyers += labels[row]!;
    counts.set(cell, count);
    buyers += labels[row]!;
  });
  const shrunk = (count: number, of: number, to: number) => (count + PRIOR_WEIGHT * to) / (of + PRIOR_WEIGHT);
  const overall = shrunk(buyers, snapshots.length, PRIOR_RATE);
  return {
    overall,
    cells: Object.fromEntries(
      [...counts].map(([cell, count]) => [cell, shrunk(count.buyers, count.customers, overall)]),
    ),
  };
}

export const rateOf = ({ overall, cells }: Rates, snapshot: Snapshot): number =>
  cells[cellOf(snapshot)] ?? overall;
