import type { Day } from '../../crm/calendar.ts';
import type { Deal } from '../../crm/models/deal.ts';
import type { DealScore } from '../../crm/models/score.ts';
import type { CustomerHistory } from '../../crm/queries/customer-histories.ts';
import { encode } from '../../learning/linear/encoding.ts';
import { fitLinear, type LinearModel, predictLinear } from '../../learning/linear/model.ts';
import { auc, brier, logLoss } from '../../learning/metrics/classification.ts';
import type { Table } from '../../learning/table.ts';
import { orNull } from './or-null.ts';
import { snapshotOf } from './snapshot.ts';

export type DealFacts = Pick<Deal, 'key' | 'stage' | 'stageSince' | 'amount' | 'closeDate' | 'contactKey'>;

export interface DealValidation {
  readonly basis: 'logistic' | 'prior';
  readonly closed: number;
  readonly won: number;
  /** Closed deals, and of each outcome, that must be there before a model is tried. */
  readonly needed: number;
  readonly neededOfEach: number;
  /** Share of the closed deals that was won, drawn to one half with the weight of ten deals. */
  readonly priorRate: number;
  /** On the newest 30 % of the closed deals, trained on the older ones; null where too few are closed. */
  readonly newest: Readonly<
    Record<'logistic' | 'prior', { auc: number | null; brier: number; logLoss: number }>
  > | null;
}

const LEAST_CLOSED = 60;
const LEAST_OF_EACH = 15;
const PRIOR_RATE = 0.5;
const PRIOR_WEIGHT = 10;
const HELD_OUT = 0.3;
const RIDGE = 10;

export interface DealScoring {
  readonly scores: readonly Omit<DealScore, 'modelVersion'>[];
  readonly validation: DealValidation;
  /** Null where a constant rate is used. */
  readonly model: LinearModel | null;
}

/**
 * Probability that each open deal is won. A deal keeps no history of its stages, and the stage of a closed one is its
 * outcome, so the stage cannot be learned from; the amount and what the customer had ordered before can.
 */
export function scoreDeals(
  deals: readonly DealFacts[],
  histories: ReadonlyMap<string, CustomerHistory>,
  today: Day,
): DealScoring {
  const closed = deals
    .filter((deal) => isClosed(deal.stage) && closedOn(deal) <= today)
    .sort((a, b) =>
      closedOn(a) < closedOn(b) ? -1 : closedOn(a) > closedOn(b) ? 1 : a.key < b.key ? -1 : 1,
    );
  const labels = Float64Array.from(closed, ({ stage }) => (stage === 'won' ? 1 : 0));
  const won = labels.reduce((sum, label) => sum + label, 0);
  const priorRate = rateOf(labels);
  const features = (of: readonly DealFacts[], asOf: (deal: DealFacts) => Day): Table =>
    featuresOf(of, histories, asOf);
  const isEnough = closed.length >= LEAST_CLOSED && Math.min(won, closed.length - won) >= LEAST_OF_EACH;
  const newest = isEnough ? judge(closed, labels, (of) => features(of, closedOn)) : null;
  const isBetter = newest !== null && newest.logistic.logLoss < newest.prior.logLoss;
  const model: LinearModel | undefined = isBetter
    ? fitLinear(features(closed, closedOn), labels, 'classification', RIDGE)
    : undefined;

  const open = deals.filter(({ stage }) => !isClosed(stage));
  const table = features(open, () => today);
  const probabilities = model ? predictLinear(model, table) : new Float64Array(open.length).fill(priorRate);
  const effects = model && effectsOf(model, table);
  const scores = open.map(
    ({ key, amount, contactKey }, row): Omit<DealScore, 'modelVersion'> => ({
      key,
      asOf: today,
      probability: probabilities[row]!,
      basis: model ? 'logistic' : 'prior',
      reasons: effects
        ? [
            { kind: 'amount', value: amount.amount, raises: effects(row, 0) > 0 },
            {
              kind: 'customerOrders',
              value: ordersOf(histories.get(contactKey ?? ''), today),
              raises: effects(row, 1) > 0,
            },
          ]
        : [{ kind: 'priorRate', value: priorRate }],
    }),
  );
  return {
    scores,
    model: model ?? null,
    validation: {
      basis: model ? 'logistic' : 'prior',
      closed: closed.length,
      won,
      needed: LEAST_CLOSED,
      neededOfEach: LEAST_OF_EACH,
      priorRate,
      newest,
    },
  };
}

/** Log-odds that a feature of a row adds to those of its mean. */
function effectsOf(
  { encoding, coefficients }: LinearModel,
  table: Table,
): (row: number, feature: number) => number {
  const { data, columns } = encode(encoding, table);
  return (row, feature) => coefficients.weights[feature]! * data[row * columns + feature]!;
}

/** The day on which a deal came to its outcome; of one that was imported closed, the day it was to close. */
const closedOn = ({ stageSince, closeDate }: DealFacts): Day => stageSince ?? closeDate;

const isClosed = (stage: DealFacts['stage']): boolean => stage === 'won' || stage === 'lost';

const rateOf = (labels: Float64Array): number =>
  (labels.reduce((sum, label) => sum + label, 0) + PRIOR_WEIGHT * PRIOR_RATE) /
  (labels.length + PRIOR_WEIGHT);

function judge(
  closed: readonly DealFacts[],
  labels: Float64Array,
  features: (of: readonly DealFacts[]) => Table,
) {
  const cut = Math.round(closed.length * (1 - HELD_OUT));
  const trained = labels.slice(0, cut);
  const actual = labels.slice(cut);
  const model = fitLinear(features(closed.slice(0, cut)), trained, 'classification', RIDGE);
  const measure = (predicted: Float64Array) => ({
    auc: orNull(auc(actual, predicted)),
    brier: brier(actual, predicted),
    logLoss: logLoss(actual, predicted),
  });
  return {
    logistic: measure(predictLinear(model, features(closed.slice(cut)))),
    prior: measure(new Float64Array(actual.length).fill(rateOf(trained))),
  };
}

const ordersOf = (history: CustomerHistory | undefined, asOf: Day): number =>
  history ? snapshotOf(history, asOf).orders : 0;

const featuresOf = (
  deals: readonly DealFacts[],
  histories: ReadonlyMap<string, CustomerHistory>,
  asOf: (deal: DealFacts) => Day,
): Table => ({
  rows: deals.length,
  columns: [
    {
      kind: 'number',
      name: 'amount',
      values: Float64Array.from(deals, ({ amount }) => Math.log1p(Math.max(0, amount.amount))),
    },
    {
      kind: 'number',
      name: 'customerOrders',
      values: Float64Array.from(deals, (deal) =>
        Math.log1p(ordersOf(histories.get(deal.contactKey ?? ''), asOf(deal))),
      ),
    },
  ],
});
