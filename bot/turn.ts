import { Types } from 'mongoose';
import { localDay } from '../crm/calendar.ts';
import { duplicateKey } from '../crm/duplicate-key.ts';
import type { Models } from '../crm/models/index.ts';
import type { TurnRecord } from '../crm/models/turn.ts';
import { decide } from '../dialogs/choose.ts';
import { clausesOf } from '../dialogs/clauses.ts';
import { carry, replay } from '../dialogs/conversation/conversation.ts';
import type { ConversationEvent } from '../dialogs/conversation/event.ts';
import type { IncomingMessage } from '../dialogs/message.ts';
import type { Ports } from '../dialogs/ports.ts';
import type { ExplainedDecision, Skill } from '../dialogs/skill.ts';
import type { Understand } from '../nlu/understand.ts';
import { Conversations, type Standing } from './conversations.ts';
import { KeyedQueue } from './keyed-queue.ts';
import type { Log } from './log.ts';
import { documentNumber } from './numbering.ts';
import type { Outbox } from './outbox.ts';

/** What reads a message, and the version of the intent model that is in it. */
export interface Pipeline {
  readonly modelVersion: number;
  readonly understand: Understand;
}

export interface TurnsOptions {
  readonly models: Models;
  /** The language pipeline as it is now; a turn takes it once, for the message and all its clauses. */
  readonly pipeline: () => Pipeline;
  readonly skills: readonly Skill[];
  readonly ports: Ports;
  readonly outbox: Outbox;
  readonly log: Log;
  readonly now: () => Date;
  /** Secret of this installation that makes document numbers unguessable. */
  readonly secret: string;
}

export interface Accepted {
  readonly turn: TurnRecord;
  /** True when this message id had been answered before: nothing new happened. */
  readonly repeated: boolean;
  /** Resolves when effects and replies are through, or put off to a later sweep. */
  readonly finished: Promise<void>;
}

/** After this long a silence, or this many turns, a conversation starts a new session. */
const SESSION_MS = 12 * 3_600_000;
const SESSION_TURNS = 200;
const COMMIT_ATTEMPTS = 5;
const QUEUE = { maxPerKey: 20, max: 5_000 };
const SWEEP_BATCH = 200;

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
   * @throws RainmakerError TOO_BUSY; whatever else is thrown left nothing behind.
   */
  receive(message: IncomingMessage): Promise<Accepted> {
    return new Promise((resolve, reject) => {
      this.#queue
        .run(message.conversationId, async () => {
          const { turn, standing, repeated } = await this.#commit(message);
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
    return turns.reverse();
  }

  /**
   * Finishes turns from before `before` that a crash or an outage left committed but not done.
   * Returns how many it took up.
   */
  async sweep(before: Date): Promise<number> {
    const left = await this.#options.models.Turn.find(
      { status: 'committed', at: { $lte: before } },
      { conversationId: 1 },
    )
      .limit(SWEEP_BATCH)
      .lean();
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

  /** Waits for everything under way. */
  async idle(): Promise<void> {
    await this.#queue.idle();
    await this.#options.outbox.settle();
  }

  async #commit(
    message: IncomingMessage,
  ): Promise<{ turn: TurnRecord; standing: Standing; repeated: boolean }> {
    const { models } = this.#options;
    const { conversationId, channel, id: messageId } = message;
    for (let attempt = 1; ; attempt++) {
      const standing = await this.#conversations.standing(conversationId);
      const turn = await this.#decide(message, standing);
      try {
        await models.Turn.collection.insertOne(turn);
      } catch (error) {
        if (duplicateKey(error) === undefined || attempt === COMMIT_ATTEMPTS) throw error;
        // The message is there already, or another process was quicker: look again at what the conversation is.
        this.#conversations.forget(conversationId);
        const stored = await models.Turn.findOne({ conversationId, channel, messageId }).lean();
        if (stored)
          return {
            turn: stored,
            standing: await this.#conversations.standing(conversationId),
            repeated: true,
          };
        continue;
      }
      const { events } = turn.decision as ExplainedDecision;
      const next: Standing = {
        seq: turn.seq,
        session: turn.session,
        lastReply: turn.lastReply,
        lastAt: turn.at,
        state: replay(events, standing.state),
        unfinished: [...standing.unfinished, turn],
      };
      this.#conversations.remember(conversationId, next);
      return { turn, standing: next, repeated: false };
    }
  }

  async #decide(message: IncomingMessage, standing: Standing): Promise<TurnRecord> {
    const { pipeline, skills, ports, now, secret } = this.#options;
    const { understand, modelVersion } = pipeline();
    const at = now();
    const seq = standing.seq + 1;
    const isNewSession =
      standing.lastAt === undefined ||
      at.getTime() - standing.lastAt.getTime() > SESSION_MS ||
      seq - standing.session >= SESSION_TURNS;
    const opening: ConversationEvent[] = isNewSession
      ? [{ kind: 'session.started', at, carried: carry(standing.state) }]
      : [];
    const conversation = replay(opening, standing.state);
    // The language spoken so far outweighs that of the client.
    const locale = conversation.language ?? message.locale;
    const context = { now: at, ...(locale !== undefined && { locale }) };
    const understanding = understand(message.text, context);
    const clauses = clausesOf(message.text).map((clause) => ({
      ...understand(clause, context),
      language: understanding.language,
    }));
    const today = localDay(at, ports.shop.timeZone);
    const turnKey = `${message.conversationId}:${seq}`;
    const decideWith = (salt: number) =>
      decide(
        {
          message,
          understanding,
          clauses,
          conversation,
          now: at,
          today,
          newNumber: (prefix) => documentNumber(prefix, today, secret, `${turnKey}:${salt}`),
        },
        ports,
        skills,
      );
    let decided = await decideWith(0);
    // Six digits are short enough to read out, so two documents of a day may draw the same: then draw again.
    for (let salt = 1; await this.#isNumberTaken(decided); salt++) decided = await decideWith(salt);
    const decision: ExplainedDecision = { ...decided, events: [...opening, ...decided.events] };
    return {
      _id: new Types.ObjectId(),
      conversationId: message.conversationId,
      seq,
      session: isNewSession ? seq : standing.session,
      channel: message.channel,
      messageId: message.id,
      message,
      understanding,
      modelVersion,
      decision,
      firstReply: standing.lastReply + 1,
      lastReply: standing.lastReply + decision.replies.length,
      outbox: [...decision.effects, ...decision.replies].map((_, index) => ({
        key: `${turnKey}:${index}`,
        kind: index < decision.effects.length ? 'effect' : 'reply',
        status: 'pending',
        attempts: 0,
      })),
      status: 'committed',
      at,
      decidedAt: now(),
    };
  }

  async #isNumberTaken({ effects }: ExplainedDecision): Promise<boolean> {
    const { Quote, Order, Return } = this.#options.models;
    for (const effect of effects) {
      if (effect.kind === 'quote.create' && (await Quote.exists({ number: effect.quote.number })))
        return true;
      if (effect.kind === 'order.place' && (await Order.exists({ number: effect.orderNumber }))) return true;
      if (effect.kind === 'return.request' && (await Return.exists({ number: effect.number }))) return true;
    }
    return false;
  }

  /** Performs what is unfinished, oldest first; a turn that cannot be done yet holds back the later ones. */
  async #finish(standing: Standing, conversationId = standing.unfinished[0]?.conversationId): Promise<void> {
    if (conversationId === undefined) return;
    const left = [...standing.unfinished];
    try {
      while (left.length > 0 && (await this.#options.outbox.perform(left[0]!))) left.shift();
      this.#conversations.remember(conversationId, { ...standing, unfinished: left });
    } catch (error) {
      // The store did not take the outcome: forget what we think, the sweep reads the truth again.
      this.#conversations.forget(conversationId);
      this.#options.log.error({ err: error, conversationId }, 'outbox could not note a turn as done');
    }
  }
}
