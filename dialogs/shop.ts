import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time is HH:MM');
const minorUnits = z.int().min(0);
const line = z.string().min(1).max(80);

const percent = z.number().min(0).max(100);
const steps = z.array(z.strictObject({ from: z.int().min(1), percent })).default([]);

const shopSchema = z.strictObject({
  name: z.string().min(1).max(80),
  /** Lines of the postal address, and how to reach the shop: as they stand on a quote. */
  address: z.array(line).min(1).max(6),
  email: z.email().max(254),
  phone: line,
  timeZone: z
    .string()
    .refine(
      (zone) => Intl.supportedValuesOf('timeZone').includes(zone),
      'not a time zone of the IANA database',
    ),
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** ISO 3166-1 alpha-2. */
  country: z.string().regex(/^[A-Z]{2}$/),
  /** Days for which a quote can be accepted. */
  quoteValidDays: z.int().min(1).max(365),
  /** Most units of one product that the bot quotes by itself. */
  maxQuantity: z.int().min(1),
  /** What categories are called in other languages, and by which words visitors mean them. */
  categories: z
    .record(
      z.string(),
      z.strictObject({ zh: z.string().optional(), words: z.array(z.string().min(1)).min(1) }),
    )
    .default({}),
  openingHours: z.strictObject({
    /** ISO weekdays: 1 is Monday. */
    days: z.array(z.int().min(1).max(7)).min(1),
    from: clock,
    to: clock,
  }),
  shipping: z
    .array(
      z.strictObject({
        zone: z.enum(['home', 'europe', 'world']),
        minDays: z.int().min(0),
        maxDays: z.int().min(0),
        /** Minor units of `currency`. */
        cost: minorUnits,
        /** Orders from this amount on are delivered free; absent: never. */
        freeFrom: minorUnits.optional(),
      }),
    )
    .min(1),
  payment: z.strictObject({
    methods: z.array(z.enum(['card', 'transfer', 'paypal', 'invoice'])).min(1),
    invoiceDays: z.int().min(0),
    vatPercent: z.number().min(0).max(100),
    pricesIncludeVat: z.boolean(),
    /** Whether VAT is added to what leaves the country too. */
    vatAbroad: z.boolean().default(false),
  }),
  returns: z.strictObject({ days: z.int().min(0) }),
  /** People who take conversations over. */
  handoff: z
    .strictObject({
      /** A conversation in which neither side writes for so long goes back to the bot. */
      silenceMinutes: z.number().positive(),
      /** A rep whose terminal is not heard of for so long loses it to the queue. */
      lostMinutes: z.number().positive(),
    })
    .default({ silenceMinutes: 15, lostMinutes: 1 }),
  /** Coming back once to a quote that nobody took up, where the visitor agreed to it. */
  followUp: z
    .strictObject({
      enabled: z.boolean(),
      /** Nothing was said in its conversation for so long. */
      afterHours: z.number().min(1).max(336),
    })
    .default({ enabled: false, afterHours: 24 }),
  discounts: z
    .strictObject({
      /** Least share of the price, in per cent, that must be left above the cost after a discount of the bot. */
      marginFloorPercent: percent,
      /** Most that the bot gives by itself. */
      maxPercent: percent,
      /** By units of the whole quote; the highest step reached counts. */
      byUnits: steps,
      /** By orders of the customer in the last year; added to the above. */
      byOrders: steps,
    })
    .default({ marginFloorPercent: 100, maxPercent: 0, byUnits: [], byOrders: [] }),
});

/** What holds for the whole shop; money is in minor units. */
export type ShopFacts = z.infer<typeof shopSchema>;

export class ShopFileError extends Error {
  readonly code = 'shop.invalid';
}

/** Reads the file of shop facts. Throws `ShopFileError` that names every fault. */
export function readShop(file: string): ShopFacts {
  const result = shopSchema.safeParse(parse(readFileSync(file, 'utf8')));
  if (!result.success) {
    throw new ShopFileError(
      `${file} is not a valid shop file; correct it:\n${z.prettifyError(result.error)}`,
    );
  }
  return result.data;
}
