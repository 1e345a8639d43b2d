import type { Day } from '../../crm/calendar.ts';
import {
  auc,
  brier,
  type CalibrationBin,
  calibrationCurve,
  expectedCalibrationError,
  lift,
  logLoss,
} from '../../learning/metrics/classification.ts';
import { type BuyingMethod, predictBuying, trainBuying } from './buying-model.ts';
import { orNull } from './or-null.ts';
import type { Window } from './windows.ts';

export interface BuyingMeasures {
  /** Null where all bought or none did. */
  readonly auc: number | null;
  readonly brier: number;
  readonly logLoss: number;
  /** Rate of buyers in the best tenth over that of all; null where none bought. */
  readonly liftOfBestTenth: number | null;
  readonly expectedCalibrationError: number;
  readonly calibration: readonly CalibrationBin[];
}

/** How each method did in windows after those it was trained on. */
export interface BuyingValidation {
  /** The method to use: the better of two if it beats the rates, else the rates. */
  readonly method: BuyingMethod;
  /** `too-few`: there are not enough windows or buyers to validate anything. */
  readonly verdict: 'beats-rates' | 'no-better-than-rates' | 'too-few';
  readonly customers: number;
  readonly buyers: number;
  /** Days from which the windows that judged look ahead, the newest last; the older ones chose the method. */
  readonly windows: readonly Day[];
  /** Over the older windows, and in the newest, which chose nothing. */
  readonly older: Readonly<Partial<Record<BuyingMethod, BuyingMeasures>>>;
  readonly newest: Readonly<Partial<Record<BuyingMethod, BuyingMeasures>>>;
}

const LEAST_WINDOWS = 4;
const TRAINING_WINDOWS = 2;
const LEAST_BUYERS = 50;
const BINS = 5;
const METHODS: readonly BuyingMethod[] = ['rates', 'mbg-nbd', 'logistic'];

/** Rolling origins: each window is predicted by models of the windows before it. */
export function validateBuying(windows: readonly Window[]): BuyingValidation {
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  const buyers = windows.reduce((total, { labels }) => total + sum(labels), 0);
  const counts = { customers: windows.at(-1)?.snapshots.length ?? 0, buyers };
  if (windows.length < LEAST_WINDOWS || buyers < LEAST_BUYERS)
    return { method: 'rates', verdict: 'too-few', ...counts, windows: [], older: {}, newest: {} };

  const judged = windows.slice(TRAINING_WINDOWS);
  const predictions = judged.map((window, index) =>
    METHODS.map((method) => {
      const model = trainBuying(method, windows.slice(0, TRAINING_WINDOWS + index), window.repeatModel);
      return predictBuying(model, window.snapshots);
    }),
  );
  const measuresOver = (from: number, to: number) => {
    const labels = joined(judged.slice(from, to).map((window) => window.labels));
    return Object.fromEntries(
      METHODS.map((method, index) => [
        method,
        measure(labels, joined(predictions.slice(from, to).map((of) => of[index]!))),
      ]),
    ) as Record<BuyingMethod, BuyingMeasures>;
  };
  const older = measuresOver(0, judged.length - 1);
  const newest = measuresOver(judged.length - 1, judged.length);
  const best = older['mbg-nbd'].logLoss < older.logistic.logLoss ? 'mbg-nbd' : 'logistic';
  const beats = [older, newest].every((measures) => measures[best].logLoss < measures.rates.logLoss);
  return {
    method: beats ? best : 'rates',
    verdict: beats ? 'beats-rates' : 'no-better-than-rates',
    ...counts,
    windows: judged.map(({ asOf }) => asOf),
    older,
    newest,
  };
}

const joined = (parts: readonly Float64Array[]): Float64Array =>
  Float64Array.from(parts.flatMap((part) => [...part]));

const measure = (labels: Float64Array, predicted: Float64Array): BuyingMeasures => ({
  auc: orNull(auc(labels, predicted)),
  brier: brier(labels, predicted),
  logLoss: logLoss(labels, predicted),
  liftOfBestTenth: orNull(lift(labels, predicted, 0.1)),
  expectedCalibrationError: expectedCalibrationError(labels, predicted, BINS),
  calibration: calibrationCurve(labels, predicted, BINS),
});
