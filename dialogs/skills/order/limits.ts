import type { Skill } from '../../skill.ts';
import { decision, voiceOf } from '../../voice.ts';

/** Says what no quote and no order here has a place for, rather than passing it over, and offers a person. */
const saying =
  (key: string): Skill['run'] =>
  async (turn, ports) => {
    const voice = voiceOf(turn, ports);
    return decision({ replies: [voice.text(key, {}, [voice.offer('human.request')])] });
  };

/** "half now and half in March": one order is one delivery. */
export const split = saying('order.split');

/** "it's for Bluebird Cafe", "our PO number is 4711". */
export const details = saying('order.details');
