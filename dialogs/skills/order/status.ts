import { localDay } from '../../../crm/calendar.ts';
import type { Order } from '../../../crm/models/order.ts';
import { entitiesOf } from '../../../nlu/understanding.ts';
import type { Ports } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';
import { acceptChoice, linesText, quoteReply } from '../quote/document.ts';
import { ownOrder } from './own-order.ts';

/** "where is my order?": state and promised day, in a later session and another tab too. */
export async function status(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const quoteNumber = entitiesOf(turn.understanding, 'quoteNumber')[0]?.number;
  if (quoteNumber !== undefined) return quoteStatus(quoteNumber, turn, ports, voice);

  const own = await ownOrder(turn, ports);
  switch (own.kind) {
    case 'none':
      return decision({
        replies: [
          voice.text('order.none', {}, [voice.offer('human.request'), voice.offer('product.recommend')]),
        ],
      });
    case 'notFound':
      return notFound(own.number, voice);
    case 'found': {
      const others = own.others.slice(0, 3).map(({ number }) => number);
      const text = statusText(own.order, ports.shop.timeZone, voice);
      return decision({
        replies: [
          orderReply(
            own.order,
            others.length > 0 ? voice.join([text, voice.say('order.others', { numbers: others })]) : text,
            ports.shop.timeZone,
            voice,
          ),
        ],
      });
    }
  }
}

export const notFound = (number: string, voice: Voice): Decision =>
  decision({ replies: [voice.text('order.notFound', { number }, [voice.offer('human.request')])] });

function statusText(order: Order, timeZone: string, voice: Voice): string {
  const head = voice.say('order.head', {
    number: order.number,
    date: { date: localDay(order.placedAt, timeZone) },
    total: order.total,
  });
  const shipped = order.shippedAt && { date: { date: localDay(order.shippedAt, timeZone) } };
  const delivered = order.deliveredAt && { date: { date: localDay(order.deliveredAt, timeZone) } };
  const promised = order.promisedFor === undefined ? undefined : { date: { date: order.promisedFor } };
  const sentences: string[] = [];
  if (order.status === 'shipped' && shipped) sentences.push(voice.say('order.shippedOn', shipped));
  else if (order.status === 'delivered' && delivered)
    sentences.push(voice.say('order.deliveredOn', delivered));
  else sentences.push(voice.say(`order.${order.status}`));
  const isUnderWay = order.status === 'placed' || order.status === 'shipped';
  if (isUnderWay && promised) sentences.push(voice.say('order.promised', promised));
  return [head, ...linesText(order, voice), voice.join(sentences)].join('\n');
}

export const orderReply = (order: Order, text: string, timeZone: string, voice: Voice) => ({
  kind: 'order' as const,
  language: voice.language,
  text,
  order: {
    number: order.number,
    lines: order.lines,
    total: order.total,
    status: order.status,
    placedOn: localDay(order.placedAt, timeZone),
    ...(order.promisedFor !== undefined && { promisedFor: order.promisedFor }),
  },
});

async function quoteStatus(number: string, turn: Turn, ports: Ports, voice: Voice): Promise<Decision> {
  const quote = await ports.quote(number);
  const { channel, sender } = turn.message;
  if (!quote || quote.identity.channel !== channel || quote.identity.id !== sender.id)
    return notFound(number, voice);
  const isExpired = quote.status === 'open' && turn.today > quote.validUntil;
  const state = isExpired ? 'expired' : quote.status;
  const text = voice.say(`quote.status.${state}`, {
    number,
    total: quote.total,
    date: { date: quote.validUntil },
  });
  return decision({
    replies: [
      {
        ...quoteReply(quote, text, voice, state),
        ...(state === 'open' && { choices: [acceptChoice(number, voice)] }),
      },
    ],
  });
}
