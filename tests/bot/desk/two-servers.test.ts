import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type App, createApp } from '../../../bot/app.ts';
import { createLog } from '../../../bot/log.ts';
import { type RunningServer, startServer } from '../../../bot/server.ts';
import type { Person } from '../../../dialogs/conversation/facts.ts';
import { openTestServer as openStore, type TestServer as TestStore } from '../../crm/server.ts';
import { type TemporaryFolder, temporaryFolder, testConfig } from '../../support/folder.ts';
import { NO_LIMITS } from '../../support/server.ts';
import { until } from '../../support/until.ts';
import { connectWidget, type WidgetClient } from '../../support/widget-client.ts';

const SERVERS = 2;

/** Two servers and a rep's terminal on one store, as behind a load balancer. */
let store: TestStore;
let folder: TemporaryFolder;
let desk: App;
let rep: Person;
const servers: RunningServer[] = [];
const apps: App[] = [];

beforeAll(async () => {
  store = await openStore();
  folder = await temporaryFolder();
  const open = (more: { desk?: boolean } = {}) =>
    createApp({
      config: testConfig(folder.dir, { mongodbUri: store.uri }),
      log: createLog('silent'),
      forecasts: false,
      ...more,
    });
  for (let at = 0; at < SERVERS; at++) {
    apps.push(await open());
    servers.push(await startServer(apps[at]!, NO_LIMITS));
  }
  desk = await open({ desk: true });
  rep = await desk.desk.signIn('Ruth Bauer');
});

afterAll(async () => {
  await desk?.stop();
  for (const server of servers) await server.stop();
  await folder?.remove();
  await store?.close();
});

/** A visitor at one of the servers who asked for a person and has one. */
async function talking(server: RunningServer): Promise<{ visitor: WidgetClient; conversationId: string }> {
  const visitor = await connectWidget(server.url, { locale: 'en' });
  await visitor.say('I want to talk to a person');
  const last = await desk.store.models.Turn.findOne({}).sort({ _id: -1 }).lean();
  const { conversationId } = last!;
  await desk.desk.isHere(rep);
  expect(await desk.desk.take(conversationId, rep)).toBe(true);
  await until(() => texts(visitor).some((text) => text.includes('takes over')));
  return { visitor, conversationId };
}

const texts = ({ replies }: WidgetClient) => replies.map(({ reply }) => reply.text ?? '');

test('what a rep writes reaches a visitor at either server at once, and once', async () => {
  for (const server of servers) {
    const { visitor, conversationId } = await talking(server);
    const words = `hello at ${server.url}`;
    expect(await desk.desk.say(conversationId, rep, words)).toBe(true);
    await until(() => texts(visitor).includes(words));
    expect(await desk.desk.handBack(conversationId, rep)).toBe(true);
    await until(() => texts(visitor).at(-1)!.includes('again'));
    expect(texts(visitor).filter((text) => text === words)).toHaveLength(1);
    visitor.socket.close();
  }
});

test('what is written to a visitor who has gone is done by one server, and read on return', async () => {
  const { visitor, conversationId } = await talking(servers[0]!);
  visitor.socket.close();
  expect(await desk.desk.say(conversationId, rep, 'are you still there?')).toBe(true);
  const { Turn } = desk.store.models;
  await until(async () => (await Turn.countDocuments({ conversationId, status: 'committed' })) === 0);
  const back = await connectWidget(servers[1]!.url, { locale: 'en', token: visitor.token });
  expect(back.history.flatMap(({ replies }) => replies.map(({ reply }) => reply.text))).toContain(
    'are you still there?',
  );
  back.socket.close();
});
