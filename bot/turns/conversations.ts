import type { Models } from '../../crm/models/index.ts';
import type { TurnRecord } from '../../crm/models/turn.ts';
import { replay } from '../../dialogs/conversation/conversation.ts';
import { type Conversation, newConversation } from '../../dialogs/conversation/state.ts';
import type { ExplainedDecision } from '../../dialogs/skill.ts';

/** Where a conversation stands after its last turn. */
export interface Standing {
  readonly seq: number;
  readonly session: number;
  readonly lastReply: number;
  readonly lastAt?: Date;
  readonly state: Conversation;
  /** Committed turns whose effects or replies are not through yet, oldest first. */
  readonly unfinished: readonly TurnRecord[];
}

const NONE: Standing = { seq: 0, session: 0, lastReply: 0, state: newConversation, unfinished: [] };
const CACHED = 5_000;

/**
 * Standings of conversations, rebuilt from the turns of the current session and kept for the most recently
 * active ones. A stale entry is harmless: the unique index on conversation and seq refuses the commit.
 */
export class Conversations {
  readonly #models: Models;
  readonly #finishedUpTo: (conversationId: string) => number;
  readonly #recent = new Map<string, Standing>();

  /** @param finishedUpTo the last turn of a conversation that is done, whatever the store says yet; 0 for none */
  constructor(models: Models, finishedUpTo: (conversationId: string) => number) {
    this.#models = models;
    this.#finishedUpTo = finishedUpTo;
  }

  /** @param isNew nothing can be in the log of it yet, so that it need not be asked */
  async standing(conversationId: string, isNew = false): Promise<Standing> {
    return this.#recent.get(conversationId) ?? (isNew ? NONE : await this.#load(conversationId));
  }

  remember(conversationId: string, standing: Standing): void {
    this.#recent.delete(conversationId);
    this.#recent.set(conversationId, standing);
    if (this.#recent.size > CACHED) this.#recent.delete(this.#recent.keys().next().value!);
  }

  forget(conversationId: string): void {
    this.#recent.delete(conversationId);
  }

  clear(): void {
    this.#recent.clear();
  }

  async #load(conversationId: string): Promise<Standing> {
    // Asked before the store is: a mark written in between is in what the store answers.
    const finished = this.#finishedUpTo(conversationId);
    const { collection } = this.#models.Turn;
    const last = await collection.findOne<TurnRecord>({ conversationId }, { sort: { seq: -1 } });
    if (!last) return NONE;
    const [session, unfinished] = await Promise.all([
      collection
        .find<TurnRecord>(
          { conversationId, seq: { $gte: last.session } },
          { projection: { 'decision.events': 1 }, sort: { seq: 1 } },
        )
        .toArray(),
      collection.find<TurnRecord>({ status: 'committed', conversationId }, { sort: { seq: 1 } }).toArray(),
    ]);
    return {
      seq: last.seq,
      session: last.session,
      lastReply: last.lastReply,
      lastAt: last.at,
      state: replay(session.flatMap(({ decision }) => (decision as ExplainedDecision).events)),
      unfinished: unfinished.filter(({ seq }) => seq > finished),
    };
  }
}
