import { sigmoid } from '../link.ts';
import type { Random } from '../random.ts';
import { stratifiedFolds } from '../split.ts';
import { type Table, type Task, take, takeRows } from '../table.ts';
import { elasticNet } from './elastic-net.ts';
import { type Encoding, encode, fitEncoding } from './encoding.ts';
import { multiply } from './matrix.ts';
import { applyPlatt, fitPlatt, type PlattScaling } from './platt.ts';
import { type Coefficients, linearRegression, logisticRegression } from './regression.ts';
import { linearSvm } from './svm.ts';

/** A linear model of table columns; `link` turns its sum into the prediction. */
export interface LinearModel {
  readonly kind: 'linear';
  readonly encoding: Encoding;
  readonly coefficients: Coefficients;
  readonly link: { readonly kind: 'identity' | 'logistic' } | ({ readonly kind: 'platt' } & PlattScaling);
}

/** Ridge regression for numbers, ridge logistic regression for labels. */
export function fitLinear(table: Table, target: Float64Array, task: Task, ridge: number): LinearModel {
  const encoding = fitEncoding(table);
  const matrix = encode(encoding, table);
  const solve = task === 'classification' ? logisticRegression : linearRegression;
  return { kind: 'linear', encoding, coefficients: solve(matrix, target, ridge), link: linkOf(task) };
}

/** Elastic net on the same features: weights that explain little are 0. */
export function fitElasticNet(
  table: Table,
  target: Float64Array,
  task: Task,
  options: { readonly lambda: number; readonly alpha: number },
): LinearModel {
  const encoding = fitEncoding(table);
  const coefficients = elasticNet(encode(encoding, table), target, task, options);
  return { kind: 'linear', encoding, coefficients, link: linkOf(task) };
}

const linkOf = (task: Task): LinearModel['link'] => ({
  kind: task === 'classification' ? 'logistic' : 'identity',
});

const PLATT_FOLDS = 3;

/** Linear SVM; its probabilities are scaled on decision values of folds that did not train them. */
export function fitSvm(table: Table, labels: Float64Array, cost: number, random: Random): LinearModel {
  const train = (rows: Table, own: Float64Array) => {
    const encoding = fitEncoding(rows);
    return { encoding, coefficients: linearSvm(encode(encoding, rows), own, cost, random) };
  };
  const decisions = new Float64Array(table.rows);
  for (const { train: others, test } of stratifiedFolds(labels, PLATT_FOLDS, random)) {
    const { encoding, coefficients } = train(takeRows(table, others), take(labels, others));
    const values = multiply(
      encode(encoding, takeRows(table, test)),
      coefficients.weights,
      coefficients.intercept,
    );
    test.forEach((row, index) => {
      decisions[row] = values[index]!;
    });
  }
  return { kind: 'linear', ...train(table, labels), link: { kind: 'platt', ...fitPlatt(decisions, labels) } };
}

export function predictLinear({ encoding, coefficients, link }: LinearModel, table: Table): Float64Array {
  const sums = multiply(encode(encoding, table), coefficients.weights, coefficients.intercept);
  if (link.kind === 'platt') return applyPlatt(link, sums);
  return link.kind === 'logistic' ? sums.map(sigmoid) : sums;
}
