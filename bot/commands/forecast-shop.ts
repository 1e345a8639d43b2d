import { Command } from 'commander';
import { addDays, localDay } from '../../crm/calendar.ts';
import type { DemandAlert } from '../../crm/models/demand-alert.ts';
import type { Models } from '../../crm/models/index.ts';
import { loadAnswers } from '../../dialogs/language/answers.ts';
import type { ReorderLine } from '../../dialogs/ports.ts';
import { readShop } from '../../dialogs/shop.ts';
import { alertText } from '../../dialogs/wording/alert-text.ts';
import type { Language } from '../../nlu/understanding.ts';
import { readProcessConfig } from '../config.ts';
import { RainmakerError } from '../errors.ts';
import { createLog, type Log } from '../log.ts';
import { PATHS } from '../paths.ts';
import { Demand } from '../ports/demand.ts';
import { reorderList } from '../ports/reorder.ts';
import { openStore } from '../store.ts';
import { JSON_HELP, type OutputOptions, printer, wholeNumber } from './output.ts';

/** Most rows that a list shows. */
const MOST_ROWS = 1_000;

/** What the nightly forecasts of the shop say, read from its store. */
export const shopForecastCommands = (): readonly Command[] => [
  new Command('alerts')
    .description('what was unusual in the sales of products, categories and the shop, and since when')
    .option('--days <number>', 'what began in the last so many days', wholeNumber(1, 90), 14)
    .option('--limit <number>', 'at most so many', wholeNumber(1, MOST_ROWS), 30)
    .option('--language <tag>', 'en or zh', 'en')
    .option('--json', JSON_HELP)
    .action(showAlerts),
  new Command('reorder')
    .description('what to order from the suppliers now, what runs out first on top')
    .option('--limit <number>', 'at most so many', wholeNumber(1, MOST_ROWS), 30)
    .option('--json', JSON_HELP)
    .action(showReorder),
  new Command('refresh')
    .description('make the forecasts of the shop now instead of at night')
    .option('--json', JSON_HELP)
    .action(refresh),
];

interface AlertOptions extends OutputOptions {
  readonly days: number;
  readonly limit: number;
  readonly language: string;
}

async function showAlerts({ days, limit, language, ...output }: AlertOptions): Promise<void> {
  if (language !== 'en' && language !== 'zh')
    throw new RainmakerError('ARGUMENT_INVALID', `--language must be en or zh, not ${language}.`);
  await withShop(async ({ models, demand, today }) => {
    const alerts = await demand.alerts(addDays(today, -days), limit);
    const print = printer(output);
    const names = await namesOf(models, alerts, language);
    const answers = loadAnswers(PATHS.answers);
    const texts = alerts.map((one) => alertText(answers, language, one, names.get(one.sku) ?? one.sku));
    for (const text of texts) print(text);
    if (alerts.length === 0) print(`Nothing unusual in the last ${days} days.`);
    if (output.json)
      console.log(JSON.stringify({ alerts: alerts.map((one, i) => ({ ...one, text: texts[i] })) }));
  });
}

async function namesOf(
  models: Models,
  alerts: readonly DemandAlert[],
  language: Language,
): Promise<ReadonlyMap<string, string>> {
  const skus = alerts.filter(({ scope }) => scope === 'product').map(({ sku }) => sku);
  const products = await models.Product.find({ sku: { $in: skus } })
    .select({ sku: 1, names: 1 })
    .lean();
  return new Map(products.map(({ sku, names }) => [sku, names[language] ?? names.en]));
}

async function showReorder({ limit, ...output }: OutputOptions & { readonly limit: number }): Promise<void> {
  await withShop(async ({ models, today }) => {
    const lines = (await reorderList(models, today)).slice(0, limit);
    for (const line of reorderTable(lines)) printer(output)(line);
    if (output.json) console.log(JSON.stringify({ reorder: lines }));
  });
}

function reorderTable(lines: readonly ReorderLine[]): string[] {
  if (lines.length === 0) return ['Every product lasts until its next review, or has no forecast yet.'];
  const cells = lines.map((line) => [
    line.sku,
    line.name.slice(0, 36),
    String(line.stock),
    line.runsOutInDays === null ? '–' : `${line.runsOutInDays} d`,
    `${Math.ceil(line.leadTimeP90Days)} d`,
    String(line.reorderPoint),
    String(line.quantity),
  ]);
  const rows = [['product', '', 'stock', 'runs out', 'lead time', 'order at', 'order'], ...cells];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
}

async function refresh(output: OutputOptions): Promise<void> {
  await withShop(async ({ models, demand }) => {
    await demand.refresh(new AbortController().signal);
    const forecasts = await models.Forecast.countDocuments();
    printer(output)(`${forecasts} forecasts are up to date`);
    if (output.json) console.log(JSON.stringify({ forecasts }));
  });
}

interface Shop {
  readonly models: Models;
  readonly demand: Demand;
  /** Local day, YYYY-MM-DD. */
  readonly today: string;
}

async function withShop(run: (shop: Shop) => Promise<void>): Promise<void> {
  const { timeZone } = readShop(PATHS.shop);
  const config = readProcessConfig();
  const log: Log = createLog(config.logLevel);
  const store = await openStore({ ...config, log, share: true });
  const now = () => new Date();
  const demand = new Demand({ models: store.models, timeZone, now, log });
  try {
    await run({ models: store.models, demand, today: localDay(now(), timeZone) });
  } finally {
    await demand.close();
    await store.close();
  }
}
