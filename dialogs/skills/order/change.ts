import type { Order } from '../../../crm/models/order.ts';
import type { Product } from '../../../crm/models/product.ts';
import type { OrderChange } from '../../conversation/facts.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import type { Choice } from '../../reply.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { inOrder } from '../../slots/catalogue.ts';
import { saidEdits } from '../../slots/edits.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';
import { type Basket, editedBasket, isConfirmation } from '../quote/basket.ts';
import { draftQuote, linesText, MAX_LINES } from '../quote/document.ts';
import { ownOrder } from './own-order.ts';
import { notFound, orderReply } from './status.ts';

const INTENT = 'order.change';

/**
 * Changes or cancels an order as long as it has not left: what would be done is said first, and a yes does it. What
 * is on its way or here already is for a return.
 */
export async function change(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const own = await ownOrder(turn, ports);
  if (own.kind === 'notFound') return notFound(own.number, voice);
  if (asksHowLate(turn)) return decision({ replies: [voice.text('order.untilSent')] });
  if (own.kind === 'none')
    return decision({ replies: [voice.text('order.none', {}, [voice.offer('human.request')])] });
  const { order } = own;
  if (order.status !== 'placed') return tooLate(order, voice);

  const proposed = turn.conversation.orderChange;
  if (bid.answers && isConfirmation(turn) && proposed?.number === order.number)
    return done(order, proposed, ports, voice);
  if (isCancelled(turn)) return propose({ kind: 'cancel', number: order.number }, order, voice);
  return amend(turn, ports, bid, order, voice);
}

const tooLate = ({ number, status }: Order, voice: Voice): Decision =>
  decision({
    replies: [
      voice.text(`order.tooLate.${status}`, { number }, [
        ...(status === 'cancelled' || status === 'returned' ? [] : [voice.offer('order.return')]),
        voice.offer('human.request'),
      ]),
    ],
  });

/** "cancel my order": no line of it is named. */
function isCancelled(turn: Turn): boolean {
  const { text, language } = turn.understanding;
  const { cancel, undo } = wordsOf(language);
  return (has(cancel, text) || has(undo, text)) && saidEdits(turn).length === 0;
}

/** "how late can I cancel an order?" asks for the rule, and cancels nothing. */
function asksHowLate({ message, understanding: { text, language } }: Turn): boolean {
  const { cancel, wonders } = wordsOf(language);
  return message.action === undefined && has(cancel, text) && has(wonders, text);
}

async function amend(turn: Turn, ports: Ports, bid: Bid, order: Order, voice: Voice): Promise<Decision> {
  const outcome = await editedBasket(turn, ports, bid, { ...order, intent: INTENT });
  if (outcome.kind === 'ask') return outcome.decision;
  if (outcome.kind !== 'basket') {
    return decision({
      events: [{ kind: 'slot.asked', slot: 'change', pending: INTENT }],
      replies: [
        voice.text('order.whatToChange', { number: order.number }, [
          cancelChoice(voice),
          voice.offer('human.request'),
        ]),
      ],
    });
  }
  const products = (await inOrder(ports, [...outcome.basket.keys()])).slice(0, MAX_LINES);
  if (products.length === 0) return propose({ kind: 'cancel', number: order.number }, order, voice);
  const { validUntil: _, ...draft } = await redrafted(turn, ports, voice, order, products, outcome.basket);
  return propose({ kind: 'amend', ...draft }, order, voice);
}

/** The order's own units are on the shelf for it: only what is wanted beyond them needs a new promise. */
async function redrafted(
  turn: Turn,
  ports: Ports,
  voice: Voice,
  order: Order,
  products: readonly Product[],
  basket: Basket,
) {
  const held = new Map(order.lines.map(({ sku, quantity }) => [sku, quantity]));
  const wanted = products.map((product) => ({
    product: { ...product, stock: product.stock + (held.get(product.sku) ?? 0) },
    quantity: basket.get(product.sku)!,
  }));
  return draftQuote(turn, ports, voice, wanted, order);
}

const cancelChoice = (voice: Voice): Choice => {
  const label = voice.say('choice.order.cancel');
  return { label, text: label };
};

const yesChoice = (voice: Voice): Choice => ({
  ...voice.offer('affirm'),
  action: { kind: 'intent', intent: INTENT },
});

function propose(change: OrderChange, order: Order, voice: Voice): Decision {
  const { number } = order;
  const text =
    change.kind === 'cancel'
      ? voice.say('order.confirmCancel', { number, total: order.total })
      : [
          voice.say('order.confirmAmend', { number }),
          ...linesText(change, voice),
          voice.say('order.terms', { total: change.total, date: { date: change.promisedFor } }),
          voice.say('order.confirmQuestion'),
        ].join('\n');
  return decision({
    events: [
      { kind: 'order.changeProposed', change },
      { kind: 'confirmation.asked', pending: INTENT },
    ],
    replies: [
      { kind: 'text', language: voice.language, text, choices: [yesChoice(voice), voice.offer('deny')] },
    ],
  });
}

function done(order: Order, change: OrderChange, ports: Ports, voice: Voice): Decision {
  const { number } = order;
  const events: Decision['events'] = [{ kind: 'order.changed', number }];
  if (change.kind === 'cancel') {
    return decision({
      events,
      effects: [{ kind: 'order.cancel', number }],
      replies: [
        orderReply(
          { ...order, status: 'cancelled' },
          voice.say('order.cancelledNow', { number }),
          ports.shop.timeZone,
          voice,
        ),
      ],
    });
  }
  const { lines, discount, total, promisedFor } = change;
  const text = [
    voice.say('order.amended', { number }),
    ...linesText(change, voice),
    voice.say('order.terms', { total, date: { date: promisedFor } }),
  ].join('\n');
  return decision({
    events,
    effects: [{ kind: 'order.amend', number, lines, ...(discount && { discount }), total, promisedFor }],
    replies: [orderReply({ ...order, lines, total, promisedFor }, text, ports.shop.timeZone, voice)],
  });
}
