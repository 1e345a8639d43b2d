import { addDays, type Day } from '../../crm/calendar.ts';
import type { CustomerScore, DealScore, ScoreBasis, ScoreReason } from '../../crm/models/score.ts';
import type { CustomerHistory } from '../../crm/queries/customer-histories.ts';
import type { LinearModel } from '../../learning/linear/model.ts';
import { fitMbgNbd, type MbgNbd, probabilityOfOrder } from '../../learning/repeat-buying/mbg-nbd.ts';
import { type BuyingModel, predictBuying, trainBuying } from './buying-model.ts';
import { type DealFacts, type DealValidation, scoreDeals } from './deals.ts';
import { type FirstOrderRates, fitFirstOrders, scoreFirstOrder } from './first-order.ts';
import { NEXT_ORDER_DAYS, type NextOrderValidation, rangeOf, validateNextOrder } from './next-order.ts';
import { adviseProducts, type ProductValidation, validateProducts } from './products.ts';
import { reasonsOf, usualOf } from './reasons.ts';
import { type SegmentSummary, segmentCustomers } from './segments.ts';
import { repeatHistoryOf, type Snapshot, snapshotOf } from './snapshot.ts';
import { type BuyingValidation, validateBuying } from './validate-buying.ts';
import { windowsOf } from './windows.ts';

/** What one run learned and how good it is. */
export interface ScoringReport {
  readonly buying: BuyingValidation;
  /** Of churn and dates, fitted to all that is known. */
  readonly repeatModel: MbgNbd;
  readonly nextOrder: NextOrderValidation | null;
  readonly firstOrders: FirstOrderRates;
  readonly products: ProductValidation;
  /** Null below 30 customers. */
  readonly segments: {
    readonly clusters: number;
    readonly silhouette: number;
    readonly summaries: readonly SegmentSummary[];
  } | null;
  readonly deals: DealValidation;
}

/** What was fitted, as plain data, beside what the report holds of repeat buying and first orders. */
export interface ScoringModels {
  readonly buying: BuyingModel;
  readonly deals: LinearModel | null;
}

export interface Scoring {
  readonly customers: readonly Omit<CustomerScore, 'modelVersion'>[];
  readonly deals: readonly Omit<DealScore, 'modelVersion'>[];
  readonly report: ScoringReport;
  readonly models: ScoringModels;
}

/**
 * Learns from what the CRM saw before `today` and scores every customer and open deal. Each method is first judged on
 * days after those it learned from, and gives way to something simple where it is no better.
 */
export function scoreAll(all: readonly CustomerHistory[], deals: readonly DealFacts[], today: Day): Scoring {
  const histories = all.map((history) => upTo(history, today));
  const buyers = histories.filter(({ orders }) => orders.length > 0);
  const strangers = histories.filter(({ orders }) => orders.length === 0);
  const windows = windowsOf(buyers, today);
  const buying = validateBuying(windows);
  const firstOrders = fitFirstOrders(
    histories,
    windows.map(({ asOf }) => asOf),
  );
  const products = validateProducts(buyers, today);
  const dealScores = scoreDeals(deals, new Map(histories.map((history) => [history.key, history])), today);

  const snapshots = buyers.map((history) => snapshotOf(history, today));
  const repeatModel = fitMbgNbd(snapshots.map(repeatHistoryOf));
  const model = trainBuying(buying.method, windows, repeatModel);
  const predict = (of: readonly Snapshot[]): Float64Array => predictBuying(model, of);
  const probabilities = predict(snapshots);
  const reasons = snapshots.length > 0 ? reasonsOf(snapshots, usualOf(snapshots), predict) : [];
  const segmentation = segmentCustomers(snapshots);
  const advice = adviseProducts(buyers, today, products.usesAffinity);

  const known = buyers.map(({ key, isContact, identities }, row): Omit<CustomerScore, 'modelVersion'> => {
    const past = repeatHistoryOf(snapshots[row]!);
    const probability = probabilities[row]!;
    const within90 = probabilityOfOrder(repeatModel, past, NEXT_ORDER_DAYS);
    const [low, middle, high] = rangeOf(repeatModel, past).map((days) => addDays(today, Math.round(days)));
    return {
      key,
      isContact,
      identities,
      asOf: today,
      probability,
      ...(buying.verdict === 'too-few'
        ? { basis: 'prior', reasons: [...reasons[row]!, { kind: 'assumed', value: probability }] }
        : { basis: buying.method, reasons: orUsual(reasons[row]!) }),
      churn: 1 - within90,
      nextOrder: { day: middle!, from: low!, to: high!, within90 },
      segment: segmentation?.segments[row] ?? null,
      ...advice[row]!,
    };
  });
  const unknown = strangers.map(
    (history): Omit<CustomerScore, 'modelVersion'> => ({
      key: history.key,
      isContact: history.isContact,
      identities: history.identities,
      asOf: today,
      ...withBasis(scoreFirstOrder(firstOrders, snapshotOf(history, today))),
      churn: null,
      nextOrder: null,
      segment: null,
      due: [],
      liked: [],
    }),
  );
  return {
    customers: [...known, ...unknown],
    deals: dealScores.scores,
    models: { buying: model, deals: dealScores.model },
    report: {
      buying,
      repeatModel,
      nextOrder: validateNextOrder(buyers, today) ?? null,
      firstOrders,
      products,
      segments: segmentation
        ? {
            clusters: segmentation.clusters,
            silhouette: segmentation.silhouette,
            summaries: segmentation.summaries,
          }
        : null,
      deals: dealScores.validation,
    },
  };
}

const orUsual = (reasons: ScoreReason[]): ScoreReason[] =>
  reasons.length > 0 ? reasons : [{ kind: 'usual', value: 0 }];

const withBasis = (score: {
  probability: number;
  reasons: ScoreReason[];
}): { probability: number; reasons: ScoreReason[]; basis: ScoreBasis } => ({ ...score, basis: 'prior' });

/** The day itself is not over: what it brought so far is left for tomorrow. */
const upTo = (history: CustomerHistory, today: Day): CustomerHistory => ({
  ...history,
  orders: history.orders.filter(({ day }) => day < today),
});
