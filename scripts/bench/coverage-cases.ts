// Pseudo hold-outs: the last values of what is known, forecast from what is before them.
import type { Holdout } from '../../forecasting/backtest.ts';
import type { SeriesRow } from '../../forecasting/commands/series-file.ts';
import { addDays } from '../../forecasting/series/series.ts';
import { type Random, seededRandom } from '../../learning/random.ts';

/** One part of a known series held out; cuts of one number are at the same distance from the end. */
export interface Case {
  readonly set: string;
  readonly cut: number;
  readonly holdout: Holdout;
}

interface Cutting {
  readonly set: string;
  readonly horizon: number;
  readonly cuts: number;
  /** Values from one cut to the next. */
  readonly step: number;
  /** Only so many values before each cut are shown to the models. */
  readonly window?: number;
  /** Fewer are not forecast from. */
  readonly least: number;
}

type Known = Pick<Holdout, 'id' | 'period' | 'start'> & { readonly y: readonly (number | null)[] };

function cutsOf({ y, start, ...series }: Known, how: Cutting): Case[] {
  const { set, horizon, cuts, step, window = Number.POSITIVE_INFINITY, least } = how;
  return Array.from({ length: cuts }, (_, cut) => ({ cut, end: y.length - horizon - cut * step }))
    .map(({ cut, end }) => ({ cut, end, from: Math.max(0, end - window) }))
    .filter(({ end, from }) => end - from >= least)
    .map(({ cut, end, from }) => ({
      set,
      cut,
      holdout: {
        ...series,
        ...(start !== undefined && from === 0 && { start }),
        training: y.slice(from, end),
        actual: y.slice(end, end + horizon),
      },
    }));
}

/**
 * Of a file's training parts: the whole history at up to eight cuts a horizon apart, and windows of nine and of four
 * and a half seasons, a season and a half ahead.
 */
export function casesOfRow(name: string, { id, frequency: period, horizon, start, y }: SeriesRow): Case[] {
  const series = { id, period, y, ...(start !== undefined && { start }) };
  const least = 2 * period + 8;
  const whole = cutsOf(series, { set: name, horizon, cuts: 8, step: horizon, least });
  if (period > 12) return whole;
  const windows = [9, 4.5].flatMap((seasons) => {
    const window = Math.round(seasons * period);
    return cutsOf(series, {
      set: `${name}, ${seasons} seasons known`,
      horizon: Math.round(1.5 * period),
      cuts: 8,
      step: 2 * period,
      window,
      least: window,
    });
  });
  return [...whole, ...windows];
}

/** Of a product's daily sales: four and two weeks ahead by days, eight weeks ahead by weeks. */
export function casesOfSales(sku: string, start: string, daily: readonly number[]): Case[] {
  const odd = daily.length % 7;
  const weekly = Array.from({ length: Math.floor(daily.length / 7) }, (_, week) =>
    daily.slice(odd + 7 * week, odd + 7 * week + 7).reduce((sum, units) => sum + units, 0),
  );
  const days: Known = { id: sku, period: 7, start, y: daily };
  const weeks: Known = { id: sku, period: 52, start: addDays(start, odd), y: weekly };
  return [
    ...cutsOf(days, { set: 'daily sales, 28 days', horizon: 28, cuts: 4, step: 35, least: 100 }),
    ...cutsOf(days, { set: 'daily sales, 14 days', horizon: 14, cuts: 4, step: 42, least: 100 }),
    ...cutsOf(weeks, { set: 'weekly sales, 8 weeks', horizon: 8, cuts: 3, step: 6, least: 20 }),
  ];
}

const KINDS = [
  { name: 'months', period: 12, horizon: 18, least: 48, most: 130 },
  { name: 'quarters', period: 4, horizon: 8, least: 20, most: 60 },
  { name: 'years', period: 1, horizon: 6, least: 14, most: 44 },
  { name: 'weeks', period: 52, horizon: 13, least: 110, most: 210 },
  { name: 'days', period: 7, horizon: 28, least: 60, most: 400 },
] as const;

/** Generated series: local level, damped trend and season, additive or multiplicative, with outliers. */
export function generatedCases(count: number): Case[] {
  return KINDS.flatMap(({ name, period, horizon, least, most }, kind) =>
    Array.from({ length: count }, (_, k): Case => {
      const random = seededRandom(1000 * (kind + 1) + k);
      const length = least + Math.floor((most - least) * random());
      const y = generated(random, period, length + horizon);
      const holdout = {
        id: `${name} ${k}`,
        period,
        training: y.slice(0, length),
        actual: y.slice(length),
      };
      return { set: `generated ${name}`, cut: 0, holdout };
    }),
  );
}

function generated(random: Random, period: number, length: number): number[] {
  const shape = Array.from({ length: period }, (_, place) =>
    period > 12 ? 10 * Math.sin((2 * Math.PI * place) / period) : 8 * random() * normal(random),
  );
  const alpha = random() ** 2;
  const beta = 0.2 * random() ** 3;
  const phi = 0.85 + 0.15 * random();
  const noise = 2 + 8 * random();
  const multiplicative = random() < 0.5;
  let level = 100;
  let trend = 0.6 * (random() - 0.4);
  return Array.from({ length }, (_, t) => {
    const error = noise * normal(random) * (random() < 0.03 ? 3 : 1);
    const base = level + trend;
    const season = period > 1 ? shape[t % period]! : 0;
    level = Math.max(5, base + alpha * error);
    trend = phi * trend + beta * error;
    const value = multiplicative ? base * (1 + season / 100) * (1 + error / 100) : base + season + error;
    return Math.max(0, value);
  });
}

/** Box and Muller 1958. */
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
