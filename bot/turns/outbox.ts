import { setTimeout as sleep } from 'node:timers/promises';
import type { Models } from '../../crm/models/index.ts';
import type { OutboxItem, TurnRecord } from '../../crm/models/turn.ts';
import type { Effect } from '../../dialogs/effect.ts';
import type { IncomingMessage } from '../../dialogs/message.ts';
import type { Reply } from '../../dialogs/reply.ts';
import type { ExplainedDecision } from '../../dialogs/skill.ts';
import type { Log } from '../log.ts';
import { DoneMarks } from './done-marks.ts';
import { type Carry, performEffect } from './effects.ts';

/** A reply on its way out, with its number within the conversation. */
export interface Delivery {
  readonly conversationId: string;
  readonly number: number;
  readonly reply: Reply;
  /** The message it answers. */
  readonly message: IncomingMessage;
}

/** Hands a reply to the channel the message came by. A throw means: try again later. */
export type Deliver = (delivery: Delivery) => Promise<void>;

export interface OutboxOptions {
  readonly models: Models;
  readonly deliver: Deliver;
  readonly carry: Carry;
  readonly log: Log;
  /** Called after each effect. */
  readonly onEffect: (effect: Effect) => void;
}

const ATTEMPTS_AT_ONCE = 3;
const ATTEMPTS_EVER = 20;
const BACKOFF_MS = 50;

/** Carries out what a committed turn decided: every effect once, then every reply, then it is done. */
export class Outbox {
  readonly #models: Models;
  readonly #deliver: Deliver;
  readonly #carry: Carry;
  readonly #log: Log;
  readonly #onEffect: (effect: Effect) => void;
  readonly #marks: DoneMarks;

  constructor({ models, deliver, carry, log, onEffect }: OutboxOptions) {
    this.#models = models;
    this.#carry = carry;
    this.#deliver = deliver;
    this.#log = log;
    this.#onEffect = onEffect;
    this.#marks = new DoneMarks(models, log);
  }

  /** Turns of the conversation up to this one are done, although the store may not say so yet; 0 for none. */
  finishedUpTo(conversationId: string): number {
    return this.#marks.finishedUpTo(conversationId);
  }

  /** Writes down what is done. */
  settle(): Promise<void> {
    return this.#marks.settle();
  }

  /** `seq` at which a person last took the conversation over, where that was after this turn. */
  async takenAfter({ conversationId, seq }: TurnRecord): Promise<number | undefined> {
    const taken = await this.#models.Turn.findOne({
      conversationId,
      seq: { $gt: seq },
      'decision.events.kind': 'person.joined',
    })
      .sort({ seq: -1 })
      .select({ seq: 1 })
      .lean();
    return taken?.seq;
  }

  /**
   * Effects come first, because the replies speak of them as done. What fails is tried again at once a few
   * times; then the turn stays `committed` for the next sweep, until an item has failed for good. Where a person
   * may have taken the conversation over by now, the bot's replies are withheld if one has.
   * @returns whether the turn is done.
   */
  async perform(turn: TurnRecord, mayBeTaken: boolean): Promise<boolean> {
    const message = turn.message as IncomingMessage;
    const decision = turn.decision as ExplainedDecision;
    const items: OutboxItem[] = [];
    let held = false;
    for (const [index, item] of turn.outbox.entries()) {
      if (item.status !== 'pending' || held) {
        items.push(item);
        continue;
      }
      const effect = decision.effects[index];
      if (!effect && mayBeTaken && !turn.by && (await this.takenAfter(turn)) !== undefined) {
        items.push({ ...item, status: 'withheld' });
        continue;
      }
      const replyIndex = index - decision.effects.length;
      const settled = await this.#attempt(item, () =>
        effect !== undefined
          ? this.#perform(item.key, message, effect)
          : this.#deliver({
              conversationId: turn.conversationId,
              number: turn.firstReply + replyIndex,
              reply: decision.replies[replyIndex]!,
              message,
            }),
      );
      items.push(settled);
      held = settled.status === 'pending' && effect !== undefined;
    }
    if (items.every((item) => item.status === 'done')) {
      if (turn.status === 'committed') this.#marks.add(turn);
      return true;
    }
    const done = items.every((item) => item.status !== 'pending');
    await this.#models.Turn.updateOne(
      { conversationId: turn.conversationId, seq: turn.seq },
      { $set: { outbox: items, status: done ? 'done' : 'committed' } },
    );
    return done;
  }

  async #perform(key: string, message: IncomingMessage, effect: Effect): Promise<void> {
    try {
      await performEffect(this.#models, key, message, effect, this.#carry);
    } finally {
      this.#onEffect(effect);
    }
  }

  async #attempt(item: OutboxItem, act: () => Promise<void>): Promise<OutboxItem> {
    let attempts = item.attempts;
    for (;;) {
      attempts++;
      try {
        await act();
        return { key: item.key, kind: item.kind, status: 'done', attempts };
      } catch (error) {
        const cause = error instanceof Error ? error.message : String(error);
        const status = attempts >= ATTEMPTS_EVER ? 'failed' : 'pending';
        this.#log[status === 'failed' ? 'error' : 'warn'](
          { key: item.key, attempts, cause },
          status === 'failed' ? 'outbox item given up' : 'outbox item failed, will be tried again',
        );
        if (status === 'failed' || attempts % ATTEMPTS_AT_ONCE === 0)
          return { key: item.key, kind: item.kind, status, attempts, error: cause.slice(0, 500) };
        await sleep(BACKOFF_MS * 2 ** (attempts % ATTEMPTS_AT_ONCE));
      }
    }
  }
}
