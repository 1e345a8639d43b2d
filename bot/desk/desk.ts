import { randomUUID } from 'node:crypto';
import { localDay } from '../../crm/calendar.ts';
import type { Handoff } from '../../crm/models/handoff.ts';
import type { Models } from '../../crm/models/index.ts';
import type { Author } from '../../crm/models/turn.ts';
import type { Person } from '../../dialogs/conversation/facts.ts';
import type { Conversation } from '../../dialogs/conversation/state.ts';
import { type DiscountDecision, discountDecided } from '../../dialogs/discount-decision.ts';
import { joined, left, said } from '../../dialogs/person.ts';
import type { Decision } from '../../dialogs/skill.ts';
import { type Speech, type Voice, voiceIn } from '../../dialogs/voice.ts';
import type { Turns } from '../turns/turn.ts';

export interface DeskOptions {
  readonly models: Models;
  readonly turns: Turns;
  readonly speech: Speech;
  readonly timeZone: string;
  readonly now: () => Date;
}

const QUEUE_SHOWN = 50;

/** What reps do with conversations. The log of turns decides every race; the queue is only where to look. */
export class Desk {
  readonly #options: DeskOptions;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** The rep of this name, or a new one. */
  async signIn(name: string): Promise<Person> {
    const { models, now } = this.#options;
    const wanted = name.trim().toLowerCase();
    const known = (await models.Rep.find({}).lean()).find(
      (rep) => rep.key === name || rep.name.toLowerCase() === wanted,
    );
    const rep = known ?? { key: `rep:${wanted}`, name: name.trim() };
    await models.Rep.updateOne(
      { key: rep.key },
      { $set: { seenAt: now() }, $setOnInsert: { name: rep.name, sample: false } },
      { upsert: true },
    );
    return { key: rep.key, name: rep.name };
  }

  /** Says that the rep's terminal is alive, and with it the conversations they have. */
  async isHere({ key }: Person): Promise<void> {
    const { models, now } = this.#options;
    await Promise.all([
      models.Rep.updateOne({ key }, { $set: { seenAt: now() } }),
      models.Handoff.updateMany({ rep: key, status: 'owned' }, { $set: { seenAt: now() } }),
    ]);
  }

  async signOut({ key }: Person): Promise<void> {
    await this.#options.models.Rep.updateOne({ key }, { $unset: { seenAt: '' } });
  }

  /** Those who wait, the next one first. */
  async queue(): Promise<readonly Handoff[]> {
    return this.#options.models.Handoff.find({ status: 'waiting' })
      .sort({ priority: -1, requestedAt: 1 })
      .limit(QUEUE_SHOWN)
      .lean();
  }

  /** The conversations that the rep has, as after a restart of their terminal. */
  async owned({ key }: Person): Promise<readonly Handoff[]> {
    return this.#options.models.Handoff.find({ rep: key, status: 'owned' }).sort({ takenAt: 1 }).lean();
  }

  /** @returns false when it does not wait any more. */
  take(conversationId: string, rep: Person): Promise<boolean> {
    return this.add(conversationId, repAuthor(rep), (state, voice) => joined(state, rep, voice));
  }

  /** @returns false when the rep does not have the conversation any more. */
  say(conversationId: string, rep: Person, text: string): Promise<boolean> {
    return this.add(conversationId, repAuthor(rep), (state, voice) => said(state, rep, text, voice));
  }

  handBack(conversationId: string, rep: Person): Promise<boolean> {
    return this.add(conversationId, repAuthor(rep), (state, voice) => left(state, 'returned', voice, rep));
  }

  /** Back into the queue, at the place it had. */
  giveUp(conversationId: string, rep: Person): Promise<boolean> {
    return this.add(conversationId, repAuthor(rep), (state, voice) => left(state, 'lost', voice, rep));
  }

  /**
   * Carries a decision about a discount into the conversation of the quote. The same `id` decides once.
   * @returns false when the quote is not open any more, or somebody has decided.
   */
  async decide(decided: DiscountDecision, id?: string): Promise<boolean> {
    const { models, timeZone } = this.#options;
    const asked = await models.Approval.findOne({ quoteNumber: decided.quoteNumber }).lean();
    if (!asked) return false;
    return this.add(
      asked.conversationId,
      repAuthor(decided.rep),
      (state, voice, at) => discountDecided(state, decided, voice, localDay(at, timeZone)),
      id,
    );
  }

  /** Adds to a conversation in its language what `make` decides on its state. The same `id` adds once. */
  add(
    conversationId: string,
    by: Author,
    make: (
      state: Conversation,
      voice: Voice,
      at: Date,
    ) => Decision | undefined | Promise<Decision | undefined>,
    id = `${by.kind}:${randomUUID()}`,
  ): Promise<boolean> {
    const { turns, speech } = this.#options;
    return turns.add({
      conversationId,
      id,
      by,
      make: async (state, at) => {
        const { language = 'en', turns: count } = state;
        return make(state, voiceIn(speech, { language, conversationId, turns: count, now: at }), at);
      },
    });
  }
}

export const repAuthor = ({ key }: Person): Author => ({ kind: 'rep', key });
