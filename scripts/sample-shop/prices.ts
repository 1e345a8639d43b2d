// List price and quantity breaks as the order lines of known customers show them.
import type { Sale } from './clean.ts';
import { groupBy } from './group.ts';

export interface PriceList {
  /** Pence a unit without any break. */
  readonly price: number;
  readonly breaks: readonly { readonly minQuantity: number; readonly price: number }[];
}

const RECENT_DAYS = 182;
const ENOUGH_RECENT_LINES = 50;
const MOST_BREAKS = 3;
/** A break must explain this many further order lines to the penny. */
const LEAST_GAIN = 5;
// Where shops set breaks: cartons, dozens and round numbers.
const BREAK_QUANTITIES = [
  2, 3, 4, 5, 6, 8, 10, 12, 15, 16, 18, 20, 24, 25, 30, 32, 36, 40, 48, 50, 60, 64, 72, 80, 96, 100, 120, 128,
  144, 150, 180, 192, 200, 240, 250, 288, 300, 360, 400, 432, 480, 500, 576, 600, 720, 960, 1000, 1200, 1440,
];

type Line = Pick<Sale, 'quantity' | 'price'>;

/** The commonest price, the higher of two equally common ones. */
function mode(lines: readonly Line[]): { price: number; count: number } {
  const counted = [...groupBy(lines, (line) => line.price)].map(([price, same]) => ({
    price,
    count: same.length,
  }));
  return counted.sort((a, b) => b.count - a.count || b.price - a.price)[0] ?? { price: 0, count: 0 };
}

const at = (lines: readonly Line[], price: number): number =>
  lines.filter((line) => line.price === price).length;

/**
 * `sales` are those of one product to known customers (anonymous ones went through a retail site at retail
 * prices). Where the last half year before `end` has 50 lines, only they count, so that old prices do not.
 * The list price is the commonest price of the smaller half of the lines by quantity. Then, while it
 * explains at least five further lines exactly, the one break (usual carton quantity, lower price) is added that
 * explains most; the price must be that of more than half of the lines from there up to the next break.
 */
export function priceList(sales: readonly Sale[], end: string): PriceList {
  const since = new Date(Date.parse(end) - RECENT_DAYS * 86_400_000).toISOString().slice(0, 10);
  const recent = sales.filter((sale) => sale.day > since);
  const lines = (recent.length >= ENOUGH_RECENT_LINES ? recent : [...sales]).sort(
    (a, b) => a.quantity - b.quantity,
  );
  const price = mode(lines.slice(0, Math.ceil(lines.length / 2))).price;

  let steps = [{ minQuantity: 1, price }];
  while (steps.length <= MOST_BREAKS) {
    const next = bestBreak(lines, steps);
    if (next === undefined) break;
    steps = [...steps, next].sort((a, b) => a.minQuantity - b.minQuantity);
  }
  return { price, breaks: steps.slice(1) };
}

function bestBreak(lines: readonly Line[], steps: readonly { minQuantity: number; price: number }[]) {
  let best: { minQuantity: number; price: number; gain: number } | undefined;
  for (const [index, step] of steps.entries()) {
    const following = steps[index + 1];
    const upTo = following?.minQuantity ?? Number.POSITIVE_INFINITY;
    const segment = lines.filter((line) => line.quantity >= step.minQuantity && line.quantity < upTo);
    for (const minQuantity of BREAK_QUANTITIES) {
      if (minQuantity <= step.minQuantity || minQuantity >= upTo) continue;
      const above = segment.filter((line) => line.quantity >= minQuantity);
      const { price, count } = mode(above);
      const gain = count - at(above, step.price);
      const falls = price < step.price && price > (following?.price ?? 0);
      const earns = gain >= LEAST_GAIN && count * 2 > above.length;
      if (falls && earns && gain >= (best?.gain ?? 0)) best = { minQuantity, price, gain };
    }
  }
  return best && { minQuantity: best.minQuantity, price: best.price };
}
