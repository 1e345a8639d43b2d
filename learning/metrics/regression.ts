/** Measures of predicted numbers against true ones; arrays of equal length, at least one element. */

function mean(actual: Float64Array, term: (value: number, index: number) => number): number {
  let sum = 0;
  for (let index = 0; index < actual.length; index++) sum += term(actual[index]!, index);
  return sum / actual.length;
}

/** Mean squared error. */
export const meanSquaredError = (actual: Float64Array, predicted: Float64Array): number =>
  mean(actual, (value, index) => (value - predicted[index]!) ** 2);

/** Mean absolute error. */
export const meanAbsoluteError = (actual: Float64Array, predicted: Float64Array): number =>
  mean(actual, (value, index) => Math.abs(value - predicted[index]!));

/** R²: 1 minus the squared error over that of the mean; NaN where all true values are equal. */
export function rSquared(actual: Float64Array, predicted: Float64Array): number {
  const average = mean(actual, (value) => value);
  const variance = mean(actual, (value) => (value - average) ** 2);
  return variance === 0 ? Number.NaN : 1 - meanSquaredError(actual, predicted) / variance;
}
