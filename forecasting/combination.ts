import type { Distribution } from './models/model.ts';
import type { Trial } from './rolling-origin.ts';

/** A model whose mean absolute error is above this multiple of the best one's is left out. */
const WORST = 2;
/** Share of the weights that is equal whatever the errors say. */
const PULL = 0.3;

/**
 * Weights for combining models, summing to 1: inverse to each model's mean squared error over the trials
 * (Bates & Granger 1969), pulled towards `prior`, since estimated weights rarely beat equal ones by much
 * (Smith & Wallis 2009). Models far worse than the best, or with errors that are not finite, get none.
 * Without trials: the prior.
 */
export function combinationWeights(trials: readonly Trial[], prior: readonly number[]): Float64Array {
  const losses = prior.map((_, k) => lossOf(trials, k));
  const best = Math.min(...losses.map(({ absolute }) => absolute));
  if (trials.length === 0 || !Number.isFinite(best)) return normalise(Float64Array.from(prior));
  const kept = losses.map(({ absolute }) => absolute <= WORST * best + 1e-12);
  const least = Math.min(...losses.filter((_, k) => kept[k]).map(({ squared }) => squared));
  const earned = losses.map(({ squared }, k) => {
    if (!kept[k]) return 0;
    if (least === 0) return squared === 0 ? prior[k]! : 0;
    // The floor keeps one nearly perfect past from taking all the weight.
    return prior[k]! / (squared / least + 0.02);
  });
  const base = normalise(Float64Array.from(prior, (p, k) => (kept[k] ? p : 0)));
  return normalise(Float64Array.from(earned)).map((w, k) => PULL * base[k]! + (1 - PULL) * w);
}

function lossOf(trials: readonly Trial[], model: number): { absolute: number; squared: number } {
  let absolute = 0;
  let squared = 0;
  let count = 0;
  for (const { actual, forecasts } of trials) {
    const { mean } = forecasts[model]!;
    for (let h = 0; h < actual.length; h++) {
      const error = actual[h]! - mean[h]!;
      absolute += Math.abs(error);
      squared += error * error;
    }
    count += actual.length;
  }
  const finite = Number.isFinite(squared);
  return { absolute: finite ? absolute / count : Infinity, squared: finite ? squared / count : Infinity };
}

function normalise(weights: Float64Array): Float64Array {
  const largest = Math.max(...weights);
  if (!(largest > 0)) return weights.map(() => 1 / weights.length);
  const total = weights.reduce((sum, w) => sum + w / largest, 0);
  return weights.map((w) => w / largest / total);
}

/** Weighted mean of the means and of the standard deviations. */
export function combine(forecasts: readonly Distribution[], weights: Float64Array): Distribution {
  const horizon = forecasts[0]!.mean.length;
  const mean = new Float64Array(horizon);
  const sd = new Float64Array(horizon);
  forecasts.forEach((forecast, k) => {
    const weight = weights[k]!;
    if (weight === 0) return;
    for (let h = 0; h < horizon; h++) {
      mean[h]! += weight * forecast.mean[h]!;
      sd[h]! += weight * forecast.sd[h]!;
    }
  });
  return { mean, sd };
}

/** Such as `ets 0.40 + theta 0.35 + naive 0.25`: what was combined, the heaviest first. */
export function describeWeights(names: readonly string[], weights: Float64Array): string {
  const parts = names
    .map((name, k) => ({ name, weight: weights[k]! }))
    .filter(({ weight }) => weight >= 0.005)
    .sort((a, b) => b.weight - a.weight);
  if (parts.length === 1) return parts[0]!.name;
  return parts.map(({ name, weight }) => `${name} ${weight.toFixed(2)}`).join(' + ');
}
