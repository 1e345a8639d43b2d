import type { Understanding } from '../../nlu/understanding.ts';
import type { Ports } from '../ports.ts';
import type { Choosing, Decision, Role, Skill, Turn } from '../skill.ts';

const VISITORS: readonly Role[] = ['visitor'];

/** Exactly one skill: the highest bid, the earlier in the list where two are equal. */
export function choose(turn: Turn, ports: Ports, skills: readonly Skill[]): Choosing {
  const role = turn.message.role ?? 'visitor';
  const bids = skills
    .filter(({ roles = VISITORS }) => roles.includes(role))
    .flatMap((skill) => {
      const bid = skill.bid(turn, ports);
      return bid ? [{ skill, bid }] : [];
    })
    .sort((a, b) => b.bid.score - a.bid.score);
  const winner = bids[0];
  if (!winner) throw new Error('no skill bids: the list must hold one that always does');
  return { ...winner, bids: bids.map(({ skill, bid }) => ({ skill: skill.name, ...bid })) };
}

/** What one clause of a message, or all of it, is answered by. */
export interface Part extends Choosing {
  readonly understanding: Understanding;
  /** What the skill made of it, where that is known already. */
  readonly made?: Decision;
  /** Chosen in the talk as it is once the parts before it are done. */
  readonly isSettled?: true;
}

export type Choose = (turn: Turn) => Choosing;

const COURTESIES = ['greet', 'thanks', 'praise'];
export const isCourtesy = ({ bid: { intent } }: Pick<Choosing, 'bid'>): boolean =>
  intent !== undefined && COURTESIES.includes(intent);
