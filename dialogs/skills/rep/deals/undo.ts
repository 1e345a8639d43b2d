import type { RepEffect } from '../../../effect.ts';
import type { Ports } from '../../../ports.ts';
import type { Decision, Turn } from '../../../skill.ts';
import { voiceOf } from '../../../voice.ts';
import { propose } from '../reply/propose.ts';
import { proposeChanges } from './change.ts';
import { dealLine } from './deals.ts';

/** Offers to put deals back as they were, or to remove the one that was made; nothing where none is there. */
export async function undoDeals(
  effects: readonly RepEffect[],
  turn: Turn,
  ports: Ports,
): Promise<Decision | undefined> {
  const voice = voiceOf(turn, ports);
  const changes = effects.filter((effect) => effect.kind === 'deal.change');
  const removals = effects.filter((effect) => effect.kind === 'deal.remove');
  const keys = [...changes, ...removals].map(({ key }) => key);
  const deals = keys.length > 0 ? await ports.sales.deals({ keys }) : [];
  const [deal] = deals;
  if (!deal) return undefined;
  if (changes.length > 0) return proposeChanges(changes, deals, turn, ports, []);
  return propose(removals, voice.say('rep.shallIRemove', { deal: dealLine(deal, voice) }), voice);
}
