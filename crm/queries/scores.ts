import type { Contact } from '../models/contact.ts';
import type { Deal } from '../models/deal.ts';
import type { Models } from '../models/index.ts';
import type { Identity } from '../models/schemas.ts';
import type { CustomerScore, DealScore, Segment } from '../models/score.ts';
import type { ScoringVersion } from '../models/scoring-version.ts';
import { contactOf } from './contact-of.ts';

/** A contact worth a call, with the score that says so. */
export interface Lead {
  readonly contact: Pick<Contact, 'key' | 'name' | 'emails' | 'phones' | 'companyKey' | 'country'>;
  readonly score: CustomerScore;
}

const plain = { projection: { _id: 0, __v: 0 } };

/** The score of a visitor: that of the contact that held the identity at the last run, else that of its own orders. */
export async function scoreOf(models: Models, identity: Identity): Promise<CustomerScore | undefined> {
  const { CustomerScore } = models;
  return (await CustomerScore.collection.findOne<CustomerScore>(contactOf(identity), plain)) ?? undefined;
}

/** Contacts by the probability that they order within 30 days, the likeliest first. */
export async function nextLeads(models: Models, limit: number): Promise<Lead[]> {
  const scores = await models.CustomerScore.find({ isContact: true })
    .sort({ probability: -1, key: 1 })
    .limit(limit)
    .select({ _id: 0, __v: 0 })
    .lean();
  const contacts = await models.Contact.find({ key: { $in: scores.map(({ key }) => key) } })
    .select({ _id: 0, key: 1, name: 1, emails: 1, phones: 1, companyKey: 1, country: 1 })
    .lean();
  const byKey = new Map(contacts.map((contact) => [contact.key, contact]));
  return scores.flatMap((score) => {
    const contact = byKey.get(score.key);
    return contact ? [{ contact, score }] : [];
  });
}

/** Scored customers of a segment, the likeliest first. */
export const customersIn = (models: Models, segment: Segment, limit: number): Promise<CustomerScore[]> =>
  models.CustomerScore.find({ segment })
    .sort({ probability: -1, key: 1 })
    .limit(limit)
    .select({ _id: 0, __v: 0 })
    .lean();

/** The version whose scores are in the store; undefined before the first run. */
export async function activeScoring(models: Models): Promise<ScoringSummary | undefined> {
  const active = await models.ScoringVersion.findOne({ active: true })
    .sort({ version: -1 })
    .select({ _id: 0, __v: 0, models: 0 })
    .lean<ScoringSummary>();
  return active ?? undefined;
}

/** A version without what was fitted. */
export type ScoringSummary = Omit<ScoringVersion, 'models'>;

/** The versions that are kept, the newest first. */
export const scoringVersions = (models: Models): Promise<ScoringSummary[]> =>
  models.ScoringVersion.find({})
    .sort({ version: -1 })
    .select({ _id: 0, __v: 0, models: 0 })
    .lean<ScoringSummary[]>();

/** What one version had fitted, as JSON; undefined where it is not kept. */
export async function scoringModels(models: Models, version: number): Promise<string | undefined> {
  const kept = await models.ScoringVersion.findOne({ version }).select({ _id: 0, models: 1 }).lean();
  return kept?.models;
}

export interface ScoredDeal {
  readonly deal: Pick<Deal, 'key' | 'name' | 'stage' | 'amount' | 'closeDate' | 'owner'>;
  readonly score: DealScore;
}

/** Open deals by the probability that they are won, the likeliest and then the largest first. */
export async function openDealsByScore(models: Models, limit: number): Promise<ScoredDeal[]> {
  const deals = await models.Deal.find({ stage: { $nin: ['won', 'lost'] } })
    .select({ _id: 0, key: 1, name: 1, stage: 1, amount: 1, closeDate: 1, owner: 1 })
    .lean();
  const scores = await models.DealScore.find({ key: { $in: deals.map(({ key }) => key) } })
    .select({ _id: 0, __v: 0 })
    .lean();
  const byKey = new Map(scores.map((score) => [score.key, score]));
  return deals
    .flatMap((deal) => {
      const score = byKey.get(deal.key);
      return score ? [{ deal, score }] : [];
    })
    .sort((a, b) => b.score.probability - a.score.probability || b.deal.amount.amount - a.deal.amount.amount)
    .slice(0, limit);
}
