import { z } from 'zod';
import { fittedStateSchema } from '../models/state.ts';
import type { KeptDemandModel } from './demand.ts';

/** Another is written when what a state means changes; texts of older ones are then no longer read. */
const FORMAT = 'rainmaker-demand-1';

/** Infinite where sales never changed, which JSON writes as null. */
const scaledError = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.POSITIVE_INFINITY);

const keptSchema = z.object({
  format: z.literal(FORMAT),
  series: z.object({
    sku: z.string(),
    start: z.iso.date(),
    values: z.array(z.number().nullable()).min(1),
    outOfStock: z.array(z.int()).exactOptional(),
  }),
  horizon: z.int().min(1).max(366),
  name: z.string(),
  weights: z.array(z.number()).min(1),
  fitted: z.array(fittedStateSchema),
  refitted: z.array(fittedStateSchema),
  backtest: z
    .object({
      days: z.number(),
      smape: z.number(),
      mase: scaledError,
      rmsse: scaledError,
      bias: z.number(),
      coverage80: z.number(),
      coverage95: z.number(),
    })
    .nullable(),
});

/** A fitted model as JSON with its format. */
export const writeKept = (model: KeptDemandModel): string => JSON.stringify({ format: FORMAT, ...model });

/** The model in a text of `writeKept`; undefined for anything else. */
export function readKept(text: string): KeptDemandModel | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { data } = keptSchema.safeParse(json);
  if (!data || data.fitted.length !== data.weights.length) return undefined;
  return data;
}
