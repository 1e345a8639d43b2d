import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Connector } from '../../../bot/channels/teams/connector.ts';

let server: Server;
let serviceUrl: string;
let status: number;
let received: { request: IncomingMessage; body: Record<string, unknown> }[];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    received.push({ request, body: JSON.parse(await text(request)) });
    response.writeHead(status, { 'content-type': 'application/json' }).end('{"id":"1"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  serviceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/teams/`;
});
beforeEach(() => {
  status = 201;
  received = [];
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const reference = () => ({
  serviceUrl,
  channelId: 'msteams',
  activityId: '1:a/b',
  bot: { id: '28:bot', name: 'Bot' },
  user: { id: '29:ann', name: 'Ann' },
  conversation: { id: '19:room;messageid=1', isGroup: true, conversationType: 'channel', name: 'Room' },
});

test('an answer goes to its conversation, from the bot, as an answer to the message, with the token', async () => {
  const asked: string[] = [];
  const connector = new Connector(async (url) => {
    asked.push(url);
    return 'secret';
  });
  await connector.send(reference(), { type: 'message', text: 'hello' });
  const { request, body } = received[0]!;
  expect(request.url).toBe('/teams/v3/conversations/19%3Aroom%3Bmessageid%3D1/activities/1%3Aa%2Fb');
  expect(request.headers.authorization).toBe('Bearer secret');
  expect(asked).toEqual([serviceUrl]);
  expect(body).toMatchObject({
    type: 'message',
    text: 'hello',
    from: { id: '28:bot' },
    recipient: { id: '29:ann' },
    conversation: { id: '19:room;messageid=1' },
    replyToId: '1:a/b',
    channelId: 'msteams',
  });
});

test('without credentials nothing is signed; without an activity it is no answer', async () => {
  const { activityId: _, ...proactive } = reference();
  await new Connector(async () => undefined).send(proactive, { type: 'message', text: 'hello' });
  expect(received[0]!.request.headers.authorization).toBeUndefined();
  expect(received[0]!.request.url).toBe('/teams/v3/conversations/19%3Aroom%3Bmessageid%3D1/activities');
});

test.each([301, 401, 429, 500])('status %d is an error, so that the reply is tried again', async (answer) => {
  status = answer;
  await expect(
    new Connector(async () => undefined).send(reference(), { type: 'message', text: 'hello' }),
  ).rejects.toThrow(String(answer));
});
