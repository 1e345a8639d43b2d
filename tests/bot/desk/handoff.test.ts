import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { transcript } from '../../../bot/desk/transcript.ts';
import { watch } from '../../../bot/desk/watch.ts';
import type { Person } from '../../../dialogs/conversation/facts.ts';
import type { ExplainedDecision } from '../../../dialogs/skill.ts';
import { openTestServer, type TestServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';
import { connectWidget, type WidgetClient } from '../../support/widget-client.ts';

/** A visitor at the real socket of the widget, reps at the desk of the same server. */
describe('handing over to a person', () => {
  let clock = Date.parse('2026-03-04T10:00:00Z');
  const minutes = (count: number) => {
    clock += count * 60_000;
  };
  let server: TestServer;
  let ruth: Person;
  let noah: Person;
  let visitor: WidgetClient;
  let conversationId: string;

  beforeAll(async () => {
    server = await openTestServer({ forecasts: false, now: () => new Date(clock) });
    ruth = await server.app.desk.signIn('Ruth Bauer');
    noah = await server.app.desk.signIn('noah baker');
  });
  afterAll(() => server?.stop());
  beforeEach(async () => {
    const { models } = server.app.store;
    await models.Handoff.deleteMany({});
    visitor = await connectWidget(server.url, { locale: 'en' });
    await visitor.say('do you have white hanging heart t-light holders?');
    const turn = await models.Turn.findOne({}).sort({ at: -1, _id: -1 }).lean();
    conversationId = turn!.conversationId;
    await Promise.all([server.app.desk.isHere(ruth), server.app.desk.isHere(noah)]);
  });

  /** In which the rep's terminal is alive, also where the server looks by itself. */
  const minutesWith = async ({ key }: Person, count: number) => {
    const seenAt = new Date(clock + count * 60_000);
    await server.app.store.models.Handoff.updateMany({ rep: key }, { $set: { seenAt } });
    minutes(count);
  };
  const texts = () => visitor.replies.map(({ reply }) => reply.text);
  const lastText = () => texts().at(-1);
  const take = async (rep = ruth) => {
    await visitor.say('I want to talk to a person');
    expect(await server.app.desk.take(conversationId, rep)).toBe(true);
    await until(() => lastText()!.includes(rep.name));
  };
  const silent = async (text: string) => {
    const before = visitor.replies.length;
    expect(await visitor.send({ id: randomUUID(), text })).toEqual({ accepted: true, person: true });
    await sleep(50);
    expect(visitor.replies).toHaveLength(before);
  };

  test('the place in line, the silence of the bot, live words both ways, and back to the quote', async () => {
    await visitor.say('make me a quote for 12');
    const { reply } = await visitor.say('can I talk to a human please');
    expect(reply.text).toContain('number 1 in line');
    expect(reply.text).toContain('a colleague is free');
    const [waiting] = await server.app.desk.queue();
    expect(waiting).toMatchObject({
      conversationId,
      reason: 'human.request',
      priority: 1,
      products: ['85123A'],
      quoteNumber: expect.stringMatching(/^Q-/),
    });

    expect(await server.app.desk.take(conversationId, ruth)).toBe(true);
    await until(() => lastText() === 'Ruth Bauer is here and takes over from me.');
    await silent('could you look at the quote? I need 300 by Friday');
    expect(await server.app.desk.say(conversationId, ruth, 'Of course, one moment.')).toBe(true);
    await until(() => lastText() === 'Of course, one moment.');
    expect(visitor.replies.at(-1)!.reply.from).toBe('Ruth Bauer');

    const entries = await transcript(server.app.store.models, conversationId, { limit: 3 });
    expect(entries.flatMap(({ said }) => said)).toEqual([
      { from: 'bot', text: 'Ruth Bauer is here and takes over from me.' },
      { from: 'visitor', text: 'could you look at the quote? I need 300 by Friday' },
      { from: 'rep', name: 'Ruth Bauer', text: 'Of course, one moment.' },
    ]);

    expect(await server.app.desk.handBack(conversationId, ruth)).toBe(true);
    await until(() => lastText()!.includes('again'));
    expect(visitor.replies.at(-1)!.reply.choices).toHaveLength(1);
    expect(await server.app.desk.say(conversationId, ruth, 'still here?')).toBe(false);
    expect((await visitor.say('yes, place the order')).reply.text).toContain('O-');
  });

  test('a page that comes back reads what the person wrote, by number, and nothing twice', async () => {
    await take();
    const seen = visitor.replies.at(-1)!.number;
    visitor.socket.disconnect();
    await server.app.desk.say(conversationId, ruth, 'Are you still there?');
    visitor = await connectWidget(server.url, { token: visitor.token, since: seen });
    expect(visitor.history).toEqual([
      {
        replies: [
          {
            number: seen + 1,
            reply: expect.objectContaining({ text: 'Are you still there?', from: 'Ruth Bauer' }),
          },
        ],
      },
    ]);
  });

  test('of many reps who take it at once only one has it', async () => {
    await visitor.say('I want to talk to a person');
    const taken = await Promise.all(
      [ruth, noah, ruth, noah, noah].map((rep) => server.app.desk.take(conversationId, rep)),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
    const { Turn } = server.app.store.models;
    expect(await Turn.countDocuments({ conversationId, 'decision.events.kind': 'person.joined' })).toBe(1);
    expect(await server.app.desk.queue()).toEqual([]);
  });

  test('what the bot had decided before and not delivered yet is withheld', async () => {
    await visitor.say('I want to talk to a person');
    const { Turn } = server.app.store.models;
    // As a crash leaves it: decided and committed, the reply not gone out.
    const { turn } = await server.app.receive({
      id: 'stuck-message-1',
      channel: 'web',
      conversationId,
      sender: { id: conversationId.slice(4) },
      text: 'what payment methods do you take?',
      at: new Date(clock),
    });
    await until(() => lastText()!.includes('card'));
    await server.app.turns.idle();
    const before = visitor.replies.length;
    await Turn.updateOne(
      { conversationId, seq: turn.seq },
      { $set: { status: 'committed', outbox: turn.outbox } },
    );
    await server.app.desk.take(conversationId, ruth);
    await until(() => lastText()!.includes('Ruth'));
    expect(visitor.replies.slice(before).map(({ reply }) => reply.text)).toEqual([
      'Ruth Bauer is here and takes over from me.',
    ]);
    const stored = await Turn.findOne({ conversationId, seq: turn.seq }).lean();
    expect(stored).toMatchObject({ status: 'done', outbox: [{ kind: 'reply', status: 'withheld' }] });
    const again = await connectWidget(server.url, { token: visitor.token });
    const payment = (turn.decision as ExplainedDecision).replies[0]!.text;
    expect(JSON.stringify(again.history)).not.toContain(JSON.stringify(payment).slice(1, -1));
    again.socket.disconnect();
  });

  test('a rep who is not heard of any more loses it to the head of the queue', async () => {
    await take();
    minutes(2);
    await watchNow();
    await until(() => lastText()!.includes('was lost'));
    expect(await server.app.desk.say(conversationId, ruth, 'hello?')).toBe(false);
    expect((await visitor.say('what payment methods do you take?')).reply.text).toContain('card');
    expect(await server.app.desk.queue()).toMatchObject([{ conversationId, status: 'waiting' }]);
    expect(await server.app.desk.take(conversationId, noah)).toBe(true);
  });

  test('after a long silence the bot is back and both sides know', async () => {
    await take();
    await minutesWith(ruth, 10);
    await server.app.desk.isHere(ruth);
    await silent('wait a minute');
    await minutesWith(ruth, 10);
    await server.app.desk.isHere(ruth);
    await watchNow();
    expect(lastText()).toContain('Ruth Bauer');
    await minutesWith(ruth, 6);
    await server.app.desk.isHere(ruth);
    await watchNow();
    await until(() => lastText()!.includes('am back'));
    const [last] = await transcript(server.app.store.models, conversationId, { limit: 1 });
    expect(last!.events).toMatchObject([{ kind: 'person.left', to: 'bot', why: 'silence' }]);
  });

  test('anger and an open quote are served first; the wait is said once it is known', async () => {
    const { Handoff } = server.app.store.models;
    await visitor.say('I want to talk to a person');
    const angry = await connectWidget(server.url, { locale: 'en' });
    const { reply } = await angry.say('this is a disgrace, I want to complain about your terrible service');
    expect(reply.text).toContain('number 1 in line');
    const queue = await server.app.desk.queue();
    expect(queue.map(({ priority }) => priority)).toEqual([2, 0]);
    for (let count = 0; count < 3; count++)
      await Handoff.create({
        reason: 'human.request',
        priority: 0,
        identity: { channel: 'web', id: `done-${count}` },
        language: 'en',
        products: [],
        mood: 0,
        requestedAt: new Date(clock - 20 * 60_000),
        conversationId: `done-${count}`,
        status: 'closed',
        rep: 'rep-2',
        takenAt: new Date(clock - 8 * 60_000),
        closedAt: new Date(clock),
        effectKey: `done-${count}`,
      });
    await server.app.desk.take(queue[0]!.conversationId, ruth);
    await until(async () => (await server.app.desk.queue()).length === 1);
    await server.app.desk.signOut(noah);
    expect((await visitor.say('so can I talk to a person?')).reply.text).toContain('about 8 minutes');
    angry.socket.disconnect();
  });

  const watchNow = () => {
    const { store, desk, shop, now } = server.app;
    return watch({ models: store.models, desk, shop, now });
  };
});
