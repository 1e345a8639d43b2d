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

/**
 * How much a model leans on each column, summing to 1: by the fall of the loss at the splits of trees, by the squared
 * weights of a linear model, whose features have variance 1.
 */
export function relianceOn(model: Model, columns: number): Float64Array {
  const shares = new Float64Array(columns);
  if (model.kind === 'blend') {
    for (const { weight, model: part } of model.parts)
      for (const [index, share] of relianceOn(part, columns).entries())
        shares[index] = shares[index]! + weight * share;
    return shares;
  }
  if (model.kind === 'linear') {
    let feature = 0;
    for (const [index, how] of model.encoding.columns.entries()) {
      const own = how.kind === 'category' ? how.scales.length : how.missing === undefined ? 1 : 2;
      for (const weight of model.coefficients.weights.subarray(feature, feature + own))
        shares[index] = shares[index]! + weight ** 2;
      feature += own;
    }
  } else {
    for (const { feature, gain } of model.kind === 'tree' ? [model.tree] : model.trees)
      for (const [node, column] of feature.entries())
        if (column >= 0) shares[column] = shares[column]! + gain[node]!;
  }
  const total = shares.reduce((sum, share) => sum + share, 0);
  return total > 0 ? shares.map((share) => share / total) : shares;
}
