import { expireApproval } from '../../crm/apply-handoff.ts';
import { localDay } from '../../crm/calendar.ts';
import type { Handoff } from '../../crm/models/handoff.ts';
import type { Models } from '../../crm/models/index.ts';
import type { Author } from '../../crm/models/turn.ts';
import { overdueApprovals } from '../../crm/queries/approvals.ts';
import { discountExpired } from '../../dialogs/discount-decision.ts';
import { left, unanswered } from '../../dialogs/person.ts';
import type { ShopFacts } from '../../dialogs/shop.ts';
import type { Desk } from './desk.ts';

export interface WatchOptions {
  readonly models: Models;
  readonly desk: Desk;
  readonly shop: Pick<ShopFacts, 'handoff' | 'timeZone'>;
  readonly now: () => Date;
}

const MINUTE_MS = 60_000;
/** Somebody who has waited so long is reached by other means. */
const WAITING_MS = 3 * 24 * 60 * MINUTE_MS;
const SYSTEM: Author = { kind: 'system', key: 'watch' };

/**
 * Looks once after the conversations that people have: one whose rep is not heard of goes back into the queue, one in
 * which nobody writes goes back to the bot, one that nobody takes leaves the queue; a discount that nobody decides in
 * time expires with its quote, and the visitor is told.
 */
export async function watch({
  models,
  desk,
  shop: { handoff: limits, timeZone },
  now,
}: WatchOptions): Promise<void> {
  const before = (ms: number) => new Date(now().getTime() - ms);
  const owned = await models.Handoff.find({ status: 'owned' }).lean();
  for (const { conversationId, seenAt } of owned) {
    const isLost = seenAt !== undefined && seenAt < before(limits.lostMinutes * MINUTE_MS);
    const why = isLost
      ? ('lost' as const)
      : (await lastWritten(models, conversationId)) < before(limits.silenceMinutes * MINUTE_MS)
        ? ('silence' as const)
        : undefined;
    if (why) await desk.add(conversationId, SYSTEM, (state, voice) => left(state, why, voice));
  }
  await expireDiscounts(models, desk, localDay(now(), timeZone));
  const forgotten: readonly Pick<Handoff, 'conversationId'>[] = await models.Handoff.find({
    status: 'waiting',
    requestedAt: { $lt: before(WAITING_MS) },
  }).lean();
  for (const { conversationId } of forgotten)
    await desk.add(conversationId, SYSTEM, (state, voice) => unanswered(state, voice));
}

/** A person who has the conversation then has the word; the visitor is told afterwards. */
async function expireDiscounts(models: Models, desk: Desk, today: string): Promise<void> {
  for (const { quoteNumber, conversationId, requestedAt } of await overdueApprovals(models, today)) {
    let isWithPerson = false;
    const isSaid = await desk.add(
      conversationId,
      SYSTEM,
      (state, voice) => {
        isWithPerson = state.person?.status === 'owned';
        return discountExpired(state, quoteNumber, voice);
      },
      `discount-expired:${requestedAt.getTime()}`,
    );
    if (!isSaid && !isWithPerson) await expireApproval(models, quoteNumber);
  }
}

async function lastWritten({ Turn }: Models, conversationId: string): Promise<Date> {
  const last = await Turn.findOne({ conversationId }).sort({ seq: -1 }).select({ at: 1 }).lean();
  return last?.at ?? new Date(0);
}
