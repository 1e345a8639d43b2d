import type { Distribution } from './models/model.ts';
import type { Trial } from './rolling-origin.ts';

/**
 * Weights for combining models, summing to 1: inverse to each model's mean squared error over the trials
 * (Bates & Granger 1969), pulled half-way to equal weights, which estimation noise makes hard to beat
 * (Smith & Wallis 2009). Without trials the weights are equal.
 */
export function combinationWeights(trials: readonly Trial[], models: number, pull = 0.5): Float64Array {
  const equal = 1 / models;
  const losses = Float64Array.from({ length: models }, (_, k) => meanSquaredError(trials, k));
  const smallest = Math.min(...losses);
  if (trials.length === 0 || !Number.isFinite(smallest)) return new Float64Array(models).fill(equal);
  // The floor keeps one perfect past from taking all the weight.
  const inverse = losses.map((loss) => (Number.isFinite(loss) ? 1 / (loss + 0.05 * smallest + 1e-12) : 0));
  const total = inverse.reduce((sum, w) => sum + w, 0);
  return inverse.map((w) => (w === 0 ? 0 : pull * equal + (1 - pull) * (w / total)));
}

function meanSquaredError(trials: readonly Trial[], model: number): number {
  let sum = 0;
  let count = 0;
  for (const { actual, forecasts } of trials) {
    const { mean } = forecasts[model]!;
    for (let h = 0; h < actual.length; h++) sum += (actual[h]! - mean[h]!) ** 2;
    count += actual.length;
  }
  return sum / count;
}

/** Weighted mean of the means and of the standard deviations. */
export function combine(forecasts: readonly Distribution[], weights: Float64Array): Distribution {
  const horizon = forecasts[0]!.mean.length;
  const total = weights.reduce((sum, w) => sum + w, 0);
  const mean = new Float64Array(horizon);
  const sd = new Float64Array(horizon);
  forecasts.forEach((forecast, k) => {
    const weight = weights[k]! / total;
    if (weight === 0) return;
    for (let h = 0; h < horizon; h++) {
      mean[h]! += weight * forecast.mean[h]!;
      sd[h]! += weight * forecast.sd[h]!;
    }
  });
  return { mean, sd };
}
