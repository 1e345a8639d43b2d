import { addDays, type Day, daysBetween } from '../../crm/calendar.ts';
import type { CustomerHistory } from '../../crm/queries/customer-histories.ts';
import { auc, brier } from '../../learning/metrics/classification.ts';
import {
  fitMbgNbd,
  type MbgNbd,
  nextOrderQuantile,
  probabilityOfOrder,
  type RepeatHistory,
} from '../../learning/repeat-buying/mbg-nbd.ts';
import { orNull } from './or-null.ts';
import { repeatHistoryOf, snapshotOf } from './snapshot.ts';

/** A next order is dated given that it comes within so many days: who stays away longer has no date to be wrong about. */
export const NEXT_ORDER_DAYS = 90;

export interface NextOrderValidation {
  /** Customers who did order within 90 days of the four mornings on which they were dated. */
  readonly orders: number;
  /** Mean absolute errors in days: by the model, by the customer's own mean gap after the last order. */
  readonly error: number;
  readonly meanGapError: number;
  /** Share of orders between the 10 % and 90 % quantiles. */
  readonly coverage80: number;
  /**
   * Of the probability to order within the 90 days at all (churn risk is 1 minus it); the rate is that of these customers, the AUC
   * null where it is 0 or 1.
   */
  readonly customers: number;
  readonly rate: number;
  readonly auc: number | null;
  readonly brier: number;
}

const ORIGINS = 4;
const ORIGIN_STEP = 30;

/** Dates next orders as of four mornings, the newest 90 days ago, from what was known then. */
export function validateNextOrder(
  histories: readonly CustomerHistory[],
  today: Day,
): NextOrderValidation | undefined {
  const labels: number[] = [];
  const probabilities: number[] = [];
  const errors: { model: number; meanGap: number; isCovered: boolean }[] = [];
  for (let origin = 0; origin < ORIGINS; origin++) {
    const asOf = addDays(today, -NEXT_ORDER_DAYS - origin * ORIGIN_STEP);
    const known = histories
      .filter(({ orders }) => orders[0] !== undefined && orders[0].day < asOf)
      .map((history) => ({ history, past: repeatHistoryOf(snapshotOf(history, asOf)) }));
    if (known.length === 0) continue;
    const pasts = known.map(({ past }) => past);
    const model = fitMbgNbd(pasts);
    const usualGap = meanGapOf(pasts);
    for (const { history, past } of known) {
      const next = history.orders.find(({ day }) => day >= asOf);
      const days = next ? daysBetween(asOf, next.day) : Number.POSITIVE_INFINITY;
      labels.push(days < NEXT_ORDER_DAYS ? 1 : 0);
      probabilities.push(probabilityOfOrder(model, past, NEXT_ORDER_DAYS));
      if (days >= NEXT_ORDER_DAYS) continue;
      const [low, middle, high] = rangeOf(model, past);
      const gap = past.repeats > 0 ? past.last / past.repeats : usualGap;
      const byGap = Math.min(NEXT_ORDER_DAYS, Math.max(0, past.last + gap - past.age));
      errors.push({
        model: Math.abs(middle - days),
        meanGap: Math.abs(byGap - days),
        isCovered: days >= Math.floor(low) && days <= Math.ceil(high),
      });
    }
  }
  if (errors.length === 0) return undefined;
  const mean = (of: (error: (typeof errors)[number]) => number): number =>
    errors.reduce((sum, error) => sum + of(error), 0) / errors.length;
  return {
    orders: errors.length,
    error: mean(({ model }) => model),
    meanGapError: mean(({ meanGap }) => meanGap),
    coverage80: mean(({ isCovered }) => Number(isCovered)),
    customers: labels.length,
    rate: errors.length / labels.length,
    auc: orNull(auc(Float64Array.from(labels), Float64Array.from(probabilities))),
    brier: brier(Float64Array.from(labels), Float64Array.from(probabilities)),
  };
}

/** 10, 50 and 90 % quantiles of the days until the next order. */
export const rangeOf = (model: MbgNbd, past: RepeatHistory): [number, number, number] => [
  nextOrderQuantile(model, past, 0.1, NEXT_ORDER_DAYS),
  nextOrderQuantile(model, past, 0.5, NEXT_ORDER_DAYS),
  nextOrderQuantile(model, past, 0.9, NEXT_ORDER_DAYS),
];

function meanGapOf(pasts: readonly RepeatHistory[]): number {
  const days = pasts.reduce((sum, { last }) => sum + last, 0);
  const gaps = pasts.reduce((sum, { repeats }) => sum + repeats, 0);
  return gaps > 0 ? days / gaps : NEXT_ORDER_DAYS;
}
