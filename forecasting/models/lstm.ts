/**
 * The global LSTM, trained beforehand over many series (see lstm/train.ts): a model whose fit only measures
 * the series' scale and season. Beyond the horizon it was trained for its last step is kept.
 */
import { runNetwork, type TrainedLstm } from '../lstm/network.ts';
import { flatten, type Scaling, scalingOf, windowBefore } from '../lstm/windows.ts';
import type { Fitted, Model } from './model.ts';

export function lstmModel(network: TrainedLstm): Model {
  const fitted = (scaling: Scaling, period: number): Fitted => ({
    form: 'lstm',
    refit: (other) => fitted(scalingOf(other, period), period),
    predict(history, horizon) {
      const z = flatten(history, scaling);
      const steps = runNetwork(network, windowBefore(z, z.length, scaling.unit));
      const level = z[z.length - 1]!;
      const step = (h: number): number => Math.min(h, network.horizon - 1);
      const mean = Float64Array.from({ length: horizon }, (_, h) => {
        const flat = level + scaling.unit * steps[step(h)]!;
        const value = scaling.log ? Math.exp(Math.min(700, flat)) : flat;
        const index = scaling.indices[(history.length + h) % scaling.indices.length]!;
        return scaling.kind === 'additive' ? value + index : value * index;
      });
      const sd = mean.map((m, h) => {
        const wide = scaling.unit * network.spread[step(h)]!;
        return scaling.log ? Math.abs(m) * Math.min(1, wide) : wide;
      });
      return { mean, sd };
    },
  });
  return {
    name: 'lstm',
    minimum: () => 4,
    fit: (y, period) => fitted(scalingOf(y, period), period),
  };
}
