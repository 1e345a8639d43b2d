import { dotm } from './dotm.ts';
import { adjustedEts, ets } from './ets.ts';
import { croston, sba, tsb } from './intermittent.ts';
import type { Model } from './model.ts';
import { naive, seasonalNaive } from './naive.ts';
import { loadProphet } from './prophet.ts';
import { regression } from './regression.ts';
import { adjustedSarima, sarima } from './sarima.ts';
import { seasonalMean } from './seasonal-mean.ts';
import { theta } from './theta.ts';

/** The models that need nothing loaded. A new model is a file here and a line in this list. */
export const MODELS = {
  naive,
  'seasonal-naive': seasonalNaive,
  'seasonal-mean': seasonalMean,
  ets,
  'adjusted-ets': adjustedEts,
  sarima,
  'adjusted-sarima': adjustedSarima,
  theta,
  dotm,
  regression,
  croston,
  sba,
  tsb,
} as const satisfies Readonly<Record<string, Model>>;

export type ModelName = keyof typeof MODELS;

/** A name that is in no list of models; the message says which there are. */
export class UnknownModelError extends Error {
  readonly code = 'MODEL_UNKNOWN';
}

/** `auto`, or the model of that name, its WebAssembly code loaded if it has any. */
export async function loadModel(name: string): Promise<'auto' | Model> {
  if (name === 'auto') return 'auto';
  if (name === 'prophet') return loadProphet();
  const model = Object.hasOwn(MODELS, name) ? MODELS[name as ModelName] : undefined;
  if (model) return model;
  const known = ['auto', ...Object.keys(MODELS), 'prophet', 'lstm'].join(', ');
  throw new UnknownModelError(`there is no model "${name}": use one of ${known}`);
}
