/** Measures of probabilities against labels 0 and 1; arrays of equal length, at least one element. */

import { range } from '../random.ts';
import { midRanks } from '../ranks.ts';

/**
 * Area under the ROC curve: the probability that a random positive has a higher score than a random negative,
 * ties counting half (Mann-Whitney statistic by mid-ranks). NaN where a class is absent.
 */
export function auc(labels: Float64Array, scores: Float64Array): number {
  const ranks = midRanks(scores);
  let positives = 0;
  let rankSum = 0;
  for (let row = 0; row < labels.length; row++) {
    if (labels[row] === 1) {
      positives++;
      rankSum += ranks[row]!;
    }
  }
  const negatives = labels.length - positives;
  if (positives === 0 || negatives === 0) return Number.NaN;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Mean squared difference of probability and label (Brier 1950): 0 is perfect. */
export function brier(labels: Float64Array, probabilities: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < labels.length; index++) sum += (labels[index]! - probabilities[index]!) ** 2;
  return sum / labels.length;
}

const LEAST_PROBABILITY = 1e-15;

/** Mean negative log-likelihood in nats; probabilities are kept 1e-15 from 0 and 1. */
export function logLoss(labels: Float64Array, probabilities: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < labels.length; index++) {
    const given = labels[index] === 1 ? probabilities[index]! : 1 - probabilities[index]!;
    sum -= Math.log(Math.min(1 - LEAST_PROBABILITY, Math.max(LEAST_PROBABILITY, given)));
  }
  return sum / labels.length;
}

/** Rate of positives in the best-scored `share` of the rows over that of all rows. */
export function lift(labels: Float64Array, scores: Float64Array, share: number): number {
  const best = range(labels.length)
    .sort((a, b) => scores[b]! - scores[a]! || a - b)
    .subarray(0, Math.max(1, Math.round(labels.length * share)));
  const rate = (rows: Int32Array): number => rows.reduce((sum, row) => sum + labels[row]!, 0) / rows.length;
  return rate(best) / rate(range(labels.length));
}

export interface CalibrationBin {
  readonly count: number;
  readonly meanProbability: number;
  readonly positiveRate: number;
}

/** Rows in order of probability cut into `bins` groups of equal size: what was predicted and what came true. */
export function calibrationCurve(
  labels: Float64Array,
  probabilities: Float64Array,
  bins = 10,
): CalibrationBin[] {
  const order = range(labels.length).sort((a, b) => probabilities[a]! - probabilities[b]!);
  const edge = (bin: number): number => Math.round((order.length * bin) / bins);
  return Array.from({ length: bins }, (_, bin) => order.subarray(edge(bin), edge(bin + 1)))
    .filter((rows) => rows.length > 0)
    .map((rows) => ({
      count: rows.length,
      meanProbability: rows.reduce((sum, row) => sum + probabilities[row]!, 0) / rows.length,
      positiveRate: rows.reduce((sum, row) => sum + labels[row]!, 0) / rows.length,
    }));
}

/** Mean distance of predicted and true rate over the groups of `calibrationCurve`, weighted by their size. */
export const expectedCalibrationError = (
  labels: Float64Array,
  probabilities: Float64Array,
  bins = 10,
): number =>
  calibrationCurve(labels, probabilities, bins).reduce(
    (sum, bin) => sum + (bin.count / labels.length) * Math.abs(bin.meanProbability - bin.positiveRate),
    0,
  );
