import { Command, Option } from 'commander';
import { localDay } from '../../crm/calendar.ts';
import type { Models } from '../../crm/models/index.ts';
import { isLikely, type NextOrder } from '../../crm/models/score.ts';
import {
  activeScoring,
  nextLeads,
  openDealsByScore,
  type ScoringSummary,
  scoringModels,
  scoringVersions,
} from '../../crm/queries/scores.ts';
import { loadAnswers } from '../../dialogs/language/answers.ts';
import { formatValue } from '../../dialogs/language/message-format.ts';
import { readShop } from '../../dialogs/shop.ts';
import { reasonWords, segmentWords } from '../../dialogs/wording/score-words.ts';
import { LANGUAGES, type Language } from '../../nlu/understanding.ts';
import { readProcessConfig } from '../config.ts';
import { RainmakerError } from '../errors.ts';
import { createLog } from '../log.ts';
import { PATHS } from '../paths.ts';
import { runScoring } from '../scoring/run.ts';
import type { ScoringReport } from '../scoring/score-all.ts';
import { scoringText } from '../scoring/scoring-text.ts';
import { openStore } from '../store.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);
const LIMIT = 20;
const MAX_LIMIT = 1_000;
const languageOption = () =>
  new Option('--language <language>', 'of the reasons').choices([...LANGUAGES]).default('en');

interface Shown {
  readonly language: Language;
  readonly json?: true;
}

export const leadsCommand = (): Command =>
  new Command('leads')
    .description(
      'whom to call next: contacts by the probability that they order within 30 days, with reasons',
    )
    .option('--limit <number>', `how many (1 to ${MAX_LIMIT})`, String(LIMIT))
    .option('--deals', 'open deals by the probability that they are won, instead')
    .addOption(languageOption())
    .option('--json', 'one JSON object as the last line')
    .action(async (options: Shown & { readonly limit: string; readonly deals?: true }) => {
      const limit = Number(options.limit);
      if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
        throw new RainmakerError(
          'ARGUMENT_INVALID',
          `--limit must be a whole number from 1 to ${MAX_LIMIT}, not ${options.limit}.`,
        );
      await withScores(async (models, version) => {
        if (options.deals) await showDeals(models, version, limit, options);
        else await showLeads(models, version, limit, options);
      });
    });

const speaker = () => ({ answers: loadAnswers(PATHS.answers), shop: readShop(PATHS.shop) });
const nextOrderText = (next: NextOrder): string =>
  isLikely(next) ? `next order about ${next.day}` : 'an order within 90 days is unlikely';
const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
const percent = (share: number): string => `${(share * 100).toFixed(0).padStart(3)} %`;

function printVersion(asOf: string | undefined, { version, trainedTo }: ScoringSummary): void {
  print(`As of ${asOf ?? trainedTo}, model version ${version}`);
}

async function showLeads(models: Models, version: ScoringSummary, limit: number, { language, json }: Shown) {
  const speaks = speaker();
  const leads = (await nextLeads(models, limit)).map(({ contact, score }) => ({
    ...contact,
    ...score,
    reasons: score.reasons,
    why: reasonWords(score.reasons, language, speaks),
  }));
  printVersion(leads[0]?.asOf, version);
  if (leads.length === 0) print('No contacts are scored: there were none on that morning.');
  for (const lead of leads) {
    const next = lead.nextOrder ? `, ${nextOrderText(lead.nextOrder)}` : '';
    const segment = lead.segment ? `, ${segmentWords(lead.segment, language, speaks)}` : '';
    print(`${percent(lead.probability)}  ${lead.name ?? lead.key} (${lead.key})${next}${segment}`);
    if (lead.why !== '') print(`        ${lead.why}`);
  }
  if (json) print(JSON.stringify({ version: version.version, leads }));
}

async function showDeals(models: Models, version: ScoringSummary, limit: number, { language, json }: Shown) {
  const speaks = speaker();
  const deals = (await openDealsByScore(models, limit)).map(({ deal, score }) => ({
    ...deal,
    ...score,
    why: reasonWords(score.reasons, language, speaks),
  }));
  printVersion(deals[0]?.asOf, version);
  if (deals.length === 0) print('No open deals are scored: there were none on that morning.');
  for (const deal of deals) {
    print(
      `${percent(deal.probability)}  ${deal.name}, ${formatValue(deal.amount, language)}, ${deal.stage} (${deal.key})`,
    );
    if (deal.why !== '') print(`        ${deal.why}`);
  }
  if (json) print(JSON.stringify({ version: version.version, deals }));
}

export const customersCommand = (): Command =>
  new Command('customers')
    .description('what the shop knows of its customers')
    .addCommand(
      new Command('segments')
        .description('groups of customers by recency, frequency and value')
        .addOption(languageOption())
        .option('--json', 'one JSON object as the last line')
        .action(({ language, json }: Shown) =>
          withScores(async (_, version) => {
            const { segments } = version.report as ScoringReport;
            const speaks = speaker();
            printVersion(undefined, version);
            if (!segments)
              print('There are too few customers with an order to tell groups apart; 30 are needed.');
            for (const { segment, customers, sinceLast, orders, spent } of segments?.summaries ?? []) {
              const money = formatValue(
                { amount: Math.round(spent), currency: speaks.shop.currency },
                language,
              );
              print(
                `${String(customers).padStart(6)}  ${segmentWords(segment, language, speaks)} (medians: ${counted(orders, 'order')}, the last ${counted(sinceLast, 'day')} ago, ${money} in all)`,
              );
            }
            if (json) print(JSON.stringify({ version: version.version, segments }));
          }),
        ),
    )
    .addCommand(
      new Command('score')
        .description(
          'learn from the events up to yesterday and score customers and deals now, as every night',
        )
        .option('--json', 'one JSON object as the last line')
        .action(({ json }: { readonly json?: true }) =>
          withStore(async (models) => {
            const { timeZone } = readShop(PATHS.shop);
            const now = new Date();
            const run = await runScoring(models, { today: localDay(now, timeZone), timeZone, now });
            print(
              `${counted(run.customers, 'customer')} and ${counted(run.deals, 'deal')} scored, version ${run.version}`,
            );
            print(scoringText(run.report));
            if (json) print(JSON.stringify(run));
          }),
        ),
    )
    .addCommand(
      new Command('versions')
        .description('the nightly trainings that are kept, the newest first')
        .option('--model <version>', 'what that version had fitted, as JSON, instead')
        .option('--json', 'one JSON object as the last line')
        .action(({ model, json }: { readonly model?: string; readonly json?: true }) =>
          withStore((models) =>
            model === undefined ? showVersions(models, json) : showModel(models, model),
          ),
        ),
    );

async function showVersions(models: Models, json?: true): Promise<void> {
  const versions = await scoringVersions(models);
  if (versions.length === 0) print('Nothing has been scored yet. Run `rainmaker customers score`.');
  for (const { version, active, trainedAt, trainedFrom, trainedTo, report } of versions) {
    const { buying } = report as ScoringReport;
    const mark = active ? '*' : ' ';
    print(
      `${mark} ${String(version).padStart(5)}  ${trainedAt.toISOString()}  ${trainedFrom} to ${trainedTo}  ${buying.method} (${buying.verdict})`,
    );
  }
  if (json) print(JSON.stringify({ versions }));
}

async function showModel(models: Models, version: string): Promise<void> {
  const kept = /^\d{1,9}$/.test(version) ? await scoringModels(models, Number(version)) : undefined;
  if (kept === undefined)
    throw new RainmakerError(
      'ARGUMENT_INVALID',
      `No version "${version}" is kept. \`rainmaker customers versions\` lists those that are.`,
    );
  print(kept);
}

async function withStore(work: (models: Models) => Promise<void>): Promise<void> {
  const config = readProcessConfig();
  const store = await openStore({ ...config, log: createLog(config.logLevel), share: true });
  try {
    await work(store.models);
  } finally {
    await store.close();
  }
}

const withScores = (work: (models: Models, version: ScoringSummary) => Promise<void>): Promise<void> =>
  withStore(async (models) => {
    const version = await activeScoring(models);
    if (!version)
      throw new RainmakerError(
        'SCORES_MISSING',
        'Nothing has been scored yet. Run `rainmaker customers score`, or leave the server running overnight.',
      );
    await work(models, version);
  });
