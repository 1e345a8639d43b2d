export interface ReorderQuestion {
  /** Units on the shelf and on their way, less those promised. */
  readonly position: number;
  readonly leadTimeP90Days: number;
  /** Days between two reviews of the stock. */
  readonly reviewDays: number;
  readonly cumulativeQ90: readonly number[];
  readonly mean: readonly number[];
}

export interface ReorderAdvice {
  /** Units to order now; 0 when the stock lasts. */
  readonly quantity: number;
  /** Order when the position falls to this: 90 % quantile of demand over lead time and review. */
  readonly reorderPoint: number;
  /**
   * First day ahead (1 = tomorrow) on which expected demand has used up the position; null beyond the
   * forecast.
   */
  readonly runsOutInDays: number | null;
}

/**
 * Periodic-review order-up-to policy (Silver, Pyke & Thomas 2017, chapter 6) at a 90 % cycle service level.
 */
export function reorder(question: ReorderQuestion): ReorderAdvice {
  const { position, leadTimeP90Days, reviewDays, cumulativeQ90, mean } = question;
  const days = Math.min(cumulativeQ90.length, Math.max(1, Math.ceil(leadTimeP90Days + reviewDays)));
  const reorderPoint = Math.ceil(cumulativeQ90[days - 1] ?? 0);
  let used = 0;
  const out = mean.findIndex((units) => {
    used += units;
    return used >= position;
  });
  return {
    quantity: Math.max(0, reorderPoint - Math.floor(position)),
    reorderPoint,
    runsOutInDays: out < 0 ? null : out + 1,
  };
}
