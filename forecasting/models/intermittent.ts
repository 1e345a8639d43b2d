/**
 * Intermittent demand: sales that are zero on most days. Demand size z and the interval between sales p (or
 * the probability of a sale, for TSB) are smoothed apart; the forecast is flat:
 *
 *   Croston (1972)                     z / p
 *   SBA (Syntetos & Boylan 2005)       (1 - alpha/2) z / p
 *   TSB (Teunter, Syntetos & Babai 2011)   probability * z, updated every day, so it forgets dead products
 */
import { nelderMead } from '../../learning/nelder-mead.ts';
import { mean } from '../numeric/statistics.ts';
import type { Fitted, Model } from './model.ts';
import type { StateOf } from './state.ts';

type Recursion = (y: Float64Array, alpha: number, beta: number) => { rate: number; squares: number };

const RECURSIONS = {
  croston: (y, alpha) => sizeOverInterval(y, alpha, 1),
  sba: (y, alpha) => sizeOverInterval(y, alpha, 1 - alpha / 2),
  tsb: probabilityTimesSize,
} as const satisfies Record<StateOf<'intermittent'>['name'], Recursion>;

export const croston: Model = intermittent('croston');
export const sba: Model = intermittent('sba');
export const tsb: Model = intermittent('tsb');

function intermittent(name: StateOf<'intermittent'>['name']): Model {
  const run: Recursion = RECURSIONS[name];
  return {
    name,
    minimum: () => 2,
    fit(y) {
      const at = (x: number): number => 0.01 + 0.29 / (1 + Math.exp(-x));
      const cost = (x: Float64Array): number => run(y, at(x[0]!), at(x[1]!)).squares;
      const best = nelderMead(cost, [-1, -1], { step: 1, evaluations: 60 }).at;
      const alpha = at(best[0]!);
      const beta = at(best[1]!);
      const sigma = Math.sqrt(run(y, alpha, beta).squares / y.length);
      return reviveIntermittent({ kind: 'intermittent', name, alpha, beta, sigma });
    },
  };
}

export function reviveIntermittent(state: StateOf<'intermittent'>): Fitted {
  const { name, alpha, beta, sigma } = state;
  const run: Recursion = RECURSIONS[name];
  return {
    form: name,
    refit: (other) => intermittent(name).fit(other, 1),
    predict: (history, horizon) => ({
      mean: new Float64Array(horizon).fill(run(history, alpha, beta).rate),
      sd: new Float64Array(horizon).fill(sigma),
    }),
    state: () => state,
  };
}

function sizeOverInterval(
  y: Float64Array,
  alpha: number,
  correction: number,
): { rate: number; squares: number } {
  const { size: firstSize, share } = start(y);
  let size = firstSize;
  let interval = share > 0 ? 1 / share : 1;
  let since = 1;
  let squares = 0;
  for (let t = 0; t < y.length; t++) {
    squares += (y[t]! - (correction * size) / interval) ** 2;
    if (y[t] === 0) since++;
    else {
      size += alpha * (y[t]! - size);
      interval += alpha * (since - interval);
      since = 1;
    }
  }
  return { rate: (correction * size) / interval, squares };
}

function probabilityTimesSize(
  y: Float64Array,
  alpha: number,
  beta: number,
): { rate: number; squares: number } {
  const { size: firstSize, share } = start(y);
  let size = firstSize;
  let probability = share;
  let squares = 0;
  for (let t = 0; t < y.length; t++) {
    squares += (y[t]! - probability * size) ** 2;
    const sold = y[t] !== 0;
    if (sold) size += alpha * (y[t]! - size);
    probability += beta * ((sold ? 1 : 0) - probability);
  }
  return { rate: probability * size, squares };
}

/** Mean size and share of sales over the first part of the series: the smoothing starts there. */
function start(y: Float64Array): { size: number; share: number } {
  const first = y.subarray(0, Math.max(10, Math.ceil(y.length / 5)));
  const sales = first.filter((v) => v !== 0);
  const any = y.find((v) => v !== 0) ?? 0;
  return { size: sales.length > 0 ? mean(sales) : any, share: sales.length / first.length };
}
