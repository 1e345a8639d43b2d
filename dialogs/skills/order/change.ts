import type { Ports } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { decision, voiceOf } from '../../voice.ts';
import { handoff } from '../human/handoff.ts';
import { ownOrder } from './own-order.ts';
import { notFound } from './status.ts';

/** A person changes or cancels an order; the bot says what state it is in and passes the wish on. */
export async function change(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const own = await ownOrder(turn, ports);
  if (own.kind === 'notFound') return notFound(own.number, voice);
  if (own.kind === 'none')
    return decision({ replies: [voice.text('order.none', {}, [voice.offer('human.request')])] });
  const { number, status } = own.order;
  if (status !== 'placed') {
    return decision({
      replies: [
        voice.text(`order.tooLate.${status}`, { number }, [
          ...(status === 'cancelled' || status === 'returned' ? [] : [voice.offer('order.return')]),
          voice.offer('human.request'),
        ]),
      ],
    });
  }
  const { events, effects } = handoff(turn, `order.change ${number}`);
  return decision({ events, effects, replies: [voice.text('order.changePassedOn', { number })] });
}
