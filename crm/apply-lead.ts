import { insertOnce } from './apply.ts';
import { duplicateKey } from './duplicate-key.ts';
import type { Deal, Qualification } from './models/deal.ts';
import type { Models } from './models/index.ts';
import type { Meeting } from './models/meeting.ts';
import type { Identity } from './models/schemas.ts';
import type { Task } from './models/task.ts';
import { contactOf } from './queries/contact-of.ts';
import { repsFor } from './queries/reps-for.ts';

/** Writes about people who may buy; they can be repeated like those of `apply.ts`. */

/**
 * Books a meeting. Where another visitor was quicker with the same rep, the next rep who is free then takes it; where
 * nobody is, a person has to see to it. `at` is when it was chosen.
 */
export async function bookMeeting(models: Models, meeting: Meeting, at: Date): Promise<void> {
  const reps = await repsFor(models);
  const others = reps.map(({ key }) => key).filter((key) => key !== meeting.repKey);
  for (const repKey of [meeting.repKey, ...others]) {
    try {
      return await insertOnce(models.Meeting, { ...meeting, repKey });
    } catch (error) {
      if (duplicateKey(error) === undefined) throw error;
    }
  }
  const { identity, conversationId, effectKey, startsAt } = meeting;
  const task: Task = {
    kind: 'contact',
    status: 'open',
    identity,
    conversationId,
    note: `meeting ${meeting.number} at ${startsAt.toISOString()}: every rep is taken, agree on another time`,
    madeAt: at,
    effectKey,
  };
  await insertOnce(models.Task, task);
}

export async function cancelMeeting(models: Models, identity: Identity, number: string): Promise<void> {
  await models.Meeting.updateOne(
    { number, 'identity.channel': identity.channel, 'identity.id': identity.id },
    { $set: { status: 'cancelled' } },
  );
}

/** What a conversation found out about somebody who may buy. */
export interface Lead extends Pick<Deal, 'stage' | 'amount' | 'closeDate'> {
  readonly qualification: Qualification;
}

/**
 * Makes or completes the deal of whoever is behind the identity: one at a time, and one that a rep has taken further
 * is left alone. A new one goes to the rep of the territory with least to do, and stays theirs.
 */
export async function recordLead(models: Models, identity: Identity, lead: Lead): Promise<void> {
  const contact = await models.Contact.findOne(contactOf(identity)).lean();
  if (!contact) return;
  const own = { contactKey: contact.key, source: 'chat' as const };
  const updated = await models.Deal.updateOne(
    { ...own, stage: { $in: ['lead', 'qualified'] } },
    { $set: lead },
  );
  if (updated.matchedCount > 0) return;
  if (await models.Deal.exists({ ...own, stage: { $nin: ['won', 'lost'] } })) return;
  const [rep] = await repsFor(models, lead.qualification.country ?? contact.country);
  if (!rep) return;
  const count = await models.Deal.countDocuments(own);
  try {
    await models.Deal.create({
      // A repetition after a crash draws the same key.
      key: `deal-${contact.key}-chat-${count + 1}`,
      name: contact.name ?? contact.emails[0] ?? contact.phones[0] ?? contact.key,
      ...own,
      ...(contact.companyKey !== undefined && { companyKey: contact.companyKey }),
      ...lead,
      owner: rep.key,
      sample: false,
    });
  } catch (error) {
    if (duplicateKey(error)?.key === undefined) throw error;
  }
}
