import { mase } from '../accuracy.ts';
import { lstmModel } from '../models/lstm.ts';
import { theta } from '../models/theta.ts';
import { mean } from '../numeric/statistics.ts';
import { fillMissing } from '../series/cleaning.ts';
import type { Series } from '../series/series.ts';
import type { TrainedLstm } from './network.ts';
import { loadTensorFlow } from './tensorflow.ts';
import { flatten, LOOKBACK, scalingOf, targetAfter, windowBefore } from './windows.ts';

export interface LstmOptions {
  /** Steps the network forecasts. */
  readonly horizon: number;
  /** Same seed, same network (on one backend). */
  readonly seed?: number;
  readonly epochs?: number;
  readonly onProgress?: (epoch: number, epochs: number, loss: number) => void;
}

/** Series that are too short or too few to learn from. */
export class LstmTrainingError extends Error {
  readonly code = 'LSTM_TOO_LITTLE_DATA';
}

const UNITS = 20;
const BATCH = 128;
/** More windows than this no longer improve the network but cost time. */
const MOST_WINDOWS = 3000;

/**
 * Trains one global LSTM over all series (Smyl 2020 showed what one network over many series can do; this one
 * is far smaller). The last `horizon` values of every series are held out of training: the errors there give
 * the spread of the forecasts and decide, against Theta, whether the network is to be used.
 */
export async function trainLstm(seriesList: readonly Series[], options: LstmOptions): Promise<TrainedLstm> {
  const { horizon, seed = 1, epochs = 8, onProgress } = options;
  const usable = seriesList
    .map(({ values, period }) => ({ y: fillMissing(values, period).values, period }))
    .filter(({ y }) => y.length >= 2 * horizon + 8);
  const windows = sample(
    usable.flatMap(({ y, period }) => windowsOf(y.slice(0, y.length - horizon), period, horizon)),
    seed,
  );
  if (windows.length < 200) {
    throw new LstmTrainingError(
      `only ${windows.length} windows to learn from: give more series, or series longer than ${2 * horizon + 8} values`,
    );
  }

  const tf = await loadTensorFlow();
  const glorot = (offset: number) => tf.initializers.glorotUniform({ seed: seed + offset });
  const network = tf.sequential({
    layers: [
      tf.layers.lstm({
        units: UNITS,
        inputShape: [LOOKBACK, 1],
        recurrentActivation: 'sigmoid',
        kernelInitializer: glorot(0),
        recurrentInitializer: glorot(1),
      }),
      tf.layers.dense({ units: horizon, kernelInitializer: glorot(2) }),
    ],
  });
  network.compile({ optimizer: tf.train.adam(0.005), loss: 'meanAbsoluteError' });
  const inputs = tf.tensor3d(windows.map(({ input }) => Array.from(input, (v) => [v])));
  const targets = tf.tensor2d(windows.map(({ target }) => [...target]));
  // Shuffled once, by seed: the library's own shuffling has none.
  await network.fit(inputs, targets, {
    epochs,
    batchSize: BATCH,
    shuffle: false,
    verbose: 0,
    callbacks: {
      onEpochEnd: async (epoch, logs) => onProgress?.(epoch + 1, epochs, Number(logs?.loss)),
    },
  });
  const [kernel, recurrent, bias, outputKernel, outputBias] = network
    .getWeights()
    .map((weight) => Array.from(weight.dataSync()));
  tf.dispose([inputs, targets]);
  network.dispose();

  const weights = {
    format: 'rainmaker-lstm-1' as const,
    units: UNITS,
    horizon,
    kernel: kernel!,
    recurrent: recurrent!,
    bias: bias!,
    outputKernel: outputKernel!,
    outputBias: outputBias!,
  };
  const flatSpread = {
    ...weights,
    spread: Array<number>(horizon).fill(1),
    backtest: { mase: 0, thetaMase: 0, series: 0 },
  };
  return { ...weights, ...heldOut(flatSpread, usable, horizon) };
}

interface Window {
  readonly input: Float64Array;
  readonly target: Float64Array;
}

function windowsOf(y: Float64Array, period: number, horizon: number): Window[] {
  const scaling = scalingOf(y, period);
  const z = flatten(y, scaling);
  const windows: Window[] = [];
  for (let end = 8; end + horizon <= z.length; end++) {
    const input = windowBefore(z, end, scaling.unit);
    const target = targetAfter(z, end, horizon, scaling.unit);
    if (input.every(Number.isFinite) && target.every(Number.isFinite)) windows.push({ input, target });
  }
  return windows;
}

/** Errors on the held-out end: their spread by step in window units, and the accuracy beside Theta's. */
function heldOut(
  network: TrainedLstm,
  usable: readonly { y: Float64Array; period: number }[],
  horizon: number,
): Pick<TrainedLstm, 'spread' | 'backtest'> {
  const model = lstmModel(network);
  const squares = new Float64Array(horizon);
  let counted = 0;
  const own: number[] = [];
  const thetas: number[] = [];
  for (const { y, period } of usable) {
    const training = y.slice(0, y.length - horizon);
    const actual = y.slice(y.length - horizon);
    const { mean: forecast, sd } = model.fit(training, period).predict(training, horizon);
    const errors = forecast.map((v, h) => (actual[h]! - v) / sd[h]!);
    if (errors.every(Number.isFinite)) {
      counted++;
      errors.forEach((e, h) => {
        squares[h]! += Math.min(100, e * e);
      });
    }
    own.push(mase(actual, forecast, training, period));
    thetas.push(mase(actual, theta.fit(training, period).predict(training, horizon).mean, training, period));
  }
  const finite = (values: readonly number[]): number => mean(values.filter(Number.isFinite));
  return {
    spread: Array.from(squares, (sum) => Math.sqrt(sum / Math.max(1, counted))),
    backtest: { mase: finite(own), thetaMase: finite(thetas), series: usable.length },
  };
}

/** A seeded shuffle (Fisher & Yates, numbers by mulberry32), then the first so many. */
function sample(windows: readonly Window[], seed: number): Window[] {
  const shuffled = [...windows];
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
  }
  return shuffled.slice(0, MOST_WINDOWS);
}
