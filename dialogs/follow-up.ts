import { localDay } from '../crm/calendar.ts';
import { isOpen } from './business-hours.ts';
import type { Conversation } from './conversation/state.ts';
import { isDiscountAsked } from './discount-decision.ts';
import type { ShopFacts } from './shop.ts';
import type { Decision } from './skill.ts';
import { openQuoteReply } from './skills/quote/document.ts';
import { decision, type Voice } from './voice.ts';

/**
 * Comes back to a quote that nobody took up, and sends it to `mailTo` where that is known. Undefined where that is out
 * of place: it is not the open quote any more or out of date, a person has the conversation or is to decide about a
 * discount, nobody is in the shop.
 */
export function followUp(
  state: Conversation,
  { number, mailTo }: { readonly number: string; readonly mailTo?: string },
  voice: Voice,
  shop: Pick<ShopFacts, 'openingHours' | 'timeZone'>,
  now: Date,
): Decision | undefined {
  const { quote, person } = state;
  if (quote?.number !== number || person || isDiscountAsked(state, number) || !isOpen(shop, now))
    return undefined;
  if (localDay(now, shop.timeZone) > quote.validUntil) return undefined;
  const reply = openQuoteReply(quote, 'quote.followUp', voice);
  return decision({
    events: [{ kind: 'confirmation.asked', pending: 'quote.accept' }],
    effects:
      mailTo === undefined
        ? []
        : [{ kind: 'quote.email', number, to: mailTo, language: voice.language, isReminder: true }],
    replies: [{ ...reply, choices: [...(reply.choices ?? []), voice.offer('deny')] }],
  });
}
