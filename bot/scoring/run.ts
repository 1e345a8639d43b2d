import { addDays, type Day } from '../../crm/calendar.ts';
import type { Models } from '../../crm/models/index.ts';
import { customerHistories } from '../../crm/queries/customer-histories.ts';
import { type ScoringModels, type ScoringReport, scoreAll } from './score-all.ts';

export interface ScoringRun {
  readonly version: number;
  readonly customers: number;
  readonly deals: number;
  readonly report: ScoringReport;
}

/** Days of events that are read, and versions that are kept. */
const HISTORY_DAYS = 730;
const VERSIONS_KEPT = 10;
const BATCH = 1_000;

/**
 * Reads what the CRM saw before `today`, learns, and writes a score for every customer and open deal under a new
 * version. Scores of customers and deals that are gone go too.
 */
export async function runScoring(
  models: Models,
  { today, timeZone, now }: { readonly today: Day; readonly timeZone: string; readonly now: Date },
): Promise<ScoringRun> {
  const { CustomerScore, DealScore, ScoringVersion } = models;
  const [histories, deals, newest] = await Promise.all([
    customerHistories(models, { from: addDays(today, -HISTORY_DAYS), timeZone }),
    models.Deal.find({})
      .select({ _id: 0, key: 1, stage: 1, stageSince: 1, amount: 1, closeDate: 1, contactKey: 1 })
      .lean(),
    ScoringVersion.findOne({}).sort({ version: -1 }).select({ version: 1 }).lean(),
  ]);
  const scoring = scoreAll(histories, deals, today);
  const modelVersion = (newest?.version ?? 0) + 1;
  const writes = <Score extends { readonly key: string }>(scores: readonly Score[]) =>
    scores.map((score) => ({
      replaceOne: { filter: { key: score.key }, replacement: { ...score, modelVersion }, upsert: true },
    }));
  for (const batch of batches(writes(scoring.customers)))
    await CustomerScore.bulkWrite(batch, { ordered: false });
  for (const batch of batches(writes(scoring.deals))) await DealScore.bulkWrite(batch, { ordered: false });
  await ScoringVersion.create({
    version: modelVersion,
    active: true,
    trainedAt: now,
    trainedFrom: firstDay(histories) ?? addDays(today, -1),
    trainedTo: addDays(today, -1),
    report: scoring.report,
    models: modelsText(scoring.models),
  });
  await ScoringVersion.updateMany({ version: { $ne: modelVersion } }, { $set: { active: false } });
  await ScoringVersion.deleteMany({ version: { $lte: modelVersion - VERSIONS_KEPT } });
  await CustomerScore.deleteMany({ modelVersion: { $ne: modelVersion } });
  await DealScore.deleteMany({ modelVersion: { $ne: modelVersion } });
  return {
    version: modelVersion,
    customers: scoring.customers.length,
    deals: scoring.deals.length,
    report: scoring.report,
  };
}

/** Another is written when what the numbers mean changes. */
const FORMAT = 'rainmaker-scoring-1';

const modelsText = (models: ScoringModels): string =>
  JSON.stringify({ format: FORMAT, ...models }, (_, value: unknown) =>
    value instanceof Float64Array ? [...value] : value,
  );

function* batches<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let from = 0; from < items.length; from += BATCH) yield items.slice(from, from + BATCH);
}

const firstDay = (
  histories: readonly { readonly orders: readonly { readonly day: Day }[] }[],
): Day | undefined => histories.flatMap(({ orders }) => orders[0]?.day ?? []).sort()[0];
