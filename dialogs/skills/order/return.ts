import type { Ports } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { decision, voiceOf } from '../../voice.ts';
import { handoff } from '../human/handoff.ts';
import { ownOrder } from './own-order.ts';
import { notFound } from './status.ts';

/** A return, refund or damage: the terms, and a person who sees to it. */
export async function returnOrder(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const own = await ownOrder(turn, ports);
  if (own.kind === 'notFound') return notFound(own.number, voice);
  const { days } = ports.shop.returns;
  if (own.kind === 'none') {
    return decision({ replies: [voice.text('return.whichOrder', { days }, [voice.offer('human.request')])] });
  }
  const { number } = own.order;
  const { events, effects } = handoff(turn, `order.return ${number}`);
  return decision({ events, effects, replies: [voice.text('return.passedOn', { number, days })] });
}
