import type { ScoringReport } from './score-all.ts';
import type { BuyingMeasures } from './validate-buying.ts';

const VERDICTS = {
  'beats-rates': 'better than rates by recency and frequency, so it is used',
  'no-better-than-rates': 'nothing beat rates by recency and frequency, so these are used',
  'too-few': 'too little history to validate anything: rates drawn to what is assumed of any shop',
} as const;

/** What a run learned and how good it was on days after those it learned from, for a terminal. */
export function scoringText({ buying, nextOrder, products, segments, deals }: ScoringReport): string {
  return [
    `Order within 30 days: ${buying.method}; ${VERDICTS[buying.verdict]}`,
    ...measures('newest window', buying.newest),
    ...measures(`${buying.windows.length - 1} older windows`, buying.older),
    ...(nextOrder
      ? [
          '',
          `Next order, ${nextOrder.orders} of ${nextOrder.customers} customers who ordered within 90 days: off by ${nextOrder.error.toFixed(1)} days; own mean gap ${nextOrder.meanGapError.toFixed(1)} days; 80 % range covers ${percent(nextOrder.coverage80)}`,
          `Order within 90 days or none (churn): AUC ${fixed(nextOrder.auc, 3)}, Brier ${nextOrder.brier.toFixed(4)}; a constant rate ${(nextOrder.rate * (1 - nextOrder.rate)).toFixed(4)}`,
        ]
      : []),
    ...(products.customers > 0
      ? [
          '',
          `New products, ${products.customers} customers: one of ten suggestions bought by ${percent(products.affinityHits)}; of ten best sellers by ${percent(products.popularHits)}; ${products.usesAffinity ? 'used' : 'not used'}`,
          `Products bought again, ${products.pairs} pairs: AUC ${fixed(products.dueAuc, 3)}`,
        ]
      : []),
    ...(segments
      ? ['', `Segments: ${segments.clusters} clusters, silhouette ${segments.silhouette.toFixed(2)}`]
      : []),
    '',
    deals.basis === 'prior'
      ? `Deals: at the prior, ${percent(deals.priorRate)} (${deals.won} of ${deals.closed} closed deals won; a model needs ${deals.needed} closed, ${deals.neededOfEach} of each outcome, and has to beat this)`
      : `Deals: logistic regression on ${deals.closed} closed deals`,
  ].join('\n');
}

const fixed = (measure: number | null, digits: number): string => measure?.toFixed(digits) ?? '-';
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

function measures(title: string, of: Readonly<Record<string, BuyingMeasures>>): string[] {
  const rows = Object.entries(of).map(
    ([method, { auc, brier, logLoss, liftOfBestTenth, expectedCalibrationError }]) =>
      `  ${method.padEnd(10)} ${fixed(auc, 3).padEnd(5)}  ${brier.toFixed(4)}  ${logLoss.toFixed(4)}    ${fixed(liftOfBestTenth, 2).padEnd(4)}  ${expectedCalibrationError.toFixed(3)}`,
  );
  return rows.length > 0
    ? [`  ${title.padEnd(16)}`, '             AUC    Brier   log-loss  lift  ECE', ...rows]
    : [];
}
