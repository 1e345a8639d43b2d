import { localDay } from '../../crm/calendar.ts';
import type { Handoff } from '../../crm/models/handoff.ts';
import type { Models } from '../../crm/models/index.ts';
import { type OpenApproval, openApprovals } from '../../crm/queries/approvals.ts';
import type { DiscountOutcome, Person } from '../../dialogs/conversation/facts.ts';
import type { Ports } from '../../dialogs/ports.ts';
import { type Voice, voiceIn } from '../../dialogs/voice.ts';
import type { Language } from '../../nlu/understanding.ts';
import type { Command } from './command.ts';
import type { Desk } from './desk.ts';
import { transcript } from './transcript.ts';
import { approvalView, handoffView, saidView, shortened } from './views.ts';

export interface WorkplaceOptions {
  readonly desk: Desk;
  readonly models: Models;
  readonly ports: Ports;
  readonly rep: Person;
  readonly language: Language;
  readonly now: () => Date;
}

type Lines = readonly string[];
/** The conversation that the rep has, and how far they have read it. */
interface Visitor {
  readonly conversationId: string;
  seq: number;
}

const LAST_SAID = 6;
const READ_AT_ONCE = 50;

/** One rep at work: what they see of queue, approvals and the conversation they have. Every method returns lines to show. */
export class Workplace {
  readonly #options: WorkplaceOptions;
  readonly #voice: Voice;
  #waiting: readonly Handoff[] = [];
  #approvals: readonly OpenApproval[] = [];
  #visitor: Visitor | undefined;

  constructor(options: WorkplaceOptions) {
    this.#options = options;
    const { ports, language, rep, now } = options;
    this.#voice = voiceIn(ports, { language, conversationId: `desk:${rep.key}`, turns: 0, now: now() });
  }

  get hasVisitor(): boolean {
    return this.#visitor !== undefined;
  }

  async begin(): Promise<Lines> {
    const { desk, rep } = this.#options;
    const hello = this.#voice.say('desk.hello', { name: rep.name });
    const owned = await desk.owned(rep);
    if (owned) return [hello, ...(await this.#enter(owned))];
    return [hello, ...(await this.#list()), this.#voice.say('desk.hint')];
  }

  isHere(): Promise<void> {
    return this.#options.desk.isHere(this.#options.rep);
  }

  /** A conversation that the rep leaves open goes back to the queue. */
  async end(): Promise<Lines> {
    const { desk, rep } = this.#options;
    if (this.#visitor) await desk.giveUp(this.#visitor.conversationId, rep);
    await desk.signOut(rep);
    return this.#visitor ? [this.#voice.say('desk.requeued')] : [];
  }

  async run(command: Command): Promise<Lines> {
    switch (command.kind) {
      case 'list':
        return this.#list();
      case 'help':
      case 'quit':
        return [this.#voice.say('desk.help')];
      case 'faulty':
        return [this.#voice.say(command.usage === 'help' ? 'desk.help' : `desk.usage.${command.usage}`)];
      case 'take':
        return this.#take(command.number);
      case 'back':
        return this.#back();
      case 'approve':
        return this.#decide(command.number, command.percent, 'approved');
      case 'counter':
        return this.#decide(command.number, command.percent, 'countered');
      case 'decline':
        return this.#decide(command.number, undefined, 'declined');
    }
  }

  /** A command without its slash would go to the visitor: nothing is sent, and the rep is told how. */
  slashNeeded(line: string): Lines {
    return [this.#voice.say('desk.slashNeeded', { command: `/${line.replace(/^\//, '')}` })];
  }

  /** To the visitor. */
  async say(text: string): Promise<Lines> {
    const { desk, rep } = this.#options;
    if (await desk.say(this.#visitor!.conversationId, rep, text)) return [];
    this.#visitor = undefined;
    return [this.#voice.say('desk.notSent')];
  }

  /** What is new since the last look: words of the visitor, the end of the conversation, or who came into the queue. */
  async look(): Promise<Lines> {
    return this.#visitor ? this.#lookAtVisitor(this.#visitor) : this.#lookAtQueue();
  }

  async #lookAtVisitor(visitor: Visitor): Promise<Lines> {
    const { models, rep } = this.#options;
    const entries = await transcript(models, visitor.conversationId, {
      after: visitor.seq,
      limit: READ_AT_ONCE,
    });
    const lines: string[] = [];
    for (const { seq, said, events } of entries) {
      visitor.seq = seq;
      lines.push(...said.filter(({ name }) => name !== rep.name).map((one) => saidView(one, this.#voice)));
      const left = events.find((event) => event.kind === 'person.left');
      if (left && this.#visitor === visitor) {
        this.#visitor = undefined;
        lines.push(this.#voice.say(`desk.left.${left.why}`));
      }
    }
    return lines;
  }

  async #lookAtQueue(): Promise<Lines> {
    const { waiting, approvals } = await this.#read();
    const shown = new Set([...this.#waiting, ...this.#approvals].map(keyOf));
    return [...waiting, ...approvals].some((one) => !shown.has(keyOf(one))) ? this.#list() : [];
  }

  async #read() {
    const { desk, models, ports, now } = this.#options;
    const [waiting, approvals] = await Promise.all([
      desk.queue(),
      openApprovals(models, localDay(now(), ports.shop.timeZone)),
    ]);
    return { waiting, approvals };
  }

  async #list(): Promise<Lines> {
    const { models, ports, now } = this.#options;
    const voice = this.#voice;
    // Numbers that the rep types are those of the list as it was last shown.
    ({ waiting: this.#waiting, approvals: this.#approvals } = await this.#read());
    const waiting = await Promise.all(
      this.#waiting.map(async (handoff, index) => {
        const entries = await transcript(models, handoff.conversationId, { limit: LAST_SAID });
        const last = entries.flatMap(({ said }) => said).findLast(({ from }) => from === 'visitor');
        const view = await handoffView(handoff, ports, voice, now());
        return `  ${index + 1}. ${view}${last ? `\n     “${shortened(last.text)}”` : ''}`;
      }),
    );
    const approvals = this.#approvals.map((one, index) => `  ${index + 1}. ${approvalView(one, voice)}`);
    return [
      voice.say('desk.queue', { count: waiting.length }),
      ...waiting,
      voice.say('desk.approvals', { count: approvals.length }),
      ...approvals,
    ];
  }

  async #take(number: number): Promise<Lines> {
    const { desk, rep } = this.#options;
    if (this.#visitor) return [this.#voice.say('desk.hasOne')];
    const wanted = this.#waiting[number - 1];
    if (!wanted) return [this.#voice.say('desk.noSuch', { number }), ...(await this.#list())];
    if (!(await desk.take(wanted.conversationId, rep)))
      return [this.#voice.say('desk.taken'), ...(await this.#list())];
    return this.#enter(wanted);
  }

  async #enter(handoff: Handoff): Promise<Lines> {
    const { models, ports, now } = this.#options;
    const entries = await transcript(models, handoff.conversationId, { limit: LAST_SAID });
    this.#visitor = { conversationId: handoff.conversationId, seq: entries.at(-1)?.seq ?? 0 };
    return [
      await handoffView(handoff, ports, this.#voice, now()),
      ...entries.flatMap(({ said }) => said).map((one) => saidView(one, this.#voice)),
      this.#voice.say('desk.yours'),
    ];
  }

  async #back(): Promise<Lines> {
    const { desk, rep } = this.#options;
    if (!this.#visitor) return [this.#voice.say('desk.hasNone')];
    const { conversationId } = this.#visitor;
    this.#visitor = undefined;
    await desk.handBack(conversationId, rep);
    return [this.#voice.say('desk.handedBack'), ...(await this.#list())];
  }

  async #decide(number: number, given: number | undefined, outcome: DiscountOutcome): Promise<Lines> {
    const { desk, rep } = this.#options;
    const wanted = this.#approvals[number - 1];
    if (!wanted) return [this.#voice.say('desk.noSuch', { number }), ...(await this.#list())];
    const { quoteNumber, percent: asked } = wanted.approval;
    const percent = outcome === 'declined' ? undefined : (given ?? asked);
    if (outcome !== 'declined' && percent === undefined) return [this.#voice.say('desk.usage.counter')];
    const isDone = await desk.decide({
      quoteNumber,
      outcome: outcome === 'approved' && percent !== asked && asked !== undefined ? 'countered' : outcome,
      ...(percent !== undefined && { percent }),
      rep,
    });
    return [
      isDone
        ? percent === undefined
          ? this.#voice.say('desk.declined', { number: quoteNumber })
          : this.#voice.say('desk.decided', { number: quoteNumber, percent: { percent: percent / 100 } })
        : this.#voice.say('desk.tooLate', { number: quoteNumber }),
    ];
  }
}

const keyOf = (one: Handoff | OpenApproval): string =>
  'approval' in one ? one.approval.quoteNumber : `${one.conversationId} ${one.effectKey}`;
