/** Another item that the customers of one item took too. */
export interface Companion {
  readonly item: number;
  /** Share of the item's customers who took this too, 0 to 1. */
  readonly share: number;
  /** Lower 95 % bound of the share over the share among all customers: above 1 it is no chance. */
  readonly lift: number;
}

const KEPT = 30;
const LEAST_SHARED = 5;
/** A customer with more items says little about each pair, and has the square of them in pairs. */
const MOST_ITEMS = 200;

/**
 * Item-to-item affinity (Sarwar et al. 2001; Linden, Smith and York 2003): for each of `items` those most often taken
 * by the same customers, best first, at most 30; a share must be clear of chance by its Wilson bound (1927). `sets`
 * holds the items (0 to `items` - 1) of each customer, each once.
 */
export function companionsOf(sets: readonly (readonly number[])[], items: number): Companion[][] {
  const customers = new Float64Array(items);
  const shared: Map<number, number>[] = Array.from({ length: items }, () => new Map());
  for (const set of sets) {
    const kept = set.slice(0, MOST_ITEMS);
    for (const item of kept) {
      customers[item]!++;
      const row = shared[item]!;
      for (const other of kept) if (other !== item) row.set(other, (row.get(other) ?? 0) + 1);
    }
  }
  return shared.map((row, item) =>
    [...row]
      .filter(([, count]) => count >= LEAST_SHARED)
      .map(([other, count]) => ({
        item: other,
        share: count / customers[item]!,
        lift: (wilsonLower(count, customers[item]!) * sets.length) / customers[other]!,
      }))
      .filter(({ lift }) => lift > 1)
      .sort((a, b) => worth(b) - worth(a) || a.item - b.item)
      .slice(0, KEPT),
  );
}

/** The commoner companion is the better advice, damped lift decides among equals. */
const worth = ({ share, lift }: Companion): number => share * Math.log2(1 + lift);

export interface Suggestion {
  readonly item: number;
  /** The item taken before that speaks most for it, and the share of its customers who took this too. */
  readonly because: number;
  readonly share: number;
}

/** Items not in `taken` that the companions of it speak for most, by the sum of their worth. */
export function suggest(
  companions: readonly (readonly Companion[])[],
  taken: readonly number[],
  most: number,
): Suggestion[] {
  const own = new Set(taken);
  const found = new Map<number, { total: number; best: number; because: number; share: number }>();
  for (const item of own)
    for (const companion of companions[item] ?? []) {
      if (own.has(companion.item)) continue;
      const value = worth(companion);
      const so = found.get(companion.item) ?? { total: 0, best: 0, because: item, share: companion.share };
      const isBest = value > so.best;
      found.set(companion.item, {
        total: so.total + value,
        best: Math.max(so.best, value),
        because: isBest ? item : so.because,
        share: isBest ? companion.share : so.share,
      });
    }
  return [...found]
    .sort(([itemA, a], [itemB, b]) => b.total - a.total || itemA - itemB)
    .slice(0, most)
    .map(([item, { because, share }]) => ({ item, because, share }));
}

/** Lower end of the 95 % Wilson score interval of a proportion. */
export function wilsonLower(successes: number, trials: number): number {
  const z = 1.96;
  const p = successes / trials;
  const centre = p + (z * z) / (2 * trials);
  const spread = z * Math.sqrt((p * (1 - p)) / trials + (z * z) / (4 * trials * trials));
  return (centre - spread) / (1 + (z * z) / trials);
}
