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
import { LAST_SAID, type Lines, Served } from './served.ts';
import { takenBy } from './taken-by.ts';
import { transcript } from './transcript.ts';
import { approvalView, handoffView, shortened } from './views.ts';

export interface WorkplaceOptions {
  readonly desk: Desk;
  readonly models: Models;
  readonly ports: Ports;
  readonly rep: Person;
  readonly language: Language;
  readonly now: () => Date;
}

/** One rep at work: what they see of queue, approvals and the conversations they have. Every method returns lines to show. */
export class Workplace {
  readonly #options: WorkplaceOptions;
  readonly #voice: Voice;
  #waiting: readonly Handoff[] = [];
  #approvals: readonly OpenApproval[] = [];
  readonly #served: Served;
  /** Who has come into the queue while the rep was serving others, and was told of. */
  #noticed: ReadonlySet<string> = new Set();

  constructor(options: WorkplaceOptions) {
    this.#options = options;
    const { ports, language, rep, now } = options;
    this.#voice = voiceIn(ports, { language, conversationId: `desk:${rep.key}`, turns: 0, now: now() });
    this.#served = new Served({ ...options, voice: this.#voice });
  }

  get hasVisitor(): boolean {
    return !this.#served.isEmpty;
  }

  /** The number of the visitor whom the rep types to, where they have several. */
  get current(): number | undefined {
    return this.#served.current;
  }

  async begin(): Promise<Lines> {
    const { desk, rep } = this.#options;
    const hello = this.#voice.say('desk.hello', { name: rep.name });
    const owned = await desk.owned(rep);
    const entered: string[] = [];
    for (const one of owned) entered.push(...(await this.#served.enter(one)));
    if (owned.length > 0) return [hello, ...entered];
    return [hello, ...(await this.#list()), this.#voice.say('desk.hint')];
  }

  isHere(): Promise<void> {
    return this.#options.desk.isHere(this.#options.rep);
  }

  /** Conversations that the rep leaves open go back to the queue. */
  async end(): Promise<Lines> {
    const { desk, rep } = this.#options;
    const isRequeued = await this.#served.giveUp();
    await desk.signOut(rep);
    return isRequeued ? [this.#voice.say('desk.requeued')] : [];
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
      case 'switch':
        return this.#served.switchTo(command.number);
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

  /** To the visitor before the rep. */
  say(text: string): Promise<Lines> {
    return this.#served.say(text);
  }

  /** What is new since the last look: words of visitors, the end of a conversation, or who came into the queue. */
  async look(): Promise<Lines> {
    if (this.#served.isEmpty) return this.#lookAtQueue();
    return [...(await this.#served.look()), ...(await this.#noticeQueue())];
  }

  /** Nobody's talk is interrupted by a list. */
  async #noticeQueue(): Promise<Lines> {
    const waiting = await this.#options.desk.queue();
    const known = new Set([...this.#noticed, ...this.#waiting.map(keyOf)]);
    const count = waiting.filter((one) => !known.has(keyOf(one))).length;
    this.#noticed = new Set(waiting.map(keyOf));
    return count > 0 ? [this.#voice.say('desk.alsoWaits', { count: waiting.length })] : [];
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
      ...(await this.#served.list()),
      voice.say('desk.queue', { count: waiting.length }),
      ...waiting,
      voice.say('desk.approvals', { count: approvals.length }),
      ...approvals,
    ];
  }

  /** Takes over whom a sentence names, or points at in the list last shown; undefined where it means something else. */
  async takeSaid(line: string): Promise<Lines | undefined> {
    const wanted = takenBy(line);
    if (wanted?.kind === 'place') return this.#waiting.length === 0 ? undefined : this.#take(wanted.number);
    if (!wanted) return undefined;
    const { desk, ports } = this.#options;
    const said = wanted.name.toLowerCase();
    const named: Handoff[] = [];
    for (const handoff of await desk.queue()) {
      const name = (await ports.contactOf(handoff.identity))?.name?.toLowerCase();
      if (name === said || name?.split(' ').includes(said)) named.push(handoff);
    }
    const [one, another] = named;
    return one && !another ? this.#takeOver(one) : undefined;
  }

  async #take(number: number): Promise<Lines> {
    const wanted = this.#waiting[number - 1];
    if (wanted) return this.#takeOver(wanted);
    return [this.#voice.say('desk.noSuch', { number }), ...(await this.#list())];
  }

  async #takeOver(handoff: Handoff): Promise<Lines> {
    const { desk, rep } = this.#options;
    if (this.#served.isFull) return [this.#voice.say('desk.hasMany')];
    if (!(await desk.take(handoff.conversationId, rep)))
      return [this.#voice.say('desk.taken'), ...(await this.#list())];
    return this.#served.enter(handoff);
  }

  async #back(): Promise<Lines> {
    const lines = await this.#served.handBack();
    return this.#served.isEmpty ? [...lines, ...(await this.#list())] : lines;
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
