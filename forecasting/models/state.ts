import { z } from 'zod';

const numbers = z.array(z.number());

/** What fitted models learnt, as plain data that survives JSON: tagged by `kind`. */
export const fittedStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('naive'), sigma: z.number() }),
  z.object({ kind: z.literal('seasonal-naive'), period: z.int().min(2), sigma: z.number() }),
  z.object({
    kind: z.literal('theta'),
    period: z.int().min(1),
    season: z.enum(['additive', 'multiplicative']),
    seasonal: z.boolean(),
    indices: numbers.min(1),
    alpha: z.number(),
    start: z.number(),
    slope: z.number(),
    variance: z.number(),
  }),
  z.object({
    kind: z.literal('intermittent'),
    name: z.enum(['croston', 'sba', 'tsb']),
    alpha: z.number(),
    beta: z.number(),
    sigma: z.number(),
  }),
  z.object({
    kind: z.literal('ets'),
    period: z.int().min(1),
    scale: z.number(),
    form: z.object({
      error: z.enum(['A', 'M']),
      trend: z.enum(['N', 'A', 'Ad']),
      season: z.enum(['N', 'A', 'M']),
    }),
    point: numbers.min(1),
    initial: z.object({ level: z.number(), trend: z.number(), season: numbers.min(1) }),
    smoothing: z.object({ alpha: z.number(), beta: z.number(), gamma: z.number(), phi: z.number() }),
    variance: z.number(),
    length: z.int(),
    parameters: z.int(),
    aicc: z.number(),
  }),
]);

export type FittedState = z.infer<typeof fittedStateSchema>;
export type StateOf<Kind extends FittedState['kind']> = Extract<FittedState, { kind: Kind }>;
