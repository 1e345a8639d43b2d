import { describe, expect, test } from '@jest/globals';
import {
  auc,
  brier,
  calibrationCurve,
  expectedCalibrationError,
  lift,
  logLoss,
} from '../../learning/metrics/classification.ts';
import { meanAbsoluteError, meanSquaredError, rSquared } from '../../learning/metrics/regression.ts';

const array = (...values: number[]): Float64Array => Float64Array.from(values);

describe('measures of probabilities', () => {
  test('AUC of the example in the documentation of scikit-learn', () => {
    expect(auc(array(0, 0, 1, 1), array(0.1, 0.4, 0.35, 0.8))).toBeCloseTo(0.75, 12);
  });

  test('AUC counts ties half and does not depend on order', () => {
    expect(auc(array(1, 0, 1, 0), array(0.5, 0.5, 0.5, 0.5))).toBe(0.5);
    expect(auc(array(1, 1, 0, 0), array(0.9, 0.5, 0.5, 0.1))).toBe(0.875);
    expect(auc(array(1, 1), array(0.9, 0.5))).toBeNaN();
  });

  test('Brier score and log-loss of the examples in the documentation of scikit-learn', () => {
    expect(brier(array(0, 1, 1, 0), array(0.1, 0.9, 0.8, 0.3))).toBeCloseTo(0.0375, 12);
    expect(logLoss(array(1, 0, 0, 1), array(0.9, 0.1, 0.2, 0.65))).toBeCloseTo(0.21616187, 7);
  });

  test('log-loss of a sure mistake is large and finite', () => {
    expect(logLoss(array(1), array(0))).toBeCloseTo(-Math.log(1e-15), 6);
  });

  test('lift compares the best-scored share with all', () => {
    const labels = array(1, 1, 0, 0, 0, 0, 0, 0, 0, 0);
    const scores = array(0.9, 0.3, 0.8, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1);
    expect(lift(labels, scores, 0.1)).toBeCloseTo(5, 12);
    expect(lift(labels, scores, 0.2)).toBeCloseTo(2.5, 12);
  });

  test('calibration groups hold equal numbers of rows', () => {
    const labels = array(0, 0, 0, 1, 1, 1, 0, 1);
    const probabilities = array(0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9);
    const curve = calibrationCurve(labels, probabilities, 2);
    expect(curve.map((bin) => bin.count)).toEqual([4, 4]);
    expect(curve.map((bin) => bin.positiveRate)).toEqual([0.25, 0.75]);
    expect(curve.map((bin) => bin.meanProbability)[1]).toBeCloseTo(0.75, 12);
    expect(expectedCalibrationError(labels, probabilities, 2)).toBeCloseTo(0, 12);
  });
});

test('measures of estimates: the examples in the documentation of scikit-learn', () => {
  const actual = array(3, -0.5, 2, 7);
  const predicted = array(2.5, 0, 2, 8);
  expect(meanSquaredError(actual, predicted)).toBeCloseTo(0.375, 12);
  expect(meanAbsoluteError(actual, predicted)).toBeCloseTo(0.5, 12);
  expect(rSquared(actual, predicted)).toBeCloseTo(0.9486081, 6);
  expect(rSquared(array(1, 1), array(1, 2))).toBeNaN();
});
