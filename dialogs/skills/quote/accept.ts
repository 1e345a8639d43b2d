import type { Quote } from '../../../crm/models/quote.ts';
import { entitiesOf } from '../../../nlu/understanding.ts';
import type { QuoteDraft } from '../../effect.ts';
import type { Ports } from '../../ports.ts';
import { namesProduct } from '../../readings/cues.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';
import { askReach } from '../contact/reach.ts';
import { notFound } from '../order/status.ts';
import {
  acceptChoice,
  draftQuote,
  linesText,
  newQuote,
  openQuoteReply,
  type Wanted,
  wantedOf,
} from './document.ts';
import { request } from './request.ts';
import { isChanging } from './show.ts';

/** Turns a quote into an order, after looking whether it still holds. */
export async function accept(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { conversation, message } = turn;
  const named =
    message.action?.kind === 'acceptQuote'
      ? message.action.number
      : entitiesOf(turn.understanding, 'quoteNumber')[0]?.number;
  const number = named ?? conversation.quote?.number;
  if (number === undefined) return withoutQuote(turn, ports, bid, voice);

  // The log knows the open quote even where the store has not taken it up yet.
  const isOpenHere = conversation.quote?.number === number;
  const stored = await ports.quote(number);
  if (stored ? !isOwn(stored, turn) : !isOpenHere) return notFound(number, voice);
  // One that has expired is renewed below.
  if (stored && stored.status !== 'open' && stored.status !== 'expired') return settled(stored, voice);
  const quote: QuoteDraft = isOpenHere ? conversation.quote! : draftOf(stored!);
  if (!bid.answers && (bid.score < CERTAIN || isChanging(turn))) return askAgain(quote, voice);

  const wanted = await wantedOf(quote, ports);
  if (wanted.length < quote.lines.length) return withdrawn(quote, wanted, turn, ports, voice);
  if (turn.today > quote.validUntil) return expired(wanted, turn, ports, voice);
  const fresh = await draftQuote(turn, ports, voice, wanted, quote);
  if (fresh.promisedFor > quote.promisedFor)
    return later({ ...quote, promisedFor: fresh.promisedFor }, voice);
  return placed(quote, turn, ports, voice);
}

/** An order binds: words less certain than this are asked back. */
const CERTAIN = 0.6;

const askAgain = (quote: QuoteDraft, voice: Voice): Decision =>
  decision({
    events: [{ kind: 'confirmation.asked', pending: 'quote.accept' }],
    replies: [
      voice.text('affirm.quote', { number: quote.number, total: quote.total }, [
        acceptChoice(quote.number, voice),
      ]),
    ],
  });

async function placed(quote: QuoteDraft, turn: Turn, ports: Ports, voice: Voice): Promise<Decision> {
  const orderNumber = turn.newNumber('O');
  const { lines, total, promisedFor } = quote;
  const reach = await askReach(turn, ports);
  const thanks = voice.say('order.thanks', { number: orderNumber, quote: quote.number });
  const text = [
    thanks,
    ...linesText(quote, voice),
    voice.say('order.terms', { total, date: { date: promisedFor } }),
    ...reach.sentences,
  ].join('\n');
  return decision({
    events: [{ kind: 'order.placed', number: orderNumber, quoteNumber: quote.number }, ...reach.events],
    effects: [
      {
        kind: 'order.place',
        orderNumber,
        quoteNumber: quote.number,
        lines,
        ...(quote.discount && { discount: quote.discount }),
        total,
        promisedFor,
      },
    ],
    replies: [
      {
        kind: 'order',
        language: voice.language,
        text,
        caption: [thanks, ...reach.sentences].join('\n'),
        order: { number: orderNumber, lines, total, status: 'placed', placedOn: turn.today, promisedFor },
        choices: [...reach.choices, voice.offer('order.status')],
      },
    ],
  });
}

/** The day has moved: that binds both sides only after the visitor says yes to it. */
const later = (quote: QuoteDraft, voice: Voice): Decision =>
  decision({
    events: [
      { kind: 'quote.changed', quote },
      { kind: 'confirmation.asked', pending: 'quote.accept' },
    ],
    effects: [{ kind: 'quote.change', quote }],
    replies: [openQuoteReply(quote, 'quote.laterNow', voice)],
  });

async function expired(wanted: readonly Wanted[], turn: Turn, ports: Ports, voice: Voice): Promise<Decision> {
  const quote = await draftQuote(turn, ports, voice, wanted, { number: turn.newNumber('Q') });
  return newQuote(quote, 'quote.expiredRenewed', voice);
}

async function withdrawn(
  quote: QuoteDraft,
  wanted: readonly Wanted[],
  turn: Turn,
  ports: Ports,
  voice: Voice,
): Promise<Decision> {
  if (wanted.length === 0) {
    return decision({
      events: [{ kind: 'quote.cancelled', number: quote.number }],
      effects: [{ kind: 'quote.cancel', number: quote.number }],
      replies: [voice.text('quote.allWithdrawn', { number: quote.number }, [voice.offer('human.request')])],
    });
  }
  const draft = await draftQuote(turn, ports, voice, wanted, quote);
  return decision({
    events: [
      { kind: 'quote.changed', quote: draft },
      { kind: 'confirmation.asked', pending: 'quote.accept' },
    ],
    effects: [{ kind: 'quote.change', quote: draft }],
    replies: [openQuoteReply(draft, 'quote.someWithdrawn', voice)],
  });
}

/** Nothing to accept: the order already placed is named, else a quote of what was talked about comes first. */
async function withoutQuote(turn: Turn, ports: Ports, bid: Bid, voice: Voice): Promise<Decision> {
  const { products, lastOrder } = turn.conversation;
  if (namesProduct(turn) || (products.length > 0 && lastOrder === undefined))
    return request(turn, ports, bid);
  if (lastOrder !== undefined) {
    return decision({
      replies: [voice.text('quote.orderedAlready', { number: lastOrder }, [voice.offer('order.status')])],
    });
  }
  return decision({ replies: [voice.text('quote.none')] });
}

const settled = (quote: Quote, voice: Voice): Decision =>
  decision({
    replies: [
      quote.orderNumber === undefined
        ? voice.text('quote.closed', { number: quote.number }, [voice.offer('quote.request')])
        : voice.text('quote.orderedAlready', { number: quote.orderNumber }, [voice.offer('order.status')]),
    ],
  });

const isOwn = ({ identity }: Quote, { message: { channel, sender } }: Turn): boolean =>
  identity.channel === channel && identity.id === sender.id;

const draftOf = ({ number, lines, discount, total, validUntil, promisedFor }: Quote): QuoteDraft => ({
  number,
  lines,
  ...(discount && { discount }),
  total,
  validUntil,
  promisedFor,
});
