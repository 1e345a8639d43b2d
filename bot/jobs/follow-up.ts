import type { Models } from '../../crm/models/index.ts';
import type { Author } from '../../crm/models/turn.ts';
import { openQuotes } from '../../crm/queries/open-quotes.ts';
import { isOpen } from '../../dialogs/business-hours.ts';
import { followUp } from '../../dialogs/follow-up.ts';
import type { Ports } from '../../dialogs/ports.ts';
import type { ShopFacts } from '../../dialogs/shop.ts';
import type { Desk } from '../desk/desk.ts';

export interface FollowUpOptions {
  readonly models: Models;
  readonly desk: Desk;
  readonly mayMail: Ports['mayMail'];
  readonly shop: Pick<ShopFacts, 'followUp' | 'openingHours' | 'timeZone'>;
  readonly now: () => Date;
}

const HOUR_MS = 3_600_000;
const AUTHOR: Author = { kind: 'system', key: 'follow-up' };

/**
 * Comes back once to each open quote in whose conversation nothing was said for `followUp.afterHours`, in opening
 * hours, where the visitor has agreed to it. The log of the conversation holds it under an id of the quote, so that
 * neither a crash nor a second server says it again.
 */
export async function followUpQuotes({ models, desk, mayMail, shop, now }: FollowUpOptions): Promise<void> {
  const at = now();
  if (!shop.followUp.enabled || !isOpen(shop, at)) return;
  const before = new Date(at.getTime() - shop.followUp.afterHours * HOUR_MS);
  for (const { number, conversationId, identity, madeAt, email } of await openQuotes(models, before)) {
    const last = await models.Turn.findOne({ conversationId }).sort({ seq: -1 }).select({ at: 1 }).lean();
    if (!last || last.at > before) continue;
    const mailTo = email !== undefined && (await mayMail(identity, at)) === 'yes' ? email : undefined;
    const isSaid = await desk.add(
      conversationId,
      AUTHOR,
      (state, voice, when) =>
        followUp(state, { number, ...(mailTo !== undefined && { mailTo }) }, voice, shop, when),
      // Not its number: what is left of a conversation after erasure must not lead to an order.
      `follow-up:${madeAt.getTime()}`,
    );
    if (isSaid) await models.Quote.updateOne({ number }, { $set: { followedUpAt: at } });
  }
}
