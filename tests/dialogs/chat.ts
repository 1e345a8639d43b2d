import { localDay } from '../../crm/calendar.ts';
import type { Contact } from '../../crm/models/contact.ts';
import type { Order } from '../../crm/models/order.ts';
import type { Quote } from '../../crm/models/quote.ts';
import { loadSampleShop } from '../../crm/sample/load.ts';
import { replay } from '../../dialogs/conversation/conversation.ts';
import { type Conversation, newConversation } from '../../dialogs/conversation/state.ts';
import type { Effect } from '../../dialogs/effect.ts';
import { createKnowledge } from '../../dialogs/knowledge/knowledge.ts';
import { readKnowledge } from '../../dialogs/knowledge/read.ts';
import { loadAnswers } from '../../dialogs/language/answers.ts';
import { decide } from '../../dialogs/manager/decide.ts';
import type { Action } from '../../dialogs/message.ts';
import type { Ports, RecommendationReason } from '../../dialogs/ports.ts';
import { plainText } from '../../dialogs/reply.ts';
import { readShop } from '../../dialogs/shop.ts';
import type { ExplainedDecision, Turn } from '../../dialogs/skill.ts';
import { skills } from '../../dialogs/skills/index.ts';
import { promiseDate } from '../../forecasting/advice/promise.ts';
import { cutWords } from '../../nlu/tokenise.ts';
import type { Entity, Language, Understanding } from '../../nlu/understanding.ts';

export const NOW = new Date('2026-03-04T10:00:00Z');
export const shop = readShop('training-data/shop.yml');
export const answers = loadAnswers('training-data/answers');
export const knowledge = createKnowledge(readKnowledge('training-data/knowledge'), cutWords);
export const catalogue = loadSampleShop({
  dir: 'training-data/sample-shop',
  today: NOW,
  timeZone: shop.timeZone,
}).products;

/** An understanding by hand: an entity's span is found by its words. */
export function understood(
  text: string,
  intents: Readonly<Record<string, number>>,
  entities: readonly ({ readonly text: string } & Record<string, unknown>)[] = [],
  { language = 'en', inScope = true }: { readonly language?: Language; readonly inScope?: boolean } = {},
): Understanding {
  let from = 0;
  return {
    text,
    language,
    tokens: [],
    intents: Object.entries(intents).map(([name, confidence]) => ({ name, confidence })),
    entities: entities.map((entity) => {
      const start = text.indexOf(entity.text, from);
      if (start < 0) throw new Error(`"${entity.text}" is not in "${text}" after character ${from}`);
      from = start + entity.text.length;
      return { ...entity, start, end: from } as unknown as Entity;
    }),
    sentiment: { score: 0, label: 'neutral' },
    inScope,
  };
}

export const product = (text: string, ...skus: readonly string[]) => ({
  kind: 'product',
  text,
  matches: skus.map((sku) => ({ sku, name: sku, score: 1 })),
});
export const quantity = (text: string, value = Number(text)) => ({ kind: 'quantity', text, value });

const DAY_MS = 86_400_000;
const slotOf = (startsAt: Date) => ({ repKey: 'rep-1', repName: 'Ruth Bauer', startsAt });

/** Visitors ask none of it. */
const noSales: Ports['sales'] = {
  deals: async () => [],
  deal: async () => undefined,
  reps: async () => [],
  contacts: async () => [],
  ordersOf: async () => ({ count: 0 }),
  lastOrder: async () => undefined,
  activities: async () => [],
  approvals: async () => [],
  waiting: async () => 0,
  dealChances: async () => new Map(),
  lastTouched: async () => new Map(),
  scoreOf: async () => undefined,
  meetings: async () => [],
  callbacks: async () => 0,
  sold: async () => ({ orders: 0, orderAmount: 0, units: 0, amount: 0 }),
  bestSellers: async () => [],
  topCustomers: async () => [],
  firstSale: async () => undefined,
  expectedSales: async () => ({ amount: 0, products: 0 }),
};

/** A store in memory that performs effects at once. */
export class MemoryStore {
  products = new Map(catalogue.map((one) => [one.sku, one]));
  readonly quotes = new Map<string, Quote>();
  readonly orders: Order[] = [];
  readonly contacts = new Map<string, Contact>();
  readonly meetings = new Set<string>();
  readonly returns = new Map<string, Extract<Effect, { kind: 'return.request' }>>();
  readonly tasks: Extract<Effect, { kind: 'task.create' }>[] = [];

  ports(): Ports {
    return {
      shop,
      answers,
      knowledge,
      links: {
        quote: (number, language) => `https://chat.example/quotes/${number}.${language}.pdf`,
        meeting: (number, language) => `https://chat.example/meetings/${number}.${language}.ics`,
        data: (subject) =>
          `https://chat.example/data/${'contactKey' in subject ? subject.contactKey : subject.id}.json`,
      },
      freeSlots: async ({ now, limit }) =>
        Array.from({ length: limit }, (_, index) => slotOf(new Date(now.getTime() + (index + 1) * DAY_MS))),
      slotAt: async (startsAt) => (startsAt > NOW ? slotOf(startsAt) : undefined),
      products: async (skus) => skus.flatMap((sku) => this.products.get(sku) ?? []),
      catalogue: async () => [...this.products.values()],
      promise: async (one, wanted, today) =>
        promiseDate({
          quantity: wanted,
          stock: one.stock,
          leadTimeP90Days: one.leadTimeP90Days,
          dispatchDays: 2,
          cumulativeQ90: [],
          today,
        }),
      recommend: async ({ with: companion, season, exclude, limit }) => {
        const reason: RecommendationReason =
          companion !== undefined
            ? { kind: 'together', with: companion, share: 0.31 }
            : season !== undefined
              ? { kind: 'season', season, factor: 2.5 }
              : { kind: 'popular', units: 10 };
        return [...this.products.values()]
          .filter(({ sku }) => !exclude.includes(sku))
          .slice(0, limit)
          .map((one) => ({ product: one, reason }));
      },
      unitsSold: async (skus) => skus.map((_, index) => 10 + index),
      scoreOf: async () => undefined,
      nextLeads: async () => [],
      quote: async (number) => this.quotes.get(number),
      ordersOf: async ({ channel, id }, limit) =>
        this.orders
          .filter(({ identity }) => identity?.channel === channel && identity.id === id)
          .reverse()
          .slice(0, limit),
      order: async (number) => this.orders.find((order) => order.number === number),
      mayMail: async () => 'yes',
      mayAskCode: async () => 'yes',
      isCode: async () => false,
      contactsAt: async (address) =>
        [...this.contacts.values()].filter(({ emails }) => emails.includes(address)),
      stored: async ({ channel, id }) => {
        const own = (one: { readonly identity?: Quote['identity'] }) =>
          one.identity?.channel === channel && one.identity.id === id;
        const contact = this.contacts.get(`${channel}:${id}`);
        return {
          messages: 1,
          quotes: [...this.quotes.values()].filter(own).length,
          orders: this.orders.filter(own).length,
          returns: this.returns.size,
          tasks: this.tasks.length,
          details: [...(contact?.emails ?? []), ...(contact?.phones ?? [])],
        };
      },
      contactOf: async ({ channel, id }) => this.contacts.get(`${channel}:${id}`),
      sales: noSales,
      demand: {
        forecast: async () => undefined,
        sold: async () => [],
        categories: async () => [],
        alerts: async () => [],
        reorder: async () => [],
      },
      line: async () => ({ position: 1, reps: 0, free: 0 }),
    };
  }

  changeOrder(number: string, change: Partial<Order>): void {
    const index = this.orders.findIndex((order) => order.number === number);
    if (this.orders[index]?.status !== 'placed') throw new Error(`${number} can't be changed`);
    this.orders[index] = { ...this.orders[index]!, ...change };
  }

  perform(effect: Effect, { message }: Turn): void {
    const identity = { channel: message.channel, id: message.sender.id };
    const who = `${identity.channel}:${identity.id}`;
    switch (effect.kind) {
      case 'quote.create':
        if (this.quotes.has(effect.quote.number)) throw new Error(`quote ${effect.quote.number} made twice`);
        this.quotes.set(effect.quote.number, {
          ...effect.quote,
          status: 'open',
          identity,
          conversationId: message.conversationId,
          language: effect.language,
          madeAt: message.at,
          effectKey: effect.quote.number,
        });
        break;
      case 'quote.change':
        this.quotes.set(effect.quote.number, { ...this.quotes.get(effect.quote.number)!, ...effect.quote });
        break;
      case 'quote.cancel':
        this.quotes.set(effect.number, { ...this.quotes.get(effect.number)!, status: 'cancelled' });
        break;
      case 'order.place': {
        const { orderNumber, quoteNumber, lines, total, promisedFor } = effect;
        if (this.quotes.get(quoteNumber)?.status !== 'open') throw new Error(`${quoteNumber} ordered twice`);
        this.quotes.set(quoteNumber, { ...this.quotes.get(quoteNumber)!, status: 'accepted', orderNumber });
        this.orders.push({
          number: orderNumber,
          status: 'placed',
          identity,
          quoteNumber,
          lines,
          total,
          promisedFor,
          placedAt: message.at,
          source: 'chat',
        });
        break;
      }
      case 'order.cancel':
        this.changeOrder(effect.number, { status: 'cancelled' });
        break;
      case 'order.amend': {
        const { lines, total, promisedFor } = effect;
        this.changeOrder(effect.number, { lines, total, promisedFor });
        break;
      }
      case 'return.request':
        if (this.returns.has(effect.number)) throw new Error(`return ${effect.number} made twice`);
        this.returns.set(effect.number, effect);
        break;
      case 'return.photo':
        if (!this.returns.has(effect.number)) throw new Error(`no return ${effect.number} for the photo`);
        break;
      case 'meeting.book':
        if (this.meetings.has(effect.number)) throw new Error(`meeting ${effect.number} booked twice`);
        this.meetings.add(effect.number);
        break;
      case 'meeting.cancel':
        if (!this.meetings.delete(effect.number)) throw new Error(`no meeting ${effect.number} to cancel`);
        break;
      case 'contact.upsert': {
        const known = this.contacts.get(who);
        this.contacts.set(who, {
          key: who,
          emails: [...(known?.emails ?? []), ...(effect.email === undefined ? [] : [effect.email])],
          phones: [...(known?.phones ?? []), ...(effect.phone === undefined ? [] : [effect.phone])],
          identities: [identity],
          ...(effect.consent !== undefined && { consent: { version: effect.consent, at: message.at } }),
          sample: false,
        });
        break;
      }
      case 'privacy.erase':
        this.contacts.delete(who);
        for (const [number, quote] of this.quotes)
          if (quote.identity.id === identity.id && quote.orderNumber === undefined)
            this.quotes.delete(number);
        break;
      case 'task.create':
        this.tasks.push(effect);
        break;
    }
  }
}

export interface ChatOptions {
  readonly store?: MemoryStore;
  readonly visitor?: string;
  /** Default: the visitor has only one. */
  readonly conversation?: string;
  readonly understand?: (text: string, state: Conversation) => Understanding;
  /** Looks over the shoulder of the ports. */
  readonly wrap?: (ports: Ports) => Ports;
}

/** One visitor talking to the skills, without a server. */
export class Chat {
  readonly store: MemoryStore;
  readonly events: ExplainedDecision['events'][number][] = [];
  state: Conversation = newConversation;
  now = NOW;
  #seq = 0;
  readonly #options: ChatOptions;

  constructor(options: ChatOptions = {}) {
    this.#options = options;
    this.store = options.store ?? new MemoryStore();
  }

  async turn(
    understanding: Understanding,
    action?: Action,
    clauses: readonly Understanding[] = [],
  ): Promise<ExplainedDecision> {
    this.#seq++;
    const visitor = this.#options.visitor ?? 'ann';
    const conversationId = this.#options.conversation ?? visitor;
    const turn: Turn = {
      message: {
        id: `m${this.#seq}`,
        channel: 'web',
        conversationId,
        sender: { id: visitor },
        text: understanding.text,
        ...(action && { action }),
        at: this.now,
      },
      understanding,
      clauses,
      conversation: this.state,
      now: this.now,
      today: localDay(this.now, shop.timeZone),
      newNumber: (prefix) => `${prefix}-260304-${conversationId}${this.#seq}`,
    };
    const ports = this.store.ports();
    const decision = await decide(turn, this.#options.wrap?.(ports) ?? ports, skills);
    this.events.push(...decision.events);
    this.state = replay(decision.events, this.state);
    for (const effect of decision.effects) this.store.perform(effect, turn);
    return decision;
  }

  /** Says something, or presses a button, and returns the words of the answer. */
  async say(said: string | Understanding, action?: Action): Promise<string> {
    const understanding = typeof said === 'string' ? this.#options.understand!(said, this.state) : said;
    const { replies } = await this.turn(understanding, action);
    return replies.map(plainText).join('\n');
  }
}
