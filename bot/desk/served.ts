import type { Handoff } from '../../crm/models/handoff.ts';
import type { Models } from '../../crm/models/index.ts';
import type { Person } from '../../dialogs/conversation/facts.ts';
import type { Ports } from '../../dialogs/ports.ts';
import type { Voice } from '../../dialogs/voice.ts';
import type { Desk } from './desk.ts';
import { transcript } from './transcript.ts';
import { handoffView, saidView } from './views.ts';

export interface ServedOptions {
  readonly desk: Desk;
  readonly models: Models;
  readonly ports: Ports;
  readonly rep: Person;
  readonly voice: Voice;
  readonly now: () => Date;
}

export type Lines = readonly string[];

/** A conversation that the rep has, and how far they have read it. */
interface Visitor {
  readonly handoff: Handoff;
  /** What the rep calls it by, from 1; it stays while they have it. */
  readonly number: number;
  seq: number;
}

export const LAST_SAID = 6;
const READ_AT_ONCE = 50;
/** More at once nobody follows. */
const MOST = 5;

/** The visitors whom a rep has, one of them before the rep: that one gets what the rep types. */
export class Served {
  readonly #options: ServedOptions;
  #visitors: readonly Visitor[] = [];
  #current: Visitor | undefined;

  constructor(options: ServedOptions) {
    this.#options = options;
  }

  get isEmpty(): boolean {
    return this.#visitors.length === 0;
  }

  get isFull(): boolean {
    return this.#visitors.length >= MOST;
  }

  /** The number of whom the rep types to, where there are several. */
  get current(): number | undefined {
    return this.#visitors.length > 1 ? this.#current?.number : undefined;
  }

  /** Puts a conversation before the rep that they have taken. */
  async enter(handoff: Handoff): Promise<Lines> {
    const { voice } = this.#options;
    const taken = this.#visitors.map(({ number }) => number);
    let number = 1;
    while (taken.includes(number)) number++;
    const visitor: Visitor = { handoff, number, seq: 0 };
    const lines = await this.#summary(visitor);
    this.#visitors = [...this.#visitors, visitor].sort((a, b) => a.number - b.number);
    this.#current = visitor;
    return [
      ...lines,
      voice.say('desk.yours'),
      ...(this.current ? [voice.say('desk.nowWith', { number })] : []),
    ];
  }

  /** To the visitor before the rep. */
  async say(text: string): Promise<Lines> {
    const { desk, rep, voice } = this.#options;
    const visitor = this.#current;
    if (!visitor) return [voice.say('desk.notSent'), ...(await this.#choose())];
    if (await desk.say(visitor.handoff.conversationId, rep, text)) return [];
    this.#drop(visitor);
    return [voice.say('desk.notSent'), ...(await this.#choose())];
  }

  async switchTo(number: number): Promise<Lines> {
    const { voice } = this.#options;
    const wanted = this.#visitors.find((one) => one.number === number);
    if (!wanted) return [voice.say('desk.noVisitor', { number }), ...(await this.list())];
    this.#current = wanted;
    return [...(await this.#summary(wanted)), voice.say('desk.nowWith', { number })];
  }

  /** Whom the rep has. */
  async list(): Promise<Lines> {
    const { ports, voice, now } = this.#options;
    return Promise.all(
      this.#visitors.map(
        async (one) =>
          `${one === this.#current ? '>' : ' '} [${one.number}] ${await handoffView(one.handoff, ports, voice, now())}`,
      ),
    );
  }

  /** Hands the visitor before the rep back to the bot. */
  async handBack(): Promise<Lines> {
    const { desk, rep, voice } = this.#options;
    const visitor = this.#current;
    if (!visitor) return [voice.say('desk.hasNone')];
    this.#drop(visitor);
    await desk.handBack(visitor.handoff.conversationId, rep);
    return [voice.say('desk.handedBack'), ...(await this.#choose())];
  }

  /** Puts all of them back into the queue; whether there were any. */
  async giveUp(): Promise<boolean> {
    const { desk, rep } = this.#options;
    for (const { handoff } of this.#visitors) await desk.giveUp(handoff.conversationId, rep);
    return !this.isEmpty;
  }

  /** What is new in their conversations. */
  async look(): Promise<Lines> {
    const lines: string[] = [];
    for (const visitor of this.#visitors) lines.push(...(await this.#lookAt(visitor)));
    return lines;
  }

  async #lookAt(visitor: Visitor): Promise<Lines> {
    const { models, rep, voice } = this.#options;
    const { conversationId } = visitor.handoff;
    const entries = await transcript(models, conversationId, { after: visitor.seq, limit: READ_AT_ONCE });
    const mark = this.#visitors.length > 1 ? `[${visitor.number}] ` : '';
    const lines: string[] = [];
    for (const { seq, said, events } of entries) {
      visitor.seq = seq;
      lines.push(...said.filter(({ name }) => name !== rep.name).map((one) => saidView(one, voice, mark)));
      const left = events.find((event) => event.kind === 'person.left');
      if (left && this.#visitors.includes(visitor)) {
        this.#drop(visitor);
        lines.push(mark + voice.say(`desk.left.${left.why}`), ...(await this.#choose()));
      }
    }
    return lines;
  }

  /** What it is about and what was said last. */
  async #summary(visitor: Visitor): Promise<Lines> {
    const { models, ports, voice, now } = this.#options;
    const entries = await transcript(models, visitor.handoff.conversationId, { limit: LAST_SAID });
    visitor.seq = Math.max(visitor.seq, entries.at(-1)?.seq ?? 0);
    return [
      await handoffView(visitor.handoff, ports, voice, now()),
      ...entries.flatMap(({ said }) => said).map((one) => saidView(one, voice)),
    ];
  }

  /** Nobody takes the place by themselves: what is being typed must not reach somebody else. */
  #drop(visitor: Visitor): void {
    this.#visitors = this.#visitors.filter((one) => one !== visitor);
    if (this.#current === visitor) this.#current = undefined;
  }

  async #choose(): Promise<Lines> {
    if (this.isEmpty || this.#current) return [];
    return [this.#options.voice.say('desk.choose'), ...(await this.list())];
  }
}
