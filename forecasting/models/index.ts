import { dotm } from './dotm.ts';
import { ets } from './ets.ts';
import { croston, sba, tsb } from './intermittent.ts';
import type { Model } from './model.ts';
import { naive, seasonalNaive } from './naive.ts';
import { regression } from './regression.ts';
import { sarima } from './sarima.ts';
import { theta } from './theta.ts';

/** Every model that can be asked for by name. A new model is a file here and a line in this list. */
export const MODELS = {
  naive,
  'seasonal-naive': seasonalNaive,
  ets,
  sarima,
  theta,
  dotm,
  regression,
  croston,
  sba,
  tsb,
} as const satisfies Readonly<Record<string, Model>>;

export type ModelName = keyof typeof MODELS;
