import { isDeepStrictEqual } from 'node:util';
import type { Product } from '../../crm/models/product.ts';
import { replay } from '../../dialogs/conversation/conversation.ts';
import { type Conversation, newConversation } from '../../dialogs/conversation/state.ts';
import type { IncomingMessage } from '../../dialogs/message.ts';
import { plainText, type Reply } from '../../dialogs/reply.ts';
import type { ExplainedDecision } from '../../dialogs/skill.ts';
import { type App, createApp } from '../app.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { expectation, WILDCARDS } from './expectation.ts';
import type { Step, Story } from './story.ts';

/** The clock of a story that sets none. */
export const START = '2026-03-04T10:00:00Z';
const STEP_MS = 1_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** How a story went: what was said, and what was not as the story wants it. */
export interface Played {
  readonly story: string;
  readonly turns: number;
  readonly transcript: readonly string[];
  readonly failures: readonly string[];
}

/** A turn of a story as it was decided, and the state before it. */
export interface PlayedTurn {
  readonly text: string;
  readonly decision: ExplainedDecision;
  readonly before: Conversation;
}

export interface StoryTheatre {
  readonly app: App;
  /** `watch` is told of each turn before the next one is played. */
  play(story: Story, watch?: (turn: PlayedTurn) => void): Promise<Played>;
  stop(): Promise<void>;
}

/** The whole product on the store in `config.dataDir`, with a clock that stories set. */
export async function openStoryTheatre(config: Config, log: Log): Promise<StoryTheatre> {
  let clock = Date.parse(START);
  const app = await createApp({ config, log, now: () => new Date(clock), forecasts: false });
  const delivered = new Map<string, Reply[]>();
  app.attach(() => ({
    name: 'terminal',
    async deliver({ conversationId, reply }) {
      delivered.set(conversationId, [...(delivered.get(conversationId) ?? []), reply]);
    },
    async stop() {},
  }));
  const { Order, Product, Rep } = app.store.models;

  async function play(story: Story, watch: (turn: PlayedTurn) => void = () => {}): Promise<Played> {
    clock = Date.parse(story.at ?? START);
    const restore = await setStock(story.stock ?? {});
    try {
      return await playSteps(story, watch);
    } finally {
      await restore();
    }
  }

  async function setStock(stock: Readonly<Record<string, number>>): Promise<() => Promise<void>> {
    const before = await Product.find({ sku: { $in: Object.keys(stock) } }).lean();
    const write = async (sku: string, units: number) => {
      await Product.updateOne({ sku }, { $set: { stock: units } });
      app.products.changed();
    };
    for (const [sku, units] of Object.entries(stock)) await write(sku, units);
    return async () => {
      for (const { sku, stock: units } of before) await write(sku, units);
    };
  }

  async function moveOrder(visitor: string, status: 'shipped' | 'delivered'): Promise<void> {
    const at = new Date(clock);
    await Order.updateOne(
      { 'identity.channel': 'terminal', 'identity.id': visitor, status: { $in: ['placed', 'shipped'] } },
      { $set: { status, shippedAt: at, ...(status === 'delivered' && { deliveredAt: at }) } },
    );
  }

  /** Who speaks: a rep of the store, or the visitor of a name. */
  async function speaker(
    rep: string | undefined,
  ): Promise<Pick<IncomingMessage, 'role' | 'sender'> | undefined> {
    if (rep === undefined) return undefined;
    await app.names.refresh();
    const known = await Rep.findOne({ name: rep }).lean();
    if (!known) throw new RangeError(`there is no rep ${rep}`);
    return { role: 'rep', sender: { id: known.key, name: known.name } };
  }

  async function playSteps(
    { story, language, steps, rep }: Story,
    watch: (turn: PlayedTurn) => void,
  ): Promise<Played> {
    const speaking = await speaker(rep);
    let [visitor, tab] = [1, 1];
    let choices: NonNullable<Reply['choices']> = [];
    const states = new Map<string, Conversation>();
    const transcript: string[] = [];
    const failures: string[] = [];
    for (const [index, step] of steps.entries()) {
      clock += (step.days ?? 0) * DAY_MS + (step.minutes ?? 0) * MINUTE_MS + STEP_MS;
      if (step.tab) tab++;
      if (step.visitor) visitor++;
      const spoken = wordsOf(step, choices, transcript);
      if (spoken === undefined) {
        const offered = choices.map(({ label }) => label).join(', ');
        failures.push(`step ${index + 1}: "${step.press}" is not among the choices: ${offered || 'none'}`);
        break;
      }
      const conversationId = `${story} ${visitor} ${tab}`;
      if (step.order) await moveOrder(`${story} ${visitor}`, step.order);
      // What an order takes from the stock must not change what the step expects of it.
      const products = await app.products.bySku();
      const before = delivered.get(conversationId)?.length ?? 0;
      const { turn, finished } = await app.receive({
        id: `m${index}`,
        channel: 'terminal',
        conversationId,
        sender: { id: `${story} ${visitor}` },
        locale: language,
        at: new Date(clock),
        ...spoken,
        ...speaking,
      });
      await finished;
      const decision = turn.decision as ExplainedDecision;
      const replies = delivered.get(conversationId)?.slice(before) ?? [];
      const standing = states.get(conversationId) ?? newConversation;
      watch({ text: spoken.text, decision, before: standing });
      const state = replay(decision.events, standing);
      states.set(conversationId, state);
      choices = replies.flatMap((reply) => reply.choices ?? []);
      transcript.push(`> ${spoken.text}`, ...replies.map(plainText));
      const faults = faultsOf(step, { replies, decision, state }, language, products);
      if (faults.length > 0)
        failures.push(
          `step ${index + 1}, "${spoken.text}": ${faults.join('; ')}\n  bids: ${JSON.stringify(decision.bids.slice(0, 3))}`,
        );
    }
    return { story, turns: steps.length, transcript, failures };
  }

  return { app, play, stop: () => app.stop() };
}

function wordsOf(
  { user, press }: Step,
  choices: NonNullable<Reply['choices']>,
  transcript: readonly string[],
): Pick<IncomingMessage, 'text' | 'action'> | undefined {
  if (user !== undefined)
    return { text: user.replaceAll(/\{(quote|order)\}/g, (_, kind) => lastNumber(kind, transcript)) };
  const choice = choices.find(({ label }) => label === press);
  return choice && { text: choice.text, ...(choice.action && { action: choice.action }) };
}

const lastNumber = (kind: string, transcript: readonly string[]): string =>
  transcript.join('\n').match(new RegExp(WILDCARDS[kind]!, 'gu'))?.at(-1) ?? `{${kind}}`;

interface Outcome {
  readonly replies: readonly Reply[];
  readonly decision: ExplainedDecision;
  readonly state: Conversation;
}

function faultsOf(
  step: Step,
  { replies, decision, state }: Outcome,
  language: Story['language'],
  products: ReadonlyMap<string, Product>,
): readonly string[] {
  const text = replies.map((reply) => reply.text).join('\n');
  const labels = replies.flatMap((reply) => reply.choices?.map(({ label }) => label) ?? []);
  const says = (wanted: string) => expectation(wanted, language, products).test(text);
  const effects = decision.effects.map(({ kind }) => kind);
  return [
    ...(text === '' ? ['there is no answer'] : []),
    ...(step.bot ?? []).flatMap((wanted) => {
      const alternatives = typeof wanted === 'string' ? [wanted] : wanted.either;
      return alternatives.some(says) ? [] : [`the answer lacks ${alternatives.map(quoted).join(' or ')}`];
    }),
    ...(step.never ?? []).filter(says).map((banned) => `the answer has ${quoted(banned)}`),
    ...(step.choices ?? [])
      .filter((label) => !labels.includes(label))
      .map((label) => `${quoted(label)} is not offered`),
    ...(step.effects && !isDeepStrictEqual(step.effects, effects)
      ? [`effects are [${effects.join(', ')}], not [${step.effects.join(', ')}]`]
      : []),
    ...(step.skill !== undefined && step.skill !== decision.skill
      ? [`decided by ${decision.skill}, not ${step.skill}`]
      : []),
    ...Object.entries(step.slots ?? {}).flatMap(([slot, wanted]) => {
      const found = state[slot as keyof Conversation];
      return holds(found, wanted)
        ? []
        : [`${slot} is ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`];
    }),
  ];
}

const quoted = (text: string) => `"${text}"`;

/** Objects need hold only the fields that are wanted; all else must be equal. */
function holds(found: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted))
    return isDeepStrictEqual(found ?? null, wanted);
  return Object.entries(wanted).every(([key, value]) =>
    holds((found as Readonly<Record<string, unknown>> | undefined)?.[key], value),
  );
}
