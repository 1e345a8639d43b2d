import { addDays, type Day, daysBetween } from '../../crm/calendar.ts';
import type { DueProduct, LikedProduct } from '../../crm/models/score.ts';
import type { CustomerHistory } from '../../crm/queries/customer-histories.ts';
import { companionsOf, suggest } from '../../learning/affinity.ts';
import { auc } from '../../learning/metrics/classification.ts';
import {
  fitMbgNbd,
  type MbgNbd,
  nextOrderQuantile,
  probabilityOfOrder,
  type RepeatHistory,
} from '../../learning/repeat-buying/mbg-nbd.ts';
import { NEXT_ORDER_DAYS } from './next-order.ts';
import { orNull } from './or-null.ts';
import { SCORE_DAYS } from './windows.ts';

/** Products of one customer kept for a question, and those judged. */
const MOST_DUE = 20;
const MOST_LIKED = 20;
const JUDGED = 10;
/** A product less likely than this to be bought again within 90 days is not due. */
const LEAST_PROBABILITY = 0.15;
const LEAST_JUDGED = 30;

/** What products a customer will want: those to buy again, and new ones. */
export interface ProductAdvice {
  readonly due: readonly DueProduct[];
  readonly liked: readonly LikedProduct[];
}

/** On the last 30 days, by what was known before them. */
export interface ProductValidation {
  /** Whether pairs of customer and product bought again are told from the others. */
  readonly pairs: number;
  readonly dueAuc: number | null;
  /** Customers who bought something new to them, and the share of them for whom one of ten suggestions was among it. */
  readonly customers: number;
  readonly affinityHits: number;
  readonly popularHits: number;
  /** Whether suggestions are made at all: they must beat the ten best sellers. */
  readonly usesAffinity: boolean;
}

interface Pair extends RepeatHistory {
  readonly sku: string;
}

/** Products of a customer's orders before a day, with the days on which they were bought. */
function pairsOf({ orders }: CustomerHistory, asOf: Day): Pair[] {
  const days = new Map<string, Day[]>();
  for (const { day, skus } of orders)
    if (day < asOf) for (const sku of skus) days.set(sku, [...(days.get(sku) ?? []), day]);
  return [...days].map(([sku, bought]) => ({
    sku,
    repeats: bought.length - 1,
    last: daysBetween(bought[0]!, bought.at(-1)!),
    age: daysBetween(bought[0]!, asOf),
  }));
}

export function adviseProducts(
  histories: readonly CustomerHistory[],
  asOf: Day,
  usesAffinity: boolean,
): ProductAdvice[] {
  const pairs = histories.map((history) => pairsOf(history, asOf));
  const model = fitMbgNbd(pairs.flat());
  const affinity = affinityOf(pairs);
  return pairs.map((own) => ({
    due: dueOf(own, model, asOf),
    liked: usesAffinity ? affinity.liked(own, MOST_LIKED) : [],
  }));
}

function dueOf(pairs: readonly Pair[], model: MbgNbd, asOf: Day): DueProduct[] {
  return pairs
    .filter(
      (pair) => pair.repeats > 0 && probabilityOfOrder(model, pair, NEXT_ORDER_DAYS) >= LEAST_PROBABILITY,
    )
    .map((pair) => ({
      sku: pair.sku,
      dueOn: addDays(asOf, Math.round(nextOrderQuantile(model, pair, 0.5, NEXT_ORDER_DAYS))),
      orders: pair.repeats + 1,
      everyDays: Math.max(1, Math.round(pair.last / pair.repeats)),
    }))
    .sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : b.orders - a.orders))
    .slice(0, MOST_DUE);
}

function affinityOf(pairs: readonly (readonly Pair[])[]) {
  const skus = [...new Set(pairs.flat().map(({ sku }) => sku))].sort();
  const itemOf = new Map(skus.map((sku, item) => [sku, item]));
  const itemsOf = (own: readonly Pair[]): number[] => own.map(({ sku }) => itemOf.get(sku)!);
  const companions = companionsOf(pairs.map(itemsOf), skus.length);
  return {
    liked: (own: readonly Pair[], most: number): LikedProduct[] =>
      suggest(companions, itemsOf(own), most).map(({ item, because, share }) => ({
        sku: skus[item]!,
        because: skus[because]!,
        share,
      })),
  };
}

export function validateProducts(histories: readonly CustomerHistory[], today: Day): ProductValidation {
  const asOf = addDays(today, -SCORE_DAYS);
  const pairs = histories.map((history) => pairsOf(history, asOf));
  const model = fitMbgNbd(pairs.flat());
  const boughtAfter = histories.map(
    ({ orders }) => new Set(orders.filter(({ day }) => day >= asOf).flatMap(({ skus }) => skus)),
  );
  const repeated = pairs.flatMap((own, customer) =>
    own
      .filter(({ repeats }) => repeats > 0)
      .map((pair) => ({ pair, again: boughtAfter[customer]!.has(pair.sku) })),
  );
  const dueAuc = auc(
    Float64Array.from(repeated, ({ again }) => Number(again)),
    Float64Array.from(repeated, ({ pair }) => probabilityOfOrder(model, pair, SCORE_DAYS)),
  );

  const affinity = affinityOf(pairs);
  const popular = bestSellers(pairs);
  let customers = 0;
  let affinityHits = 0;
  let popularHits = 0;
  pairs.forEach((own, customer) => {
    const taken = new Set(own.map(({ sku }) => sku));
    const fresh = new Set([...boughtAfter[customer]!].filter((sku) => !taken.has(sku)));
    if (own.length === 0 || fresh.size === 0) return;
    customers++;
    if (affinity.liked(own, JUDGED).some(({ sku }) => fresh.has(sku))) affinityHits++;
    const best = popular.filter((sku) => !taken.has(sku)).slice(0, JUDGED);
    if (best.some((sku) => fresh.has(sku))) popularHits++;
  });
  return {
    pairs: repeated.length,
    dueAuc: orNull(dueAuc),
    customers,
    affinityHits: customers > 0 ? affinityHits / customers : 0,
    popularHits: customers > 0 ? popularHits / customers : 0,
    usesAffinity: customers >= LEAST_JUDGED && affinityHits > popularHits,
  };
}

function bestSellers(pairs: readonly (readonly Pair[])[]): string[] {
  const buyers = new Map<string, number>();
  for (const { sku } of pairs.flat()) buyers.set(sku, (buyers.get(sku) ?? 0) + 1);
  return [...buyers].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([sku]) => sku);
}
