import { classify } from '../intents/classify.ts';
import type { Example, IntentModel } from '../intents/model.ts';
import { type TrainOptions, trainIntents } from '../intents/train.ts';
import { type IntentMetrics, measure, type Prediction, quantile } from './metrics.ts';

export interface Evaluation extends IntentMetrics {
  /** CPU seconds that training took. */
  readonly trainSeconds: number;
  /** Milliseconds from a text to its verdict; the first messages, which warm the code up, are not counted. */
  readonly latencyMs: { readonly p50: number | null; readonly p99: number | null };
}

export interface Evaluated {
  readonly metrics: Evaluation;
  /** One per test row, in their order. */
  readonly predictions: readonly Prediction[];
}

/** Compilation of the rarer ways through the code still takes single messages milliseconds after a few hundred. */
const WARM_UP = 1_000;

/** Trains on the first rows alone and predicts the second. */
export function evaluateIntents(
  train: readonly Example[],
  test: readonly Example[],
  options: TrainOptions = {},
): Evaluated {
  const before = process.cpuUsage();
  const model = trainIntents(train, options);
  const { user, system } = process.cpuUsage(before);
  for (let i = 0; i < WARM_UP && test.length > 0; i++) classify(model, test[i % test.length]!.text);

  const latencies: number[] = [];
  const predictions = test.map((example) => {
    const started = performance.now();
    const prediction = predictIntent(model, example);
    latencies.push(performance.now() - started);
    return prediction;
  });
  latencies.sort((a, b) => a - b);
  return {
    metrics: {
      ...measure(predictions),
      trainSeconds: (user + system) / 1e6,
      latencyMs: { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) },
    },
    predictions,
  };
}

export function predictIntent(model: IntentModel, { text, intent }: Example): Prediction {
  const { intents, inScope } = classify(model, text);
  const { name, confidence } = intents[0]!;
  return { text, intent, predicted: name, confidence, inScope };
}
