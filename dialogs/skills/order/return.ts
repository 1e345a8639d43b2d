import { daysBetween, localDay } from '../../../crm/calendar.ts';
import type { Order } from '../../../crm/models/order.ts';
import type { ReturnReason } from '../../../crm/models/return.ts';
import type { ReturnClaim } from '../../conversation/facts.ts';
import type { Ports } from '../../ports.ts';
import { asksSomething } from '../../readings/cues.ts';
import type { Choice } from '../../reply.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { photoIn } from '../../slots/photo.ts';
import { returnReasonIn } from '../../slots/return-reason.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';
import { askReach } from '../contact/reach.ts';
import { ownOrder } from './own-order.ts';
import { notFound } from './status.ts';

const INTENT = 'order.return';
const NOTE_LENGTH = 1_000;

/**
 * A return: which order, why, for damage a photo; then it gets a number, and a person sends the label. Damaged, wrong
 * and missing goods are the shop's fault and have no last day.
 */
export async function returnOrder(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { conversation } = turn;
  const photo = photoIn(turn.understanding.text);
  if (bid.answers && photo !== undefined && conversation.lastReturn !== undefined && !conversation.returning)
    return photoAdded(conversation.lastReturn, photo, voice);

  const own = await ownOrder(turn, ports, bid.answers ? conversation.returning?.order : undefined);
  const { days } = ports.shop.returns;
  if (own.kind === 'notFound') return notFound(own.number, voice);
  if (own.kind === 'none') {
    const said = returnReasonIn(turn);
    const isFault = said !== undefined && said !== 'unwanted' && !asksSomething(turn);
    const person = [voice.offer('human.request')];
    return isFault
      ? decision({
          events: [{ kind: 'confirmation.asked', pending: 'human.request' }],
          replies: [voice.text('return.ourFault', {}, person)],
        })
      : decision({ replies: [voice.text('return.whichOrder', { days }, person)] });
  }

  const { order } = own;
  const known = conversation.returning?.order === order.number ? conversation.returning : undefined;
  const reason = returnReasonIn(turn) ?? known?.reason;
  const claim: ReturnClaim = {
    order: order.number,
    ...(reason && { reason }),
    ...(photo !== undefined ? { photo } : known?.photo !== undefined && { photo: known.photo }),
  };
  const refusal = refusalOf(order, reason, turn, ports, voice);
  if (refusal) return refusal;
  if (!reason) return askReason(claim, days, voice);
  return requested({ ...claim, reason }, turn, ports, voice);
}

/** Why it can't come back, or not in this way. */
function refusalOf(
  { number, status, deliveredAt }: Order,
  reason: ReturnReason | undefined,
  turn: Turn,
  ports: Ports,
  voice: Voice,
): Decision | undefined {
  const { days } = ports.shop.returns;
  const person = voice.offer('human.request');
  if (status === 'cancelled' || status === 'returned')
    return decision({ replies: [voice.text(`order.tooLate.${status}`, { number }, [person])] });
  if (status === 'placed') {
    return decision({
      replies: [voice.text('return.notSentYet', { number }, [voice.offer('order.change'), person])],
    });
  }
  if (reason !== undefined && reason !== 'unwanted') return undefined;
  if (status === 'shipped' && reason === 'unwanted')
    return decision({ replies: [voice.text('return.notHereYet', { number, days }, [person])] });
  const age = deliveredAt && daysBetween(localDay(deliveredAt, ports.shop.timeZone), turn.today);
  if (age === undefined || age <= days) return undefined;
  const date = { date: localDay(deliveredAt!, ports.shop.timeZone) };
  return reason === 'unwanted'
    ? decision({ replies: [voice.text('return.tooLate', { number, days, date }, [person])] })
    : undefined;
}

const askReason = (claim: ReturnClaim, days: number, voice: Voice): Decision =>
  decision({
    events: [
      { kind: 'return.begun', claim },
      { kind: 'slot.asked', slot: 'reason', pending: INTENT },
    ],
    replies: [
      voice.text(
        'return.askReason',
        { number: claim.order, days },
        (['damaged', 'wrongItem', 'missing', 'unwanted'] as const).map((reason) => said(reason, voice)),
      ),
    ],
  });

const said = (reason: ReturnReason, voice: Voice): Choice => {
  const label = voice.say(`choice.return.${reason}`);
  return { label, text: label };
};

async function requested(
  { order: orderNumber, reason, photo }: ReturnClaim & { readonly reason: ReturnReason },
  turn: Turn,
  ports: Ports,
  voice: Voice,
): Promise<Decision> {
  const number = turn.newNumber('R');
  const reach = await askReach(turn, ports);
  const wantsPhoto = reason === 'damaged' && photo === undefined;
  const words = turn.understanding.text.slice(0, NOTE_LENGTH);
  const label = `return ${number} of ${orderNumber}, ${reason}: send the label`;
  const text = voice.join([
    voice.say(`return.requested.${reason}`, { number, order: orderNumber }),
    ...(photo === undefined ? [] : [voice.say('return.withPhoto', { photo })]),
    voice.say('return.label'),
    ...(wantsPhoto ? [voice.say('return.askPhoto')] : reach.sentences),
  ]);
  return decision({
    events: [
      { kind: 'return.requested', number, order: orderNumber },
      ...(wantsPhoto ? [{ kind: 'slot.asked' as const, slot: 'photo', pending: INTENT }] : reach.events),
    ],
    effects: [
      {
        kind: 'return.request',
        number,
        orderNumber,
        reason,
        ...(photo !== undefined && { photo }),
        note: words,
      },
      { kind: 'task.create', task: 'contact', dueOn: turn.today, note: label },
    ],
    replies: [{ kind: 'text', language: voice.language, text, choices: [voice.offer('human.request')] }],
  });
}

const photoAdded = (number: string, photo: string, voice: Voice): Decision =>
  decision({
    effects: [{ kind: 'return.photo', number, photo }],
    replies: [voice.text('return.photoAdded', { number, photo })],
  });
