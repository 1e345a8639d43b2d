import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Product } from '../../crm/models/product.ts';
import type { IncomingMessage } from '../../dialogs/message.ts';
import { plainText, type Reply } from '../../dialogs/reply.ts';
import type { ExplainedDecision } from '../../dialogs/skill.ts';
import { Chat } from '../dialogs/chat.ts';
import { openTestApp, type TestApp } from '../support/server.ts';
import { recording, ungrounded } from './grounding.ts';
import { expectation, readStory, type Step, type Story } from './story.ts';

const FOLDER = 'tests/stories';
const START = Date.parse('2026-03-04T10:00:00Z');
const DAY_MS = 86_400_000;

const stories = ['en', 'zh'].flatMap((language) =>
  readdirSync(path.join(FOLDER, language))
    .filter((file) => file.endsWith('.yml'))
    .map((file) => readStory(path.join(FOLDER, language, file))),
);

/** The whole pipeline with a channel that collects what is delivered. */
describe('stories', () => {
  let clock = START;
  let server: TestApp;
  const delivered = new Map<string, Reply[]>();

  beforeAll(async () => {
    server = await openTestApp({ now: () => new Date(clock), forecasts: false });
    server.app.attach(() => ({
      name: 'terminal',
      async deliver({ conversationId, reply }) {
        delivered.set(conversationId, [...(delivered.get(conversationId) ?? []), reply]);
      },
      async stop() {},
    }));
  }, 240_000);
  afterAll(() => server?.stop());

  async function productsNow(): Promise<ReadonlyMap<string, Product>> {
    const products = await server.app.store.models.Product.find({}).lean();
    return new Map(products.map((product) => [product.sku, product]));
  }

  async function play(story: Story): Promise<void> {
    clock = START;
    let [visitor, tab] = [1, 1];
    let choices: NonNullable<Reply['choices']> = [];
    const said: string[] = [];
    for (const [index, step] of story.steps.entries()) {
      clock += (step.days ?? 0) * DAY_MS + 1_000;
      if (step.tab) tab++;
      if (step.visitor) visitor++;
      const conversationId = `${story.story} ${visitor} ${tab}`;
      const facts = await productsNow();
      const before = delivered.get(conversationId)?.length ?? 0;
      const message: IncomingMessage = {
        id: `m${index}`,
        channel: 'terminal',
        conversationId,
        sender: { id: `${story.story} ${visitor}` },
        locale: story.language,
        at: new Date(clock),
        ...spoken(step, choices),
      };
      const { turn, finished } = await server.app.receive(message);
      await finished;
      const decision = turn.decision as ExplainedDecision;
      const replies = delivered.get(conversationId)?.slice(before) ?? [];
      const text = replies.map((reply) => reply.text).join('\n');
      said.push(`> ${message.text}`, ...replies.map(plainText));
      choices = replies.flatMap((reply) => reply.choices ?? []);
      check(
        step,
        { text, choices: choices.map(({ label }) => label), decision },
        facts,
        story,
        said.join('\n'),
      );
    }
  }

  test('every number in every reply has a source', async () => {
    const unfounded: string[] = [];
    for (const { steps, language } of stories) {
      let given: unknown[] = [];
      const chat = new Chat({
        understand: (text, state) => server.app.understand(text, state.language ?? language),
        wrap(ports) {
          const recorder = recording(ports);
          given = recorder.given;
          return recorder.ports;
        },
      });
      for (const { user } of steps) {
        if (user === undefined) continue;
        const before = chat.state;
        const understanding = server.app.understand(user, before.language ?? language);
        const { replies, events } = await chat.turn(understanding);
        const sources = [...given, before, ...events, understanding.entities];
        unfounded.push(...ungrounded(replies, sources, user, chat.state.language ?? language));
      }
    }
    expect(unfounded).toEqual([]);
  }, 60_000);

  test.each(stories.map((story) => [story.story, story] as const))('%s', async (_, story) => play(story));
});

function spoken(
  step: Step,
  choices: NonNullable<Reply['choices']>,
): Pick<IncomingMessage, 'text' | 'action'> {
  if (step.user !== undefined) return { text: step.user };
  const choice = choices.find(({ label }) => label === step.press);
  if (!choice)
    throw new Error(`"${step.press}" is not among ${choices.map(({ label }) => label).join(', ')}`);
  return { text: choice.text, ...(choice.action && { action: choice.action }) };
}

interface Outcome {
  readonly text: string;
  readonly choices: readonly string[];
  readonly decision: ExplainedDecision;
}

function check(
  step: Step,
  { text, choices, decision }: Outcome,
  facts: ReadonlyMap<string, Product>,
  { language }: Story,
  transcript: string,
): void {
  const found = {
    missing: (step.bot ?? []).filter((wanted) => !expectation(wanted, language, facts).test(text)),
    unwanted: (step.never ?? []).filter((banned) => expectation(banned, language, facts).test(text)),
    choices: step.choices?.filter((label) => !choices.includes(label)) ?? [],
    effects: step.effects && decision.effects.map(({ kind }) => kind),
    skill: step.skill && decision.skill,
    answered: text.length > 0,
  };
  const expected = {
    missing: [],
    unwanted: [],
    choices: [],
    effects: step.effects,
    skill: step.skill,
    answered: true,
  };
  try {
    expect(found).toEqual(expected);
  } catch (error) {
    throw new Error(
      `${(error as Error).message}\n\n${transcript}\n\nbids: ${JSON.stringify(decision.bids.slice(0, 4))}`,
    );
  }
}
