/**
 * The dynamic optimised Theta model (Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler 2016, section 3.2):
 *
 *   mu(t)  = l + (1 - 1/theta) [ (1-alpha)^(t-1) A + (1 - (1-alpha)^t) / alpha B ]      l' = alpha y + (1-alpha) l
 *
 * where A and B are intercept and slope of the least-squares line through the first t - 1 values, updated as
 * values come in; level, alpha and theta minimise the one-step errors. Ahead, forecasts take the place of
 * values. The season is handled as in the Theta method.
 */

import { nelderMead } from '../../learning/nelder-mead.ts';
import { standardDeviation } from '../numeric/statistics.ts';
import { removeSeason, shrunkSeason } from '../series/decomposition.ts';
import type { Model } from './model.ts';

interface Parameters {
  readonly level: number;
  readonly alpha: number;
  readonly theta: number;
}

export const dotm: Model = {
  name: 'dotm',
  minimum: () => 4,
  fit(y, period) {
    const { kind, indices } = shrunkSeason(y, period);
    const adjusted = removeSeason(y, indices, kind);
    const scale = standardDeviation(adjusted) || 1;
    const at = (x: Float64Array): Parameters => ({
      level: adjusted[0]! + x[0]! * scale,
      alpha: 0.05 + 0.94 / (1 + Math.exp(-x[1]!)),
      theta: 1 + Math.exp(Math.min(5, x[2]!)),
    });
    const cost = (x: Float64Array): number => run(adjusted, at(x), 0).squares;
    const parameters = at(nelderMead(cost, [0, 0, 0], { step: 0.8, evaluations: 150, tolerance: 1e-5 }).at);
    const variance = run(adjusted, parameters, 0).squares / Math.max(1, y.length - 3);
    return {
      form: indices.length > 1 ? `dotm(${kind})` : 'dotm',
      refit: (other) => dotm.fit(other, period),
      predict(history, horizon) {
        const { ahead } = run(removeSeason(history, indices, kind), parameters, horizon);
        const index = (h: number): number => indices[(history.length + h) % indices.length]!;
        return {
          mean: ahead.map((v, h) => (kind === 'additive' ? v + index(h) : v * index(h))),
          sd: ahead.map((_, h) => {
            const sd = Math.sqrt(variance * (1 + h * parameters.alpha ** 2));
            return kind === 'additive' ? sd : sd * index(h);
          }),
        };
      },
    };
  },
};

function run(y: Float64Array, { level: start, alpha, theta }: Parameters, horizon: number) {
  const ahead = new Float64Array(horizon);
  const share = 1 - 1 / theta;
  let level = start;
  let average = 0;
  let slope = 0;
  let intercept = y[0]!;
  let decay = 1;
  let squares = 0;
  for (let t = 1; t <= y.length + horizon; t++) {
    const past = decay;
    decay *= 1 - alpha;
    const mu = level + share * (past * intercept + ((1 - decay) / alpha) * slope);
    const value = t <= y.length ? y[t - 1]! : mu;
    if (t > y.length) ahead[t - y.length - 1] = mu;
    else if (t > 2) squares += (value - mu) ** 2;
    level = alpha * value + (1 - alpha) * level;
    slope = t === 1 ? 0 : ((t - 2) * slope + (6 / t) * (value - average)) / (t + 1);
    average = ((t - 1) * average + value) / t;
    intercept = average - ((t + 1) / 2) * slope;
  }
  return { squares, ahead };
}
