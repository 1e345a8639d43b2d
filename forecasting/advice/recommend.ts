import { wilsonLower } from '../../learning/affinity.ts';
/** Why a product is recommended; the dialog puts it into words. */
export type RecommendReason =
  /** `share` (0 to 1) of the orders that had `with` had this too; `lift` is that over chance. */
  | { readonly kind: 'together'; readonly with: string; readonly share: number; readonly lift: number }
  /** The season's weeks sold `factor` times the rest of the year, week for week. */
  | { readonly kind: 'season'; readonly season: string; readonly factor: number }
  /** The forecast is `percent` above the same number of days just past. */
  | { readonly kind: 'growth'; readonly percent: number }
  | { readonly kind: 'popular'; readonly units: number };

export interface Recommendation {
  readonly sku: string;
  /** Higher is better; comparable only inside one list. */
  readonly score: number;
  readonly reasons: readonly RecommendReason[];
}

/**
 * What every question has: whether a product may be shown (not out of stock past its lead time), and how
 * many.
 */
export interface RecommendOptions {
  readonly available: (sku: string) => boolean;
  readonly limit: number;
}

export interface Basket {
  readonly skus: readonly string[];
}

/** Fewer shared orders than this are chance. */
const SUPPORT_FLOOR = 10;

/**
 * Products bought in the same orders as `sku`, best first: by the lower 95 % Wilson bound of the share of its
 * orders that had the other too, over the other's share of all orders (lift). Only lifts above 1 are kept.
 */
export function boughtTogether(
  sku: string,
  baskets: Iterable<Basket>,
  options: RecommendOptions,
): Recommendation[] {
  const orders = new Map<string, number>();
  const shared = new Map<string, number>();
  let total = 0;
  for (const { skus } of baskets) {
    total++;
    const distinct = new Set(skus);
    const here = distinct.has(sku);
    for (const other of distinct) {
      orders.set(other, (orders.get(other) ?? 0) + 1);
      if (here && other !== sku) shared.set(other, (shared.get(other) ?? 0) + 1);
    }
  }
  const own = orders.get(sku) ?? 0;
  const found = [...shared]
    .filter(([other, count]) => count >= SUPPORT_FLOOR && options.available(other))
    .map(([other, count]): Recommendation => {
      const base = orders.get(other)! / total;
      const share = count / own;
      return {
        sku: other,
        score: wilsonLower(count, own) / base,
        reasons: [{ kind: 'together', with: sku, share, lift: share / base }],
      };
    })
    .filter((candidate) => candidate.score > 1);
  // Among clear lifts the commoner companion is the better advice: share decides, damped lift breaks it open.
  const worth = (r: Recommendation): number => {
    const reason = r.reasons[0]!;
    return reason.kind === 'together' ? reason.share * Math.log2(1 + r.score) : 0;
  };
  return best(
    found.map((r) => ({ ...r, score: worth(r) })),
    options.limit,
  );
}

/** Products by units sold. */
export function popular(
  sold: Iterable<{ readonly sku: string; readonly units: number }>,
  options: RecommendOptions,
): Recommendation[] {
  const found = [...sold]
    .filter(({ sku, units }) => units > 0 && options.available(sku))
    .map(({ sku, units }): Recommendation => ({ sku, score: units, reasons: [{ kind: 'popular', units }] }));
  return best(found, options.limit);
}

/** A yearly season by its first and last day, both MM-DD; it may run over the year's end. */
export interface Season {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** When a shop's customers, themselves retailers, buy for a season. */
export const SEASONS: readonly Season[] = [
  { name: 'christmas', from: '10-01', to: '12-20' },
  { name: 'halloween', from: '09-01', to: '10-31' },
  { name: 'valentine', from: '01-10', to: '02-14' },
  { name: 'easter', from: '02-15', to: '04-20' },
  { name: 'spring', from: '03-01', to: '05-31' },
  { name: 'summer', from: '05-01', to: '08-31' },
  { name: 'autumn', from: '09-01', to: '11-30' },
  { name: 'winter', from: '11-01', to: '02-28' },
];

export interface SeasonalDemand {
  readonly sku: string;
  /** Day of the first value, YYYY-MM-DD. */
  readonly start: string;
  /** Daily units, about a year or more. */
  readonly values: readonly (number | null)[];
  /** Expected daily units of the days that follow. */
  readonly forecast: readonly number[];
}

/** Units a product must have sold in the season before its factor means anything. */
const SEASON_FLOOR = 50;

/**
 * What to stock for a season: last year's daily rate inside the season against the rest of the year, times
 * the growth the forecast sees, weighted by the units it stands for. Only products that sell better in the
 * season.
 */
export function seasonal(
  season: Season,
  products: Iterable<SeasonalDemand>,
  options: RecommendOptions,
): Recommendation[] {
  const found: Recommendation[] = [];
  const isInSeason = seasonCalendar(season);
  for (const product of products) {
    if (!options.available(product.sku)) continue;
    const rates = seasonRates(product, isInSeason);
    if (rates.unitsInside < SEASON_FLOOR || rates.outside <= 0) continue;
    const factor = rates.inside / rates.outside;
    if (factor <= 1.1) continue;
    const percent = growthPercent(product);
    const growth = Math.min(2, Math.max(0.5, 1 + (percent ?? 0) / 100));
    const reasons: RecommendReason[] = [{ kind: 'season', season: season.name, factor }];
    if (percent !== undefined && percent >= 5) reasons.push({ kind: 'growth', percent: Math.round(percent) });
    found.push({ sku: product.sku, score: Math.log2(factor) * Math.sqrt(rates.inside * growth), reasons });
  }
  return best(found, options.limit);
}

/** Products whose forecast rises most over the same number of days just past, at least 5 %. */
export function growing(products: Iterable<SeasonalDemand>, options: RecommendOptions): Recommendation[] {
  const found: Recommendation[] = [];
  for (const product of products) {
    const percent = growthPercent(product);
    if (percent === undefined || percent < 5 || !options.available(product.sku)) continue;
    found.push({
      sku: product.sku,
      score: percent * Math.sqrt(total(product.forecast)),
      reasons: [{ kind: 'growth', percent: Math.round(percent) }],
    });
  }
  return best(found, options.limit);
}

const DAY_MS = 86_400_000;

/** Whether a day, in UTC milliseconds, is in the season; the series of a shop share their days, so each is worked out once. */
function seasonCalendar({ from, to }: Season): (time: number) => boolean {
  const known = new Map<number, boolean>();
  return (time) => {
    let isInside = known.get(time);
    if (isInside === undefined) {
      const day = new Date(time).toISOString().slice(5, 10);
      isInside = from > to ? day >= from || day <= to : day >= from && day <= to;
      known.set(time, isInside);
    }
    return isInside;
  };
}

function seasonRates(product: SeasonalDemand, isInSeason: (time: number) => boolean) {
  const sums = { inside: 0, outside: 0, daysInside: 0, daysOutside: 0 };
  const start = Date.parse(product.start);
  product.values.forEach((value, i) => {
    if (isInSeason(start + i * DAY_MS)) {
      sums.inside += value ?? 0;
      sums.daysInside++;
    } else {
      sums.outside += value ?? 0;
      sums.daysOutside++;
    }
  });
  return {
    inside: sums.inside / Math.max(1, sums.daysInside),
    outside: sums.outside / Math.max(1, sums.daysOutside),
    unitsInside: sums.inside,
  };
}

/** undefined where too little was sold for a percentage to mean anything. */
function growthPercent({ values, forecast }: SeasonalDemand): number | undefined {
  const past = total(values.slice(-forecast.length));
  if (values.length < forecast.length || past < SEASON_FLOOR) return undefined;
  return (total(forecast) / past - 1) * 100;
}

function total(values: readonly (number | null)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

function best(found: Recommendation[], limit: number): Recommendation[] {
  return found.sort((a, b) => b.score - a.score || a.sku.localeCompare(b.sku)).slice(0, limit);
}
