import { insertOnce, note } from './apply.ts';
import type { Approval } from './models/approval.ts';
import type { Handoff } from './models/handoff.ts';
import type { Models } from './models/index.ts';

/** Writes about handing over to people; they can be repeated like those of `apply.ts`. */

export const openHandoff = (models: Models, handoff: Handoff): Promise<void> =>
  insertOnce(models.Handoff, handoff);

export async function takeHandoff(
  models: Models,
  key: string,
  conversationId: string,
  rep: string,
  at: Date,
): Promise<void> {
  await models.Handoff.updateOne(
    { conversationId, status: 'waiting', appliedEffects: { $ne: key } },
    { $set: { status: 'owned', rep, takenAt: at, seenAt: at }, $push: note(key) },
  );
}

/** Ends the handoff, or puts it back into the queue, where it keeps its place. */
export async function releaseHandoff(
  models: Models,
  key: string,
  conversationId: string,
  to: 'bot' | 'queue',
  at: Date,
): Promise<void> {
  await models.Handoff.updateOne(
    { conversationId, status: { $ne: 'closed' }, appliedEffects: { $ne: key } },
    to === 'bot'
      ? { $set: { status: 'closed', closedAt: at }, $push: note(key) }
      : { $set: { status: 'waiting' }, $unset: { rep: '', takenAt: '', seenAt: '' }, $push: note(key) },
  );
}

export const openApproval = (models: Models, approval: Approval): Promise<void> =>
  insertOnce(models.Approval, approval);

export async function decideApproval(
  models: Models,
  key: string,
  quoteNumber: string,
  decision: Pick<Approval, 'status' | 'decidedBy' | 'decidedAt' | 'granted'>,
): Promise<void> {
  await models.Approval.updateOne(
    { quoteNumber, appliedEffects: { $ne: key } },
    { $set: decision, $push: note(key) },
  );
}

/** Closes a request that nobody decided in time. */
export async function expireApproval({ Approval }: Models, quoteNumber: string): Promise<void> {
  await Approval.updateOne({ quoteNumber, status: 'open' }, { $set: { status: 'expired' } });
}
