import { type LinearModel, predictLinear } from './linear/model.ts';
import { logit, sigmoid } from './link.ts';
import type { Table, Task } from './table.ts';
import { type BoostingModel, predictBoosting } from './trees/boosting.ts';
import { type CartModel, predictCart } from './trees/cart.ts';
import { type ForestModel, predictForest } from './trees/forest.ts';

/** Several models averaged by weights that sum to 1, for labels on the scale of log-odds. */
export interface BlendModel {
  readonly kind: 'blend';
  readonly task: Task;
  readonly parts: readonly { readonly weight: number; readonly model: Model }[];
}

/** What any learner gives: plain data, so that it can be kept and compared. */
export type Model = LinearModel | CartModel | ForestModel | BoostingModel | BlendModel;

/** One number a row: the probability of label 1, or the estimate. */
export function predict(model: Model, table: Table): Float64Array {
  switch (model.kind) {
    case 'linear':
      return predictLinear(model, table);
    case 'tree':
      return predictCart(model, table);
    case 'forest':
      return predictForest(model, table);
    case 'boosting':
      return predictBoosting(model, table);
    case 'blend':
      return blend(
        model.parts.map((part) => predict(part.model, table)),
        model.parts.map((part) => part.weight),
        model.task,
      );
  }
}

/** Weighted mean of predictions, of their log-odds where they are probabilities. */
export function blend(
  predictions: readonly Float64Array[],
  weights: readonly number[],
  task: Task,
): Float64Array {
  const isProbability = task === 'classification';
  const sums = new Float64Array(predictions[0]!.length);
  predictions.forEach((values, part) => {
    values.forEach((value, row) => {
      sums[row] = sums[row]! + weights[part]! * (isProbability ? logit(value) : value);
    });
  });
  return isProbability ? sums.map(sigmoid) : sums;
}
