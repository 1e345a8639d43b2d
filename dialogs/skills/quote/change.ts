import type { QuoteDraft } from '../../effect.ts';
import type { Ports } from '../../ports.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { inOrder } from '../../slots/catalogue.ts';
import { saidEdits } from '../../slots/edits.ts';
import { decision, voiceOf } from '../../voice.ts';
import { besidesGoods } from '../../wording/besides-goods.ts';
import { type Basket, editedBasket, isCancelled } from './basket.ts';
import { draftQuote, MAX_LINES, openQuoteReply, quoteReply } from './document.ts';
import { request } from './request.ts';
import { show } from './show.ts';

/** "make it 300 and add 50 lunch bags", "remove the cakestand", "cancel the quote". */
export async function change(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const { quote, products } = turn.conversation;
  const voice = voiceOf(turn, ports);
  if (!quote) {
    const hasSomething = products.length > 0 || saidEdits(turn).length > 0;
    return hasSomething ? request(turn, ports, bid) : decision({ replies: [voice.text('quote.none')] });
  }

  if (isCancelled(turn)) return cancelled(quote, turn, ports);
  const outcome = await editedBasket(turn, ports, bid, { ...quote, intent: 'quote.change' });
  if (outcome.kind === 'ask') return outcome.decision;
  if (outcome.kind === 'same') return show(turn, ports);
  if (outcome.kind === 'nothing') return nothingToChange(turn, ports, quote);
  return redrafted(turn, ports, quote, outcome.basket, 'quote.changed', outcome.last);
}

/** The quote with other lines, priced anew; without any line it is cancelled. `intro` is the answer's first sentence. */
export async function redrafted(
  turn: Turn,
  ports: Ports,
  quote: QuoteDraft,
  basket: Basket,
  intro: string,
  last?: string,
): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const products = (await inOrder(ports, [...basket.keys()])).slice(0, MAX_LINES);
  if (products.length === 0) return cancelled(quote, turn, ports);
  const wanted = products.map((product) => ({ product, quantity: basket.get(product.sku)! }));
  const draft = await draftQuote(turn, ports, voice, wanted, quote);
  const talkedOf = last ?? products[0]!.sku;
  return decision({
    events: [
      { kind: 'product.mentioned', skus: [talkedOf] },
      ...(basket.has(talkedOf)
        ? [{ kind: 'quantity.mentioned' as const, quantity: basket.get(talkedOf)! }]
        : []),
      { kind: 'quote.changed', quote: draft },
      { kind: 'confirmation.asked', pending: 'quote.accept' },
    ],
    effects: [{ kind: 'quote.change', quote: draft }],
    replies: [openQuoteReply(draft, intro, voice, {}, besidesGoods(draft.total, turn, ports, voice))],
  });
}

function nothingToChange(turn: Turn, ports: Ports, quote: QuoteDraft): Decision {
  const voice = voiceOf(turn, ports);
  return decision({
    events: [{ kind: 'slot.asked', slot: 'change', pending: 'quote.change' }],
    replies: [voice.text('quote.whatToChange', { number: quote.number })],
  });
}

export function cancelled(quote: QuoteDraft, turn: Turn, ports: Ports): Decision {
  const voice = voiceOf(turn, ports);
  return decision({
    events: [{ kind: 'quote.cancelled', number: quote.number }],
    effects: [{ kind: 'quote.cancel', number: quote.number }],
    replies: [
      {
        ...quoteReply(quote, voice.say('quote.cancelled', { number: quote.number }), voice, 'cancelled'),
        choices: [voice.offer('product.recommend')],
      },
    ],
  });
}
