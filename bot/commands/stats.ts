import { Command } from 'commander';
import { addDays, instantOf, localDay } from '../../crm/calendar.ts';
import { formatValue } from '../../dialogs/language/message-format.ts';
import { readShop } from '../../dialogs/shop.ts';
import { readProcessConfig } from '../config.ts';
import { RainmakerError } from '../errors.ts';
import { createLog } from '../log.ts';
import { PATHS } from '../paths.ts';
import { type Counts, type Statistics, statistics } from '../stats/statistics.ts';
import { turnFacts } from '../stats/turn-facts.ts';
import { openStore } from '../store.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);
const DAYS = 30;
const MAX_DAYS = 3_660;

export const statsCommand = (): Command =>
  new Command('stats')
    .description('how the conversations went: containment, fallbacks, hand-offs, conversion, revenue')
    .option('--days <number>', `the last so many days, today included (1 to ${MAX_DAYS})`, String(DAYS))
    .option('--json', 'one JSON object as the last line')
    .action(async ({ days, json }: { days: string; json?: true }) => {
      const count = Number(days);
      if (!Number.isInteger(count) || count < 1 || count > MAX_DAYS)
        throw new RainmakerError(
          'ARGUMENT_INVALID',
          `--days must be a whole number from 1 to ${MAX_DAYS}, not ${days}.`,
        );
      const { timeZone } = readShop(PATHS.shop);
      const today = localDay(new Date(), timeZone);
      const from = addDays(today, 1 - count);
      const config = readProcessConfig();
      const store = await openStore({ ...config, log: createLog(config.logLevel), share: true });
      try {
        const found = await statistics(
          turnFacts(
            store.models,
            instantOf(from, '00:00', timeZone),
            instantOf(addDays(today, 1), '00:00', timeZone),
          ),
        );
        for (const line of table(found)) print(line);
        if (json) print(JSON.stringify({ from, to: today, ...found }));
      } finally {
        await store.close();
      }
    });

const percent = (value: number | undefined) => (value === undefined ? '–' : `${(value * 100).toFixed(1)} %`);

function table(found: Statistics): readonly string[] {
  const revenue = Object.entries(found.revenue)
    .map(([currency, amount]) => formatValue({ amount, currency }, 'en'))
    .join(', ');
  const summary: [string, string][] = [
    ['conversations', String(found.conversations)],
    ['turns', String(found.turns)],
    ['containment (no person needed)', percent(found.containment)],
    ['fallback rate', percent(found.fallbackRate)],
    ['hand-offs', `${found.handoffs}${listOf(found.handoffReasons)}`],
    ['quotes', `${found.quotes}, in ${percent(found.quoteConversion)} of conversations`],
    ['orders', `${found.orders}, from ${percent(found.orderConversion)} of quotes`],
    ['revenue', revenue === '' ? '–' : revenue],
    ['time to answer, p50 / p95', answerOf(found)],
  ];
  return [
    ...summary.map(([name, value]) => `${name.padEnd(32)} ${value}`),
    ...rows('language', found.byLanguage),
    ...rows('channel', found.byChannel),
    ...rows('intent', found.byIntent),
  ];
}

const listOf = (reasons: Readonly<Record<string, number>>) => {
  const parts = Object.entries(reasons).map(([reason, count]) => `${reason} ${count}`);
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
};

const answerOf = ({ answerMs }: Counts) =>
  answerMs ? `${Math.round(answerMs.p50)} / ${Math.round(answerMs.p95)} ms` : '–';

const rows = (name: string, group: Readonly<Record<string, Counts>>): readonly string[] => [
  '',
  `${name.padEnd(20)}${['conversations', 'turns', 'fallback', 'containment', 'p50 / p95'].map((head) => head.padStart(15)).join('')}`,
  ...Object.entries(group).map(
    ([key, counts]) =>
      `${key.padEnd(20)}${[String(counts.conversations), String(counts.turns), percent(counts.fallbackRate), percent(counts.containment), answerOf(counts)].map((cell) => cell.padStart(15)).join('')}`,
  ),
];
