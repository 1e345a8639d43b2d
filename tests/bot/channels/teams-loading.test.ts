import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from '@jest/globals';
import type { ChannelContext, Doors } from '../../../bot/channels/channel.ts';
import { openTeamsChannel } from '../../../bot/channels/teams/channel.ts';

/** Settings that cannot be read at first, as a module that cannot be loaded. */
let isBroken = true;
const microsoft = {
  appId: '00000000-0000-0000-0000-000000000001',
  get appPassword() {
    if (isBroken) throw new Error('cannot be loaded');
    return 'secret';
  },
};
const logged: string[] = [];
const log = { error: (_: object, line: string) => logged.push(line), warn: () => {} };
const doors: Doors = new Map();
const end = openTeamsChannel(doors, { config: { microsoft }, log } as unknown as ChannelContext);
const server = createServer((request, response) => {
  doors.get('/api/messages')!(request, response).catch((error: Error & { code?: string }) =>
    response.end(error.code ?? error.message),
  );
});
afterAll(async () => {
  await end.stop();
  server.close();
});

test('where the Bot Framework cannot be loaded the log says so, and the next request tries again', async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`;
  const send = async () => {
    const headers = { 'content-type': 'application/json', authorization: 'Bearer nobody' };
    return (await fetch(url, { method: 'POST', headers, body: '{}' })).text();
  };
  expect(await send()).toBe('cannot be loaded');
  expect(logged).toEqual(['the Bot Framework cannot be loaded']);
  isBroken = false;
  expect(await send()).toBe('MESSAGE_INVALID');
});
