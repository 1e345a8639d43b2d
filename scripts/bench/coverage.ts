import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { PATHS } from '../../bot/paths.ts';
import { readSampleShop } from '../../crm/sample/read.ts';
import { owa } from '../../forecasting/accuracy.ts';
import { backtestSeries, type SeriesBacktest } from '../../forecasting/backtest.ts';
import { readSeries } from '../../forecasting/commands/series-file.ts';
import { forecastDemand } from '../../forecasting/demand/demand.ts';
import { addDays, daysBetween } from '../../forecasting/series/series.ts';
import { sumsOf } from '../../forecasting/sums.ts';
import { type Case, casesOfRow, casesOfSales, generatedCases } from './coverage-cases.ts';

/**
 * `npm run bench:coverage [-- --data DIR]`: how many values fall inside the ranges of the automatic forecast, and its
 * accuracy, at several cuts inside the training parts (`y`, never `test`) of every .jsonl file of the folder, in the sample
 * shop's sales and in generated series. Lowest and highest are those of single cuts: the series of one set share their
 * shocks. A second table has the coverage by seasons known and by thirds of the horizon.
 */
const { values } = parseArgs({ options: { data: { type: 'string' } } });
const GENERATED = 100;
const SUM_DAYS = 30;
const SUM_CUTS = 5;
const LEAST_KNOWN = 60;
/** By seasons known before the cut. */
const LENGTHS = [
  { name: 'no season', holds: (_: number, period: number) => period === 1 },
  { name: 'under 2 seasons', holds: (seasons: number) => seasons < 2 },
  { name: '2 to 4', holds: (seasons: number) => seasons < 4 },
  { name: '4 to 6', holds: (seasons: number) => seasons < 6 },
  { name: '6 to 10', holds: (seasons: number) => seasons < 10 },
  { name: '10 and more', holds: () => true },
] as const;

interface Inside {
  all: number;
  in80: number;
  in95: number;
}
const sums = [7, 14, 30].map((days) => ({ days, all: 0, below: 0, under: 0 }));

const THIRDS = [0, 1, 2] as const;

interface Scored {
  readonly cut: number;
  readonly result: SeriesBacktest;
}

const SUMMED = [3, 12] as const;
const ofMonths = SUMMED.map((steps) => ({ steps, all: 0, in80: 0, in95: 0 }));

const bySet = new Map<string, Scored[]>();
const byLength = new Map<string, Inside[]>(
  LENGTHS.map(({ name }) => [name, THIRDS.map(() => ({ all: 0, in80: 0, in95: 0 }))]),
);
for (const name of values.data === undefined ? [] : readdirSync(values.data)) {
  if (!name.endsWith('.jsonl')) continue;
  for await (const item of readSeries(path.join(values.data!, name)))
    if (item.kind === 'series') for (const one of casesOfRow(name.slice(0, -6), item.row)) score(one);
}
for (const { sku, start, daily } of sampleSales()) {
  for (const one of casesOfSales(sku, start, daily)) score(one);
  demandSums(sku, start, daily);
}
for (const one of generatedCases(GENERATED)) score(one);

const rows = [...bySet].map(([set, all]) => {
  const cuts = [...new Set(all.map(({ cut }) => cut))];
  const over = (of: (result: SeriesBacktest) => number): number =>
    meanOf(all.map(({ result }) => of(result)).filter(Number.isFinite));
  const errorsOf = (of: (result: SeriesBacktest) => { smape: number; mase: number }) => ({
    smape: over((result) => of(result).smape),
    mase: over((result) => of(result).mase),
  });
  const inside = (key: 'coverage80' | 'coverage95'): string[] => {
    const each = cuts.map((cut) =>
      meanOf(all.filter((one) => one.cut === cut).map(({ result }) => result.scores.auto![key])),
    );
    const percent = [over(({ scores }) => scores.auto![key]), Math.min(...each), Math.max(...each)];
    return percent.map((share) => (100 * share).toFixed(1));
  };
  const relative = owa(
    errorsOf(({ scores }) => scores.auto!),
    errorsOf(({ naive2 }) => naive2),
  );
  return [
    set,
    String(all.length),
    String(cuts.length),
    ...inside('coverage80'),
    ...inside('coverage95'),
    over(({ scores }) => scores.auto!.intervalScore).toFixed(2),
    relative.toFixed(3),
  ];
});
const HEAD = [
  'set',
  'forecasts',
  'cuts',
  'in 80 %',
  'lowest',
  'highest',
  'in 95 %',
  'lowest',
  'highest',
  'MSIS',
  'OWA',
];
for (const row of [HEAD, HEAD.map(() => '---'), ...rows]) console.log(`| ${row.join(' | ')} |`);

console.log(
  `\n| known | values | ${[80, 95].flatMap((level) => ['first third in', 'middle', 'last'].map((third) => `${third} ${level} %`)).join(' | ')} |`,
);
console.log(`| ${Array(8).fill('---').join(' | ')} |`);
for (const [name, thirds] of byLength) {
  const percent = (key: 'in80' | 'in95'): string[] =>
    thirds.map((third) => ((100 * third[key]) / third.all).toFixed(1));
  const count = thirds.reduce((sum, { all }) => sum + all, 0);
  console.log(`| ${[name, count, ...percent('in80'), ...percent('in95')].join(' | ')} |`);
}

console.log('\n| sums of monthly series over | sums | in 80 % | in 95 % |');
console.log('| --- | --- | --- | --- |');
for (const { steps, all, in80, in95 } of ofMonths)
  console.log(
    `| ${steps} months | ${all} | ${((100 * in80) / all).toFixed(1)} | ${((100 * in95) / all).toFixed(1)} |`,
  );

console.log(
  '\n| sums of sales over | forecasts | between the 10 and 90 % quantiles | below the 90 % quantile |',
);
console.log('| --- | --- | --- | --- |');
for (const { days, all, below, under } of sums) {
  const percent = (count: number): string => ((100 * count) / all).toFixed(1);
  console.log(`| ${days} days | ${all} | ${percent(below - under)} | ${percent(below)} |`);
}

function score({ set, cut, holdout }: Case): void {
  if (holdout.training.every((value) => value === null)) return;
  const result = backtestSeries(holdout, [{ name: 'auto', model: 'auto' }], () => 0);
  const known = bySet.get(set);
  if (known) known.push({ cut, result });
  else bySet.set(set, [{ cut, result }]);
  countInside(holdout, result);
  if (holdout.period === 12) countSums(holdout, result);
}

function countSums({ actual }: Case['holdout'], { forecast }: SeriesBacktest): void {
  for (const tally of ofMonths) {
    const { lo80, hi80, lo95, hi95 } = sumsOf(forecast, tally.steps);
    for (const block of lo80.keys()) {
      const values = actual.slice(block * tally.steps, (block + 1) * tally.steps);
      if (values.includes(null)) continue;
      const came = values.reduce<number>((sum, value) => sum + value!, 0);
      tally.all++;
      if (came >= lo80[block]! && came <= hi80[block]!) tally.in80++;
      if (came >= lo95[block]! && came <= hi95[block]!) tally.in95++;
    }
  }
}

function countInside({ training, period, actual }: Case['holdout'], { forecast }: SeriesBacktest): void {
  const { name } = LENGTHS.find(({ holds }) => holds(training.length / period, period))!;
  for (const [h, came] of actual.entries()) {
    if (came === null) continue;
    const third = byLength.get(name)![Math.floor((3 * h) / actual.length)]!;
    third.all++;
    if (came >= forecast.lo80[h]! && came <= forecast.hi80[h]!) third.in80++;
    if (came >= forecast.lo95[h]! && came <= forecast.hi95[h]!) third.in95++;
  }
}

/**
 * How often the sum of the next days' sales lay between the 10 and 90 % quantiles, and below the latter, at cuts 30
 * days apart.
 */
function demandSums(sku: string, start: string, daily: readonly number[]): void {
  for (let cut = 0; cut < SUM_CUTS; cut++) {
    const end = daily.length - SUM_DAYS - cut * SUM_DAYS;
    const known = daily.slice(0, end);
    const first = known.findIndex((units) => units > 0);
    if (first < 0 || end - first < LEAST_KNOWN) continue;
    const series = { sku, start: addDays(start, first), values: known.slice(first) };
    const { cumulativeQ10, cumulativeQ90 } = forecastDemand(series, { horizon: SUM_DAYS });
    for (const tally of sums) {
      const sold = daily.slice(end, end + tally.days).reduce((total, units) => total + units, 0);
      tally.all++;
      if (sold <= cumulativeQ90[tally.days - 1]!) tally.below++;
      if (sold < cumulativeQ10[tally.days - 1]!) tally.under++;
    }
  }
}

/** Every product's units on every day from the shop's first to its last; none on days without a sale. */
function* sampleSales(): Generator<{ sku: string; start: string; daily: number[] }> {
  const { days, units } = readSampleShop(PATHS.sampleShop).dailySales;
  const start = days[0]!;
  const length = daysBetween(start, days.at(-1)!) + 1;
  for (const [sku, sold] of units) {
    const daily = new Array<number>(length).fill(0);
    days.forEach((day, index) => {
      daily[daysBetween(start, day)] = sold[index]!;
    });
    yield { sku, start, daily };
  }
}

function meanOf(shares: readonly number[]): number {
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
