import { fitLinear, type LinearModel, predictLinear } from '../../learning/linear/model.ts';
import { logit, sigmoid } from '../../learning/link.ts';
import { type MbgNbd, probabilityOfOrder } from '../../learning/repeat-buying/mbg-nbd.ts';
import type { Table } from '../../learning/table.ts';
import { fitRates, type Rates, rateOf } from './rates.ts';
import { repeatHistoryOf, type Snapshot } from './snapshot.ts';
import { SCORE_DAYS, type Window } from './windows.ts';

/** How the probability of an order within `SCORE_DAYS` is worked out for customers who have ordered before. */
export type BuyingModel =
  | { readonly kind: 'rates'; readonly rates: Rates }
  | { readonly kind: 'mbg-nbd'; readonly repeatModel: MbgNbd }
  | {
      readonly kind: 'logistic';
      readonly repeatModel: MbgNbd;
      readonly linear: LinearModel;
      /** Log-odds added so that the newest window's rate comes out right. */
      readonly shift: number;
    };

export type BuyingMethod = BuyingModel['kind'];

/** Chosen by rolling origins on the sample shop's older windows among 3, 30 and 100. */
const RIDGE = 30;
/** The newest window moves the constant as if this much information (p (1 - p) summed) spoke against a move. */
const SHIFT_RIDGE = 10;

/** `windows` oldest first, at least one; `repeatModel` is made of all that is known when the model is used. */
export function trainBuying(
  method: BuyingMethod,
  windows: readonly Window[],
  repeatModel: MbgNbd,
): BuyingModel {
  if (method === 'mbg-nbd') return { kind: method, repeatModel };
  const snapshots = windows.flatMap((window) => window.snapshots);
  const labels = Float64Array.from(windows.flatMap((window) => [...window.labels]));
  if (method === 'rates') return { kind: method, rates: fitRates(snapshots, labels) };
  const columns = windows.map((window) => featuresOf(window.snapshots, window.repeatModel));
  const linear = fitLinear(stack(columns), labels, 'classification', RIDGE);
  const newest = windows.at(-1)!;
  return {
    kind: method,
    repeatModel,
    linear,
    shift: shiftOf(predictLinear(linear, columns.at(-1)!), newest.labels),
  };
}

/** Probability of an order within `SCORE_DAYS`, for each of customers who have one before. */
export function predictBuying(model: BuyingModel, snapshots: readonly Snapshot[]): Float64Array {
  switch (model.kind) {
    case 'rates':
      return Float64Array.from(snapshots, (snapshot) => rateOf(model.rates, snapshot));
    case 'mbg-nbd':
      return Float64Array.from(snapshots, (snapshot) =>
        probabilityOfOrder(model.repeatModel, repeatHistoryOf(snapshot), SCORE_DAYS),
      );
    case 'logistic':
      return predictLinear(model.linear, featuresOf(snapshots, model.repeatModel)).map((probability) =>
        sigmoid(logit(probability) + model.shift),
      );
  }
}

const FEATURES: Readonly<Record<string, (snapshot: Snapshot, repeatModel: MbgNbd) => number>> = {
  repeatModel: (snapshot, model) => logit(probabilityOfOrder(model, repeatHistoryOf(snapshot), SCORE_DAYS)),
  recency: ({ sinceLast }) => Math.log1p(sinceLast),
  age: ({ sinceFirst }) => Math.log1p(sinceFirst),
  frequency: ({ orders }) => Math.log(orders),
  once: ({ orders }) => (orders === 1 ? 1 : 0),
  recentOrders: ({ recentOrders }) => Math.log1p(recentOrders),
  value: ({ orderValue }) => Math.log1p(Math.max(0, orderValue)),
  products: ({ products }) => Math.log1p(products),
  quotes: ({ quotes }) => Math.log1p(quotes),
  talks: ({ talks }) => Math.log1p(talks),
  tasks: ({ tasks }) => Math.log1p(tasks),
};

const featuresOf = (snapshots: readonly Snapshot[], repeatModel: MbgNbd): Table => ({
  rows: snapshots.length,
  columns: Object.entries(FEATURES).map(([name, feature]) => ({
    kind: 'number',
    name,
    values: Float64Array.from(snapshots, (snapshot) => feature(snapshot, repeatModel)),
  })),
});

const stack = (tables: readonly Table[]): Table => ({
  rows: tables.reduce((sum, { rows }) => sum + rows, 0),
  columns: Object.keys(FEATURES).map((name, index) => ({
    kind: 'number',
    name,
    values: Float64Array.from(
      tables.flatMap(({ columns }) => {
        const column = columns[index]!;
        return column.kind === 'number' ? [...column.values] : [];
      }),
    ),
  })),
});

const NEWTON_STEPS = 20;

/** Rates move with the season: the constant that fits the newest window, by Newton's method. */
function shiftOf(predicted: Float64Array, labels: Float64Array): number {
  let shift = 0;
  for (let step = 0; step < NEWTON_STEPS; step++) {
    let gradient = -SHIFT_RIDGE * shift;
    let information = SHIFT_RIDGE;
    predicted.forEach((value, row) => {
      const probability = sigmoid(logit(value) + shift);
      gradient += labels[row]! - probability;
      information += probability * (1 - probability);
    });
    shift += gradient / information;
  }
  return shift;
}
