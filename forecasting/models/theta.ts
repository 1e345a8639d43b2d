/**
 * The Theta method (Assimakopoulos & Nikolopoulos 2000) in the form of Hyndman & Billah (2003): simple
 * exponential smoothing with a drift of half the slope of the least-squares line,
 *
 *   mean(n+h) = level + slope/2 (h - 1 + (1 - (1-alpha)^n) / alpha),
 *
 * on a series whose shrunk season was divided out (taken off if some values are not positive) and is put back.
 */

import { nelderMead } from '../../learning/nelder-mead.ts';
import { line, mean } from '../numeric/statistics.ts';
import { removeSeason, shrunkSeason } from '../series/decomposition.ts';
import type { Fitted, Model } from './model.ts';
import type { StateOf } from './state.ts';

export const theta: Model = {
  name: 'theta',
  minimum: () => 2,
  fit(y, period) {
    const { kind, indices } = shrunkSeason(y, period);
    const adjusted = removeSeason(y, indices, kind);
    const start = mean(adjusted.subarray(0, Math.min(adjusted.length, 5)));
    const cost = (x: Float64Array): number => smooth(adjusted, alphaAt(x[0]!), start).squares;
    const alpha = alphaAt(nelderMead(cost, [-1], { step: 1, evaluations: 60 }).at[0]!);
    const variance = smooth(adjusted, alpha, start).squares / Math.max(1, y.length - 2);
    const { slope } = line(adjusted);
    const season = { season: kind, seasonal: indices.length > 1, indices: [...indices] };
    return reviveTheta({ kind: 'theta', period, ...season, alpha, start, slope, variance });
  },
};

export function reviveTheta(state: StateOf<'theta'>): Fitted {
  const { period, season, seasonal, alpha, start, slope, variance } = state;
  const indices = Float64Array.from(state.indices);
  return {
    form: seasonal ? `theta(${season})` : 'theta',
    refit: (other) => theta.fit(other, period),
    predict(history, horizon) {
      const { level } = smooth(removeSeason(history, indices, season), alpha, start);
      const drift = (h: number): number => h - 1 + (1 - (1 - alpha) ** history.length) / alpha;
      const index = (h: number): number => indices[(history.length + h) % indices.length]!;
      const trend = Float64Array.from({ length: horizon }, (_, h) => level + (slope / 2) * drift(h + 1));
      return {
        mean: trend.map((v, h) => (season === 'additive' ? v + index(h) : v * index(h))),
        sd: trend.map((_, h) => {
          const sd = Math.sqrt(variance * (1 + h * alpha * alpha));
          return season === 'additive' ? sd : sd * index(h);
        }),
      };
    },
    state: () => state,
  };
}

const alphaAt = (x: number): number => 0.01 + 0.98 / (1 + Math.exp(-x));

function smooth(y: Float64Array, alpha: number, start: number): { level: number; squares: number } {
  let level = start;
  let squares = 0;
  for (let t = 0; t < y.length; t++) {
    const error = y[t]! - level;
    squares += error * error;
    level += alpha * error;
  }
  return { level, squares };
}
