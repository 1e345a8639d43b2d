import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type App, createApp } from '../../../bot/app.ts';
import { followUpQuotes } from '../../../bot/jobs/follow-up.ts';
import { createLog } from '../../../bot/log.ts';
import { Codes } from '../../../bot/mail/codes.ts';
import { Mailer } from '../../../bot/mail/mailer.ts';
import { testConfig } from '../../support/folder.ts';
import { openMailServer } from '../../support/mail-server.ts';
import { openTestServer, type TestServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';
import { connectWidget, type WidgetClient } from '../../support/widget-client.ts';

/** Wednesday; the shop is open from 9 to 17:30 on workdays. */
const START = Date.parse('2026-03-04T10:00:00Z');
const HOUR_MS = 3_600_000;

describe('coming back to an open quote', () => {
  let clock = START;
  let fortnights = 0;
  const now = () => new Date(clock);
  let smtp: Awaited<ReturnType<typeof openMailServer>>;
  let server: TestServer;
  let mailer: Mailer;
  let visitor: WidgetClient;

  beforeAll(async () => {
    smtp = await openMailServer();
    const mail = { smtpUrl: smtp.url, from: 'quotes@shop.example' };
    server = await openTestServer({ now, forecasts: false }, { mail });
    const { shop, answers, store } = server.app;
    mailer = new Mailer({
      settings: mail,
      shop,
      answers,
      codes: new Codes('of no use here'),
      models: store.models,
      now,
      log: createLog('silent'),
    });
  });
  afterAll(async () => {
    visitor?.socket.disconnect();
    await server?.stop();
    mailer?.close();
    await smtp?.close();
  });
  beforeEach(async () => {
    clock = START + ++fortnights * 14 * 24 * HOUR_MS;
    smtp.received.length = 0;
    await server.app.store.models.Quote.deleteMany({});
    visitor?.socket.disconnect();
    visitor = await connectWidget(server.url, { locale: 'en' });
  });

  const options = (app: App = server.app) => ({
    ...{ models: app.store.models, desk: app.desk, mayMail: app.ports.mayMail, shop: app.shop },
    now,
  });
  const later = async (hours: number) => {
    clock += hours * HOUR_MS;
    await followUpQuotes(options());
    await server.app.turns.idle();
  };
  const quoted = async () => {
    await visitor.say('how much is the party bunting?');
    return (await visitor.say('make me a quote for 12')).reply;
  };
  const agreed = async () => {
    await visitor.say('my email is ann@example.org');
    await visitor.say('yes');
  };
  const reminders = () => visitor.replies.filter(({ reply }) => reply.text.includes('is still open'));

  test('once, after a day, in the conversation and by e-mail, and its buttons work', async () => {
    await agreed();
    await quoted();
    await later(23);
    expect(reminders()).toEqual([]);
    await later(1);
    await until(() => reminders().length === 1);
    expect(reminders()[0]!.reply.choices!.map(({ label }) => label)).toEqual([
      'Place the order',
      'Ask for a discount',
      'No',
    ]);
    await mailer.sendDue();
    await until(() => smtp.received.length === 1);
    expect(smtp.received[0]!.to).toEqual(['ann@example.org']);
    expect(smtp.received[0]!.source).toMatch(
      /^Subject: Your quote Q-\w+-\w+ from Rainmaker Gifts is still\s/m,
    );

    // Neither again, nor after the mark was lost in a crash, nor for a quote that was changed since.
    await later(1);
    await server.app.store.models.Quote.updateMany({}, { $unset: { followedUpAt: 1 } });
    await later(1);
    await visitor.say('make it 20');
    await later(24);
    await mailer.sendDue();
    await sleep(50);
    expect(reminders()).toHaveLength(1);
    expect(smtp.received).toHaveLength(1);
    // Two days on the delivery date has moved, which is said before anything binds.
    expect((await visitor.say('yes, place the order')).reply.text).toContain('has moved');
    expect((await visitor.say('yes')).reply.text).toContain('O-');
  });

  test('a no leaves the quote as it is', async () => {
    await agreed();
    await quoted();
    await later(25);
    await until(() => reminders().length === 1);
    expect((await visitor.say('no')).reply.text).toMatch(/Q-/);
    expect(await server.app.store.models.Quote.countDocuments({ status: 'open' })).toBe(1);
  });

  test('of two servers and a restart on the same store it is said once', async () => {
    await agreed();
    await quoted();
    clock += 24 * HOUR_MS;
    const config = testConfig(server.app.config.dataDir);
    const second = () =>
      createApp({ config, log: createLog('silent'), now, forecasts: false, shareStore: true });
    const other = await second();
    await Promise.all([followUpQuotes(options()), followUpQuotes(options(other)), followUpQuotes(options())]);
    await other.stop();
    await server.app.store.models.Quote.updateMany({}, { $unset: { followedUpAt: 1 } });
    const restarted = await second();
    await followUpQuotes(options(restarted));
    await restarted.stop();
    await server.app.turns.idle();
    await until(() => reminders().length > 0);
    await sleep(50);
    expect(reminders()).toHaveLength(1);
    expect(await server.app.store.models.Turn.countDocuments({ messageId: /^follow-up:/, at: now() })).toBe(
      1,
    );
  });

  test('a visitor who is away finds it on return', async () => {
    await agreed();
    await quoted();
    visitor.socket.disconnect();
    await later(24);
    visitor = await connectWidget(server.url, { token: visitor.token });
    expect(JSON.stringify(visitor.history.at(-1))).toContain('is still open');
  });

  test('to answer the question for a way to be reached, which names the reminder, is to agree too', async () => {
    const asked = await visitor.say('can someone call me back?');
    expect(asked.reply.text).toMatch(/Which phone number.*to remind you once of a quote that is left open/);
    await visitor.say('020 7946 0018');
    await quoted();
    const { Contact } = server.app.store.models;
    expect(await Contact.findOne({ phones: '+442079460018' }).sort({ _id: -1 }).lean()).toMatchObject({
      consent: { version: 'reach-2' },
    });
    await later(25);
    await until(() => reminders().length === 1);
  });

  test.each([
    ['no details', []],
    ['details and a no', ['my email is ann@example.org', 'no']],
    ['a yes without the reminder', ['my email is ann@example.org', 'yes, but no reminder please']],
    ['an answer without the reminder', ['can someone call me back?', '020 7946 0018, but do not remind me']],
    [
      'an answer and a clause of its own without the reminder',
      ['can someone call me back?', '020 7946 0018, but I want no reminder'],
    ],
    ['details and no answer', ['my email is ann@example.org']],
    [
      'after a no, details for a call alone',
      ['my email is ann@example.org', 'no', 'can someone call me back?', '020 7946 0018'],
    ],
  ])('never without consent: %s', async (_, said) => {
    for (const text of said) await visitor.say(text);
    await quoted();
    await later(25);
    expect(await server.app.store.models.Turn.countDocuments({ messageId: /^follow-up:/, at: now() })).toBe(
      0,
    );
  });

  test.each([
    ['in the evening', () => later(32)],
    ['on a Sunday', () => later(96)],
    ['after the last day', () => later(15 * 24)],
    [
      'after the order',
      async () => {
        await visitor.say('yes, place the order');
        await later(24);
      },
    ],
    [
      'after cancelling',
      async () => {
        await visitor.say('cancel the quote');
        await later(24);
      },
    ],
    [
      'while a person has it',
      async () => {
        await visitor.say('I want to talk to a person');
        await later(24);
      },
    ],
    [
      'while somebody still writes',
      async () => {
        clock += 23 * HOUR_MS;
        await visitor.say('what payment methods do you take?');
        await later(2);
      },
    ],
    [
      'when it is switched off',
      async () => {
        clock += 24 * HOUR_MS;
        const shop = { ...server.app.shop, followUp: { enabled: false, afterHours: 24 } };
        await followUpQuotes({ ...options(), shop });
      },
    ],
  ])('not %s', async (_, wait) => {
    await agreed();
    await quoted();
    await wait();
    await sleep(20);
    expect(reminders()).toEqual([]);
  });

  test('a reminder of a quote that was ordered meanwhile does not leave', async () => {
    await agreed();
    await quoted();
    await later(24);
    await server.app.store.models.Quote.updateMany({}, { status: 'accepted' });
    await mailer.sendDue();
    expect(smtp.received).toEqual([]);
  });
});
