import { rootMeanSquare } from '../numeric/statistics.ts';
import type { Fitted, Model } from './model.ts';
import type { StateOf } from './state.ts';

/** Random walk: the last value, with variance growing by the step (Hyndman & Athanasopoulos 2021, 5.2). */
export const naive: Model = {
  name: 'naive',
  minimum: () => 1,
  fit: (y) => reviveNaive({ kind: 'naive', sigma: stepSpread(y, 1) }),
};

export function reviveNaive(state: StateOf<'naive'>): Fitted {
  return {
    form: 'naive',
    refit: (other) => naive.fit(other, 1),
    predict(history, horizon) {
      const last = history[history.length - 1]!;
      return {
        mean: new Float64Array(horizon).fill(last),
        sd: Float64Array.from({ length: horizon }, (_, h) => state.sigma * Math.sqrt(h + 1)),
      };
    },
    state: () => state,
  };
}

/** The value one period before, with variance growing by the period; plain naive on less than a period. */
export const seasonalNaive: Model = {
  name: 'seasonal-naive',
  minimum: () => 1,
  fit(y, period) {
    if (period < 2 || y.length < period) return naive.fit(y, 1);
    const sigma = stepSpread(y, y.length > period ? period : 1);
    return reviveSeasonalNaive({ kind: 'seasonal-naive', period, sigma });
  },
};

export function reviveSeasonalNaive(state: StateOf<'seasonal-naive'>): Fitted {
  const { period, sigma } = state;
  return {
    form: `seasonal-naive(${period})`,
    refit: (other) => seasonalNaive.fit(other, period),
    predict(history, horizon) {
      const from = history.length - period;
      return {
        mean: Float64Array.from({ length: horizon }, (_, h) => history[from + (h % period)]!),
        sd: Float64Array.from({ length: horizon }, (_, h) => sigma * Math.sqrt(Math.floor(h / period) + 1)),
      };
    },
    state: () => state,
  };
}

/** Root mean square of the differences at a lag; 0 for fewer than two values. */
function stepSpread(y: Float64Array, lag: number): number {
  if (y.length <= lag) return 0;
  return rootMeanSquare(Float64Array.from({ length: y.length - lag }, (_, i) => y[i + lag]! - y[i]!));
}
