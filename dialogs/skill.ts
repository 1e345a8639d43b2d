import type { Understanding } from '../nlu/understanding.ts';
import type { ConversationEvent } from './conversation/event.ts';
import type { Conversation } from './conversation/state.ts';
import type { Effect } from './effect.ts';
import type { IncomingMessage } from './message.ts';
import type { Ports } from './ports.ts';
import type { Reply } from './reply.ts';

/** One message on its way to a decision. */
export interface Turn {
  readonly message: IncomingMessage;
  readonly understanding: Understanding;
  /** Its sentences understood one by one, where there are several: see `clausesOf`. */
  readonly clauses?: readonly Understanding[];
  /** It began with a greeting, which is no part of what was understood. */
  readonly isGreeted?: true;
  /** Intents of the message that are seen to already: what else it wants is looked for. */
  readonly settled?: readonly string[];
  /** Another part of the message is answered after this one: what is asked back in the end is left to the last. */
  readonly isFollowed?: boolean;
  /** What it asks is of goods that the message only asks the price of: nothing is ordered yet. */
  readonly onlyWonders?: true;
  /** The state before this turn: a reduction of the conversation's events. */
  readonly conversation: Conversation;
  readonly now: Date;
  /** `now` as a local day of the shop, YYYY-MM-DD. */
  readonly today: string;
  /** A number for a new document, e.g. `Q-261123-4K7P2M`: the same whenever it is asked for in this turn. */
  newNumber(prefix: 'Q' | 'O' | 'R' | 'M' | 'D' | 'C' | 'A'): string;
}

/** What a skill makes of a turn. Nothing of it has happened until the turn is committed. */
export interface Decision {
  readonly events: readonly ConversationEvent[];
  readonly effects: readonly Effect[];
  readonly replies: readonly Reply[];
}

/** How strongly a skill wants a turn, 0 to 1, and why, for the turn record. */
export interface Bid {
  readonly score: number;
  readonly why: string;
  /** The intent the skill would act on. */
  readonly intent?: string;
  /** Which of the many things that the skill can answer. */
  readonly about?: string;
  /** The message answers the bot's open question. */
  readonly answers?: true;
}

export type Role = 'visitor' | 'rep';

export interface Skill {
  readonly name: string;
  /** Who it serves; visitors alone where it does not say. */
  readonly roles?: readonly Role[];
  /** Pure: looks at understanding, conversation and what the ports hold in memory; asks none of them to look anything up. */
  bid(turn: Turn, ports: Ports): Bid | undefined;
  /** `bid` is its own, which won. */
  run(turn: Turn, ports: Ports, bid: Bid): Promise<Decision>;
}

export interface Choosing {
  readonly skill: Skill;
  readonly bid: Bid;
  /** All bids, the winner first. */
  readonly bids: readonly (Bid & { readonly skill: string })[];
}

/** A decision with the name of the one skill that made it and the bids it won against. */
export interface ExplainedDecision extends Decision {
  readonly skill: string;
  readonly bids: readonly (Bid & { readonly skill: string })[];
  /** Where sentences were answered one by one: who answered each, and why. */
  readonly parts?: readonly (Bid & { readonly skill: string })[];
}
