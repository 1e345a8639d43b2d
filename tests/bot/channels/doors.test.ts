import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { openTestServer, type TestServer } from '../../support/server.ts';
import { connectWidget, type WidgetClient } from '../../support/widget-client.ts';

/** Everything a stranger can send to a running server that is not a proper message. */
describe('the doors of the server', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await openTestServer({ forecasts: false }, { widgetOrigins: ['https://shop.example'] });
  });
  afterAll(() => server.stop());

  describe('widget socket', () => {
    let client: WidgetClient;
    beforeAll(async () => {
      client = await connectWidget(server.url);
    });
    afterAll(() => void client.socket.disconnect());
    const codeOf = async (message: unknown) => {
      const acknowledgement = await client.send(message);
      return acknowledgement.accepted ? 'accepted' : acknowledgement.error.code;
    };

    test.each([
      ['nothing', undefined, 'MESSAGE_INVALID'],
      ['a string', 'hello', 'MESSAGE_INVALID'],
      ['a number for a text', { id: 'bad-input-1', text: 5 }, 'MESSAGE_INVALID'],
      ['no id', { text: 'hello' }, 'MESSAGE_INVALID'],
      ['an id with a path in it', { id: '../../etc/passwd', text: 'hello' }, 'MESSAGE_INVALID'],
      ['a query for an id', { id: { $ne: null }, text: 'hello' }, 'MESSAGE_INVALID'],
      ['an unknown action', { id: 'bad-input-2', text: 'x', action: { kind: 'admin' } }, 'MESSAGE_INVALID'],
      [
        'fields nobody asked for',
        { id: 'bad-input-3', text: 'x', conversationId: 'web:other' },
        'MESSAGE_INVALID',
      ],
      ['bytes', { id: 'bad-input-4', text: Buffer.from([0, 1, 2]) }, 'MESSAGE_INVALID'],
      ['an empty text', { id: 'bad-input-5', text: '  \n ' }, 'MESSAGE_EMPTY'],
      ['control characters alone', { id: 'bad-input-6', text: '\u0000\u0007\u001b' }, 'MESSAGE_EMPTY'],
      ['4,001 characters', { id: 'bad-input-7', text: 'x'.repeat(4_001) }, 'MESSAGE_TOO_LONG'],
      ['100,000 characters', { id: 'bad-input-8', text: 'x'.repeat(100_000) }, 'MESSAGE_TOO_LONG'],
    ])('%s is refused with a code and a sentence, and nothing is kept', async (_, message, code) => {
      expect(await codeOf(message)).toBe(code);
      expect(await server.app.store.models.Turn.countDocuments({ messageId: /^bad-input/ })).toBe(0);
    });

    test('the sentence is in the language of the visitor', async () => {
      const chinese = await connectWidget(server.url, { locale: 'zh-CN' });
      expect(await chinese.send({ id: 'empty-message', text: '' })).toEqual({
        accepted: false,
        error: { code: 'MESSAGE_EMPTY', message: '消息是空的，请输入内容。' },
      });
      chinese.socket.disconnect();
    });

    test('4,000 characters and any script are taken', async () => {
      expect(await codeOf({ id: 'long-message', text: '价格'.repeat(2_000) })).toBe('accepted');
      expect(await codeOf({ id: 'emoji-message', text: '👩‍👩‍👧 \u202e\uD800 ﷽ hello' })).toBe('accepted');
    });

    test('the same id twice is one turn with the same answer and one effect', async () => {
      const visitor = await connectWidget(server.url);
      await visitor.say('how much is the white hanging heart t-light holder?');
      const message = { id: 'the-same-quote', text: 'make me a quote for 12' };
      const answers = await Promise.all([
        visitor.send(message),
        visitor.send(message),
        visitor.send(message),
      ]);
      expect(answers).toEqual([{ accepted: true }, { accepted: true }, { accepted: true }]);
      await visitor.say('thanks');
      const texts = new Set(
        visitor.replies
          .filter(({ messageId }) => messageId === message.id)
          .map(({ number, reply }) => `${number} ${reply.text}`),
      );
      expect(texts.size).toBe(1);
      const { Quote, Turn } = server.app.store.models;
      const turn = await Turn.findOne({ messageId: message.id }).lean();
      expect(await Turn.countDocuments({ messageId: message.id })).toBe(1);
      expect(await Quote.countDocuments({ conversationId: turn!.conversationId })).toBe(1);
      visitor.socket.disconnect();
    });

    test('a visitor who comes back gets what they have not seen, and only that', async () => {
      const first = await connectWidget(server.url);
      const seen = await first.say('hello');
      await first.say('what payment methods do you take?');
      first.socket.disconnect();
      const second = await connectWidget(server.url, { token: first.token, since: seen.number });
      expect(second.token).toBe(first.token);
      expect(second.history.map(({ message }) => message?.text)).toEqual([
        'what payment methods do you take?',
      ]);
      expect(second.history.flatMap(({ replies }) => replies.map(({ number }) => number))).toEqual(
        first.replies.map(({ number }) => number).filter((number) => number > seen.number),
      );
      second.socket.disconnect();
    });

    test('another page of a visitor hears what they said', async () => {
      const page = await connectWidget(server.url);
      const other = await connectWidget(server.url, { token: page.token });
      const heard = new Promise((resolve) => other.socket.once('said', resolve));
      await page.send({ id: 'said-on-one', text: 'hello', locale: 'en' });
      expect(await heard).toEqual({ id: 'said-on-one', text: 'hello' });
      page.socket.disconnect();
      other.socket.disconnect();
    });

    test('a made-up secret finds nobody', async () => {
      const stranger = await connectWidget(server.url, { token: 'x'.repeat(43) });
      expect(stranger.history).toEqual([]);
      stranger.socket.disconnect();
      const odd = await connectWidget(server.url, { token: 'short' });
      expect(odd.token).toHaveLength(43);
      odd.socket.disconnect();
    });

    test('another site may connect only when WIDGET_ORIGINS names it', async () => {
      const allowed = await connectWidget(server.url, {}, 'https://shop.example');
      allowed.socket.disconnect();
      await expect(connectWidget(server.url, {}, 'https://evil.example')).rejects.toThrow();
    });

    test('a handshake of the wrong shape is refused', async () => {
      await expect(connectWidget(server.url, { since: -1 })).rejects.toThrow('MESSAGE_INVALID');
    });
  });

  describe('too many messages', () => {
    test('one visitor in a hurry is slowed down, with a code, and others are not', async () => {
      const limited = await openTestServer(
        { forecasts: false, sampleShop: false },
        {},
        { messagesPerTenSeconds: 3, connectionsPerMinute: 3 },
      );
      try {
        const hasty = await connectWidget(limited.url);
        const answers = [];
        for (let count = 0; count < 5; count++)
          answers.push(await hasty.send({ id: `hasty-message-${count}`, text: 'hello' }));
        expect(answers.map(({ accepted }) => accepted)).toEqual([true, true, true, false, false]);
        expect(answers[4]).toMatchObject({ error: { code: 'TOO_MANY_REQUESTS' } });
        const other = await connectWidget(limited.url);
        expect(await other.send({ id: 'calm-message', text: 'hello' })).toEqual({ accepted: true });
        await connectWidget(limited.url).then((third) => third.socket.disconnect());
        await expect(connectWidget(limited.url)).rejects.toThrow('TOO_MANY_REQUESTS');
        hasty.socket.disconnect();
        other.socket.disconnect();
      } finally {
        await limited.stop();
      }
    });
  });

  describe('Bot Framework endpoint', () => {
    const activity = {
      type: 'message',
      id: 'activity-1',
      channelId: 'msteams',
      serviceUrl: 'http://127.0.0.1:9/',
      from: { id: 'user' },
      recipient: { id: 'bot' },
      conversation: { id: 'conversation' },
      text: 'hello',
    };
    const post = (body: unknown) =>
      request(server.url)
        .post('/api/messages')
        .set('content-type', 'application/json')
        .send(body as object);

    test.each([
      ['broken JSON', '{"type":', 400],
      ['a list', '[]', 400],
      ['nothing', '{}', 400],
      ['no type', JSON.stringify({ ...activity, type: undefined }), 400],
      ['a number for a type', JSON.stringify({ ...activity, type: 1 }), 400],
      ['no conversation', JSON.stringify({ ...activity, conversation: undefined }), 400],
      ['a serviceUrl that is none', JSON.stringify({ ...activity, serviceUrl: 'here' }), 400],
      ['a foreign serviceUrl', JSON.stringify({ ...activity, serviceUrl: 'https://evil.example/' }), 403],
      [
        'a look-alike serviceUrl',
        JSON.stringify({ ...activity, serviceUrl: 'https://botframework.com.evil.example/' }),
        403,
      ],
      ['a body too large', JSON.stringify({ ...activity, text: 'x'.repeat(300_000) }), 413],
    ])('%s is answered %#', async (_, body, status) => {
      const response = await post(body);
      expect(response.status).toBe(status);
      expect(response.body.error.code).toMatch(/^[A-Z_]+$/);
      expect(await server.app.store.models.Turn.countDocuments({ channel: 'teams' })).toBe(0);
    });

    test.each([
      ['another type', { 'content-type': 'text/plain' }],
      ['packed', { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
    ])('a body that is %s is not read', async (_, headers) => {
      const response = await request(server.url)
        .post('/api/messages')
        .set(headers)
        .send(JSON.stringify(activity));
      expect(response.status).toBe(400);
      expect(response.body.error.code).toBe('MESSAGE_INVALID');
    });

    test('other methods find nothing', async () => {
      await request(server.url).get('/api/messages').expect(404);
    });

    test('an activity that says nothing is taken and starts no turn', async () => {
      await post(JSON.stringify({ ...activity, type: 'typing' })).expect(200);
      expect(await server.app.store.models.Turn.countDocuments({ channel: 'teams' })).toBe(0);
    });

    test('with an app id, requests without a valid signature are refused', async () => {
      const signed = await openTestServer(
        { forecasts: false, sampleShop: false },
        { microsoft: { appId: 'app', appPassword: 'secret', appType: 'MultiTenant' } },
      );
      try {
        const url = 'https://smba.trafficmanager.net/emea/';
        const send = () =>
          request(signed.url)
            .post('/api/messages')
            .send({ ...activity, serviceUrl: url });
        await send().expect(401);
        await send().set('authorization', 'Basic dXNlcg==').expect(401);
        await send().set('authorization', 'Bearer garbage').expect(401);
        await send().set('authorization', 'Bearer a.b.c').expect(401);
      } finally {
        await signed.stop();
      }
    });

    test('in production without an app id it is off', async () => {
      const production = await openTestServer({ forecasts: false, sampleShop: false }, { production: true });
      try {
        const response = await request(production.url).post('/api/messages').send(activity);
        expect(response.status).toBe(403);
        expect(response.body.error.code).toBe('CHANNEL_OFF');
      } finally {
        await production.stop();
      }
    });
  });

  describe('pages', () => {
    test('the demo page shows products of the store, in the language of the browser', async () => {
      const english = await request(server.url).get('/').set('accept-language', 'en').expect(200);
      expect(english.text).toContain('<html lang="en">');
      expect(english.text).toMatch(/<h2>[A-Z][^<]+<\/h2>\s*<p>£/);
      const chinese = await request(server.url).get('/').set('accept-language', 'zh-CN').expect(200);
      expect(chinese.text).toContain('<html lang="zh">');
      expect(chinese.headers['content-security-policy']).toContain("script-src 'self'");
    });

    test('health, readiness and metrics', async () => {
      await request(server.url).get('/healthz').expect(200, { status: 'ok' });
      await request(server.url).get('/readyz').expect(200, { status: 'ready' });
      const { text } = await request(server.url).get('/metrics').expect(200);
      expect(text).toContain('rainmaker_turns_total{channel="web"');
    });

    test('an unknown address is said in JSON', async () => {
      const response = await request(server.url).get('/no/such/page').expect(404);
      expect(response.body).toEqual({
        error: { code: 'NOT_FOUND', message: 'There is nothing at this address.' },
      });
    });
  });
});
