import { duplicateKey } from '../../crm/duplicate-key.ts';
import { insertsOf } from '../../crm/grouped-writes.ts';
import type { Models } from '../../crm/models/index.ts';
import type { Author, TurnRecord } from '../../crm/models/turn.ts';
import { replay } from '../../dialogs/conversation/conversation.ts';
import type { Conversation } from '../../dialogs/conversation/state.ts';
import type { IncomingMessage } from '../../dialogs/message.ts';
import type { Decision, ExplainedDecision } from '../../dialogs/skill.ts';
import type { Log } from '../log.ts';
import { Conversations, type Standing } from './conversations.ts';
import { type DecidingOptions, decideTurn } from './decide-turn.ts';
import { KeyedQueue } from './keyed-queue.ts';
import type { Outbox } from './outbox.ts';
import { recordOf } from './record.ts';

export interface TurnsOptions extends DecidingOptions {
  readonly models: Models;
  readonly outbox: Outbox;
  /**
   * How old, in ms, what another process added to a conversation must be before this one performs it: 0 where replies
   * leave by it as well as by any. Undefined where they do not leave by it.
   */
  readonly relayAfterMs: (channel: string, conversationId: string) => number | undefined;
  /** Whether replies of the channel that do not arrive are read from the log. */
  readonly isResumed: (channel: string) => boolean;
  /** Whether other processes work on the same store. */
  readonly isShared: boolean;
  readonly log: Log;
}

export interface Accepted {
  readonly turn: TurnRecord;
  /** True when this message id had been answered before: nothing new happened. */
  readonly repeated: boolean;
  /** Resolves when effects and replies are through, or put off to a later sweep. */
  readonly finished: Promise<void>;
}

/** What a person or the server adds to a conversation; `id` is given once, so that nothing is added twice. */
export interface Addition {
  readonly conversationId: string;
  readonly id: string;
  readonly by: Author;
  /** Asked again where another process was quicker. Undefined: nothing is to be added any more. */
  make(state: Conversation, at: Date): Promise<Decision | undefined>;
}

interface Appended {
  readonly turn: TurnRecord;
  /** After the turn. */
  readonly standing: Standing;
  /** Whether the log had the message before. */
  readonly repeated: boolean;
}

const COMMIT_ATTEMPTS = 5;
const QUEUE = { maxPerKey: 20, max: 5_000 };
const SWEEP_BATCH = 200;
const CLAIM_MS = 30_000;

/** From message to committed turn to replies: one at a time within a conversation. */
export class Turns {
  readonly #options: TurnsOptions;
  readonly #queue = new KeyedQueue(QUEUE);
  readonly #conversations: Conversations;

  constructor(options: TurnsOptions) {
    this.#options = options;
    this.#conversations = new Conversations(options.models, (id) => options.outbox.finishedUpTo(id));
  }

  /**
   * Resolves once the turn is on disk: only then may a channel tell its client that the message is accepted.
   * A message id seen before in the conversation is answered with the stored turn.
   * @param isNew the conversation began with this message, as far as the channel knows
   * @throws RainmakerError TOO_BUSY; whatever else is thrown left nothing behind.
   */
  receive(message: IncomingMessage, isNew = false): Promise<Accepted> {
    return new Promise((resolve, reject) => {
      this.#queue
        .run(message.conversationId, async () => {
          const appended = await this.#append(message.conversationId, isNew, (standing, attempt) =>
            decideTurn(this.#options, message, standing, attempt),
          );
          const { turn, standing, repeated } = appended!;
          const finished = this.#finish(standing);
          resolve({ turn, repeated, finished });
          await finished;
        })
        .catch(reject);
    });
  }

  /** Turns of a conversation whose replies a client has not seen, oldest first. */
  async since(conversationId: string, lastReply: number, limit: number): Promise<readonly TurnRecord[]> {
    const turns = await this.#options.models.Turn.find({ conversationId, lastReply: { $gt: lastReply } })
      .sort({ seq: -1 })
      .limit(limit)
      .lean();
    return this.#withheld(turns.reverse());
  }

  /** What a crash left undelivered must not be read either once a person has taken over. */
  async #withheld(turns: readonly TurnRecord[]): Promise<readonly TurnRecord[]> {
    const open = turns.find(({ status, by }) => status === 'committed' && !by);
    const taken = open && (await this.#options.outbox.takenAfter(open));
    if (!taken) return turns;
    return turns.map((turn) =>
      turn.by || turn.seq > taken
        ? turn
        : {
            ...turn,
            outbox: turn.outbox.map((item) =>
              item.kind === 'reply' && item.status === 'pending' ? { ...item, status: 'withheld' } : item,
            ),
          },
    );
  }

  /**
   * Finishes turns from before `before` that a crash or an outage left committed but not done; all of them, or those
   * of conversations that this process serves. Returns how many it took up.
   */
  async sweep(before: Date, ofWhom: 'all' | 'served' = 'all'): Promise<number> {
    const left = await this.#options.models.Turn.find(
      { status: 'committed', at: { $lte: before } },
      { conversationId: 1, channel: 1 },
    )
      .limit(SWEEP_BATCH)
      .lean();
    return this.#takeUp(ofWhom === 'all' ? left : left.filter(this.#isServed));
  }

  readonly #isServed = ({ channel, conversationId }: Pick<TurnRecord, 'channel' | 'conversationId'>) =>
    this.#options.relayAfterMs(channel, conversationId) !== undefined;

  async #takeUp(left: readonly Pick<TurnRecord, 'conversationId'>[]): Promise<number> {
    const conversations = [...new Set(left.map((turn) => turn.conversationId))];
    await Promise.all(
      conversations.map((conversationId) =>
        this.#queue.run(conversationId, async () => {
          this.#conversations.forget(conversationId);
          await this.#finish(await this.#conversations.standing(conversationId), conversationId);
        }),
      ),
    );
    return left.length;
  }

  /**
   * Adds to the log of a conversation what no message of the visitor is behind. The unique index on conversation and
   * seq makes it one decision on one state: of two reps who take the same conversation only one finds it free.
   * @returns whether it is in the log.
   */
  async add({ conversationId, id, by, make }: Addition): Promise<boolean> {
    const { models, now, relayAfterMs } = this.#options;
    return this.#queue.run(conversationId, async () => {
      // What other processes have added is only in the store.
      this.#conversations.forget(conversationId);
      if (await models.Turn.exists({ conversationId, messageId: id })) return true;
      const added = await this.#append(conversationId, false, async (standing) => {
        const last = await models.Turn.findOne({ conversationId, seq: standing.seq }).lean();
        const at = now();
        const made = last && (await make(standing.state, at));
        if (!made) return undefined;
        const { action: _, role: __, ...address } = last.message as IncomingMessage;
        return recordOf({
          message: { ...address, id, text: '', at },
          standing,
          session: standing.session,
          understanding: null,
          decision: { skill: by.kind, bids: [], ...made },
          at,
          decidedAt: at,
          by,
        });
      });
      if (!added || added.repeated) return added !== undefined;
      if (relayAfterMs(added.turn.channel, conversationId) === 0 && (await this.#claim(added.turn)))
        await this.#finish(added.standing);
      else this.#conversations.forget(conversationId);
      return true;
    });
  }

  /** Performs what people in other processes have added to conversations that this process serves. */
  async relay(): Promise<void> {
    const added = await this.#options.models.Turn.find(
      { status: 'committed', by: { $exists: true } },
      { conversationId: 1, channel: 1, at: 1 },
    )
      .limit(SWEEP_BATCH)
      .lean();
    const at = this.#options.now().getTime();
    const claimed = await Promise.all(
      added.map(async (entry) => {
        const after = this.#options.relayAfterMs(entry.channel, entry.conversationId);
        return after !== undefined && at - entry.at.getTime() >= after && (await this.#claim(entry));
      }),
    );
    await this.#takeUp(added.filter((_, index) => claimed[index]));
  }

  /** Of several processes that could perform an entry only one says it; again after a while, should that one be gone. */
  async #claim({ _id }: Pick<TurnRecord, '_id'>): Promise<boolean> {
    if (!this.#options.isShared) return true;
    const at = this.#options.now();
    const { modifiedCount } = await this.#options.models.Turn.updateOne(
      {
        _id,
        status: 'committed',
        $or: [{ claimedAt: null }, { claimedAt: { $lte: new Date(at.getTime() - CLAIM_MS) } }],
      },
      { $set: { claimedAt: at } },
    );
    return modifiedCount === 1;
  }

  /** Reads every conversation from the store when it is next needed: somebody changed the log itself. */
  forget(): void {
    this.#conversations.clear();
  }

  /** Waits for everything under way. */
  async idle(): Promise<void> {
    await this.#queue.idle();
    await this.#options.outbox.settle();
  }

  /**
   * Puts into the log what `make` makes of the conversation as it stands: again, as another attempt, where another process
   * was quicker or a number is taken. Nothing, where it makes nothing.
   */
  async #append(
    conversationId: string,
    isNew: boolean,
    make: (standing: Standing, attempt: number) => Promise<TurnRecord | undefined>,
  ): Promise<Appended | undefined> {
    for (let attempt = 1; ; attempt++) {
      const standing = await this.#conversations.standing(conversationId, isNew && attempt === 1);
      const made = await make(standing, attempt);
      if (!made) return undefined;
      const state = replay((made.decision as ExplainedDecision).events, standing.state);
      const turn = this.#isDoneOnceTold(made, standing, state) ? { ...made, status: 'done' as const } : made;
      try {
        await insertsOf(this.#options.models.Turn).write(
          turn.status === 'done' ? { ...turn, outbox: [] } : turn,
        );
      } catch (error) {
        if (duplicateKey(error) === undefined || attempt === COMMIT_ATTEMPTS) throw error;
        this.#conversations.forget(conversationId);
        const { channel, messageId } = turn;
        const stored = await this.#options.models.Turn.findOne({ conversationId, channel, messageId }).lean();
        if (!stored) continue;
        return {
          turn: stored,
          standing: await this.#conversations.standing(conversationId),
          repeated: true,
        };
      }
      const next: Standing = {
        seq: turn.seq,
        session: turn.session,
        lastReply: turn.lastReply,
        lastAt: turn.at,
        state,
        unfinished: [...standing.unfinished, turn],
      };
      this.#conversations.remember(conversationId, next);
      return { turn, standing: next, repeated: false };
    }
  }

  /**
   * Whether nothing of a turn needs an eye kept on it: it has no effects, its replies are in the log for who resumes, none
   * waits for an earlier turn, and no person may come before them. It is in the store as done from the beginning.
   */
  #isDoneOnceTold({ channel, by, decision }: TurnRecord, { unfinished }: Standing, { person }: Conversation) {
    const { effects } = decision as ExplainedDecision;
    const isAlone = effects.length === 0 && unfinished.length === 0 && person === undefined && !by;
    return isAlone && this.#options.isResumed(channel);
  }

  /** Performs what is unfinished, oldest first; a turn that cannot be done yet holds back the later ones. */
  async #finish(standing: Standing, conversationId = standing.unfinished[0]?.conversationId): Promise<void> {
    if (conversationId === undefined) return;
    const left = [...standing.unfinished];
    const mayBeTaken = standing.state.person !== undefined;
    try {
      while (left.length > 0 && (await this.#options.outbox.perform(left[0]!, mayBeTaken))) left.shift();
      this.#conversations.remember(conversationId, { ...standing, unfinished: left });
    } catch (error) {
      // The store did not take the outcome: forget what we think, the sweep reads the truth again.
      this.#conversations.forget(conversationId);
      this.#options.log.error({ err: error, conversationId }, 'outbox could not note a turn as done');
    }
  }
}
