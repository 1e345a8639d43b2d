import type { Ports } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { decision, voiceOf } from '../../voice.ts';

/** "half now and half in March": one order is one delivery, which is said rather than passed over. */
export async function split(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  return decision({ replies: [voice.text('order.split', {}, [voice.offer('human.request')])] });
}

/** "it's for Bluebird Cafe", "our PO number is 4711": what no quote and no order here has a place for. */
export async function details(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  return decision({ replies: [voice.text('order.details', {}, [voice.offer('human.request')])] });
}
