import type { Distribution } from './models/model.ts';
import { recency, type Trial } from './rolling-origin.ts';

/**
 * Weights for combining models, summing to 1: `prior` over each model's squared mean absolute error at the trials
 * (Bates & Granger 1969, with the error that one wild step moves less). Models with errors that are not finite get
 * none. Without trials: the prior.
 */
export function combinationWeights(trials: readonly Trial[], prior: readonly number[]): Float64Array {
  const errors = prior.map((_, k) => meanAbsoluteError(trials, k));
  const least = Math.min(...errors);
  if (trials.length === 0 || !Number.isFinite(least)) return normalise(Float64Array.from(prior));
  return normalise(
    Float64Array.from(errors, (error, k) => {
      if (least === 0) return error === 0 ? prior[k]! : 0;
      return prior[k]! * (least / error) ** 2;
    }),
  );
}

/** A trial counts as it is recent, however many steps of it came; infinite where it is not finite. */
function meanAbsoluteError(trials: readonly Trial[], model: number): number {
  const shares = recency(trials.length);
  let sum = 0;
  let whole = 0;
  for (const [i, { actual, forecasts }] of trials.entries()) {
    const { mean } = forecasts[model]!;
    let errors = 0;
    for (let h = 0; h < actual.length; h++) errors += Math.abs(actual[h]! - mean[h]!);
    sum += (shares[i]! * errors) / actual.length;
    whole += shares[i]!;
  }
  return Number.isFinite(sum) ? sum / whole : Number.POSITIVE_INFINITY;
}

function normalise(weights: Float64Array): Float64Array {
  const largest = Math.max(...weights);
  if (!(largest > 0)) return weights.map(() => 1 / weights.length);
  const total = weights.reduce((sum, w) => sum + w / largest, 0);
  return weights.map((w) => w / largest / total);
}

/**
 * Mean and standard deviation of the mixture of the forecasts: besides what each model is unsure of, the deviation holds
 * how far the models disagree.
 */
export function combine(forecasts: readonly Distribution[], weights: Float64Array): Distribution {
  const horizon = forecasts[0]!.mean.length;
  const mean = new Float64Array(horizon);
  const sd = new Float64Array(horizon);
  const parts = forecasts.flatMap((forecast, k) =>
    weights[k]! > 0 ? { forecast, weight: weights[k]! } : [],
  );
  for (let h = 0; h < horizon; h++) {
    for (const { forecast, weight } of parts) mean[h]! += weight * forecast.mean[h]!;
    for (const { forecast, weight } of parts)
      sd[h]! += weight * (forecast.sd[h]! ** 2 + (forecast.mean[h]! - mean[h]!) ** 2);
    sd[h] = Math.sqrt(sd[h]!);
  }
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
