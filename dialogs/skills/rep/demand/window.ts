import { addDays, daysBetween } from '../../../../crm/calendar.ts';
import type { Period } from '../../../conversation/facts.ts';
import type { DemandForecast } from '../../../ports.ts';

/** The last day a forecast tells of. */
export const lastDay = ({ trainedTo, horizon }: DemandForecast): string => addDays(trainedTo, horizon);

/** The part of a forecast that lies in a period; undefined where none of it does. */
export function windowOf(forecast: DemandForecast, { from, to }: Period) {
  const last = lastDay(forecast);
  const period = { from, to: to < last ? to : last };
  if (period.to < from) return undefined;
  const first = Math.max(0, daysBetween(forecast.trainedTo, from) - 1);
  const end = daysBetween(forecast.trainedTo, period.to);
  const cut = (values: readonly number[]) => values.slice(first, end);
  const mean = cut(forecast.mean);
  return {
    period,
    mean,
    units: sum(mean),
    lo80: cut(forecast.lo80),
    hi80: cut(forecast.hi80),
    range: sumRange(forecast, first, end),
  };
}

/**
 * The 80 % range of what is sold from day `first` to before day `end` of a forecast, together. Ranges are kept of sums
 * from the first day on. A later part deviates in proportion at least as far as a sum of as many days, in which the
 * days' noise is as strong, and as one that reaches as far ahead, over which the level has drifted as much.
 */
function sumRange(
  { mean, cumulativeQ10, cumulativeQ90 }: DemandForecast,
  first: number,
  end: number,
): { low: number; high: number } {
  const expected = sum(mean.slice(first, end));
  const ratios = (quantiles: readonly number[]): number[] =>
    [end - first, end].map((days) => {
      const whole = sum(mean.slice(0, days));
      return whole > 0 ? quantiles[days - 1]! / whole : 1;
    });
  const high = expected > 0 ? expected * Math.max(...ratios(cumulativeQ90)) : cumulativeQ90[end - first - 1]!;
  return { low: expected * Math.min(...ratios(cumulativeQ10)), high };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
export const average = (values: readonly number[]): number =>
  values.length === 0 ? 0 : sum(values) / values.length;
