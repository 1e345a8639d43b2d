import { addDays, daysBetween } from '../../crm/calendar.ts';
import type { Deal } from '../../crm/models/deal.ts';
import type { Product } from '../../crm/models/product.ts';
import type { Sales } from '../../crm/queries/sales.ts';
import { formatValue } from '../../dialogs/language/message-format.ts';
import type { DemandForecast } from '../../dialogs/ports.ts';
import { average, windowOf } from '../../dialogs/skills/rep/demand/window.ts';
import type { Language } from '../../nlu/understanding.ts';

/**
 * What may be worked out for a rep from what ports gave: sums, counts and means of lists of deals, of all, of those that the
 * reply names, and by stage, and the days since something was; the mean of orders and the growth of one figure of sales
 * against another; the margin of goods; what is short of an amount that is named; of forecasts, each and together, the days that the reply names, and how well they were tested.
 */
export function workedOut(
  given: readonly unknown[],
  text: string,
  language: Language,
  today: string,
): readonly (number | string)[] {
  const sales = given.filter(isSales);
  const forecasts = given.filter(isForecast);
  const deals = given.filter(isDeals);
  const ahead = [today, addDays(today, DEFAULT_DAYS)];
  const days = [...datesIn(given), ...ahead].filter((date) => text.includes(formatValue({ date }, language)));
  const sums = deals.flatMap((list) =>
    [list, list.filter(({ name }) => text.includes(name))].flatMap(sumsOf),
  );
  return [
    ...ahead,
    ...sums,
    ...amountsIn(text).flatMap((amount) => sums.map((sum) => amount - sum)),
    ...given.flat().filter(isProduct).flatMap(marginsOf),
    ...(deals.length > 0 ? datesIn(given).map((day) => Math.abs(daysBetween(day, today))) : []),
    ...sales.flatMap(({ orders, orderAmount }) => meanOf(orderAmount, orders)),
    ...sales.flatMap(({ amount }) => sales.map((other) => shareOf(amount - other.amount, other.amount))),
    ...expectedOf(forecasts, days),
    ...forecasts.flatMap(({ backtest }) =>
      backtest ? [Math.round(100 * backtest.mase) / 100, Math.round(100 * backtest.coverage80)] : [],
    ),
  ];
}

const has = (value: unknown, ...keys: readonly string[]): boolean =>
  typeof value === 'object' && value !== null && keys.every((key) => key in value);
const isDeals = (value: unknown): value is readonly Deal[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => has(one, 'stage', 'amount'));
const isSales = (value: unknown): value is Sales => has(value, 'orders', 'orderAmount', 'units', 'amount');
const isForecast = (value: unknown): value is DemandForecast => has(value, 'mean', 'lo80', 'cumulativeQ90');

const isProduct = (value: unknown): value is Product => has(value, 'sku', 'price', 'cost');

/** As far as a rep is told of goods where no day is named. */
const DEFAULT_DAYS = 30;

const meanOf = (total: number, count: number): readonly number[] =>
  count > 0 ? [Math.round(total / count)] : [];
/** Percent, to one decimal. */
const shareOf = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((1_000 * Math.abs(part)) / whole) / 10;

function sumsOf(deals: readonly Deal[]): readonly number[] {
  const stages = [...new Set(deals.map(({ stage }) => stage))];
  const totalOf = (group: readonly Deal[]) => group.reduce((sum, { amount }) => sum + amount.amount, 0);
  const won = deals.filter(({ stage }) => stage === 'won');
  return [
    shareOf(won.length, deals.length),
    ...[deals, ...stages.map((stage) => deals.filter((deal) => deal.stage === stage))].flatMap((group) => [
      group.length,
      totalOf(group),
      ...meanOf(totalOf(group), group.length),
    ]),
  ];
}

/** Of each period between two of the days: the units together and a day, and their ranges; and the units of all forecasts. */
function expectedOf(forecasts: readonly DemandForecast[], days: readonly string[]): readonly number[] {
  const periods = days.flatMap((from) => days.flatMap((to) => (from <= to ? [{ from, to }] : [])));
  return periods.flatMap((period) => {
    const windows = forecasts.flatMap((forecast) => windowOf(forecast, period) ?? []);
    const figures = windows.flatMap(({ units, range, mean, lo80, hi80 }) =>
      [units, range.low, range.high, average(mean), average(lo80), average(hi80)].flatMap((value) => [
        Math.round(value),
        Math.round(value * 10) / 10,
      ]),
    );
    return [...figures, Math.round(windows.reduce((sum, { units }) => sum + units, 0))];
  });
}

/** Percent, at the list price and at those by quantity. */
const marginsOf = ({ price, priceBreaks, cost }: Product): readonly number[] =>
  cost
    ? [price, ...priceBreaks.map(({ unitPrice }) => unitPrice)].map(({ amount }) =>
        shareOf(amount - cost.amount, amount),
      )
    : [];

/** In minor units. */
const amountsIn = (text: string): readonly number[] =>
  (text.match(/(?<=£)[\d,]+\.\d\d/g) ?? []).map((digits) => Number(digits.replaceAll(/[,.]/g, '')));

/** Days anywhere in a value, YYYY-MM-DD. */
function datesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\d$/.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return [...new Set(Object.values(value).flatMap(datesIn))];
}
