import type { DiscountOutcome, Person } from './conversation/facts.ts';
import type { Conversation } from './conversation/state.ts';
import { discounted } from './discount.ts';
import type { Decision } from './skill.ts';
import { acceptChoice, openQuoteReply, renewChoice } from './skills/quote/document.ts';
import { decision, type Voice } from './voice.ts';

export interface DiscountDecision {
  readonly quoteNumber: string;
  readonly outcome: DiscountOutcome;
  /** Above 0, below 100; absent where it is declined. */
  readonly percent?: number;
  readonly rep: Person;
}

/** Whether a rep was asked to take something off this quote and has not decided yet. */
export const isDiscountAsked = ({ discount }: Pick<Conversation, 'discount'>, quoteNumber: string): boolean =>
  discount?.quoteNumber === quoteNumber && discount.outcome === 'asked';

/** A rep's decision as the visitor hears it; undefined where that quote is not open, or is decided already. */
export function discountDecided(
  state: Conversation,
  { quoteNumber, outcome, percent, rep }: DiscountDecision,
  voice: Voice,
  today: string,
): Decision | undefined {
  const { quote } = state;
  if (quote?.number !== quoteNumber || !isDiscountAsked(state, quoteNumber) || today > quote.validUntil)
    return undefined;
  const decided = { quoteNumber, outcome, ...(percent !== undefined && { percent }) };
  const changed = percent === undefined ? undefined : discounted(quote, percent, 'rep');
  return decision({
    events: [
      { kind: 'discount.decided', ...decided, rep },
      ...(changed ? [{ kind: 'quote.changed' as const, quote: changed }] : []),
      { kind: 'confirmation.asked', pending: 'quote.accept' },
    ],
    effects: [
      ...(changed ? [{ kind: 'quote.change' as const, quote: changed }] : []),
      { kind: 'approval.decide', ...decided, rep: rep.key },
    ],
    replies: [
      changed
        ? openQuoteReply(changed, `discount.${outcome}`, voice, { percent: { percent: percent! / 100 } })
        : voice.text('discount.declined', { number: quoteNumber, total: quote.total }, [
            acceptChoice(quoteNumber, voice),
          ]),
    ],
  });
}

/**
 * What the visitor hears when nobody decided before the quote's last day was over: its prices are gone with it, and a new
 * one may be asked for. Undefined where that is not waited for any more, or a person has the conversation.
 */
export function discountExpired(
  state: Conversation,
  quoteNumber: string,
  voice: Voice,
): Decision | undefined {
  const { quote, person } = state;
  if (quote?.number !== quoteNumber || !isDiscountAsked(state, quoteNumber) || person?.status === 'owned')
    return undefined;
  return decision({
    events: [
      { kind: 'discount.expired', quoteNumber },
      { kind: 'confirmation.asked', pending: 'quote.accept' },
    ],
    effects: [{ kind: 'approval.expire', quoteNumber }],
    replies: [
      voice.text('discount.expired', { number: quoteNumber, validUntil: { date: quote.validUntil } }, [
        renewChoice(quoteNumber, voice),
        voice.offer('human.request'),
      ]),
    ],
  });
}
