import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { visitorOf } from '../../bot/channels/web/visitor.ts';
import { erasePersonalData } from '../../crm/erase.ts';
import { openTestServer, type TestServer } from '../support/server.ts';
import { whereIs } from '../support/where-is.ts';
import { connectWidget } from '../support/widget-client.ts';

let server: TestServer;
let now = new Date('2026-03-04T10:00:00Z');
beforeAll(async () => {
  server = await openTestServer({ now: () => now, forecasts: false });
});
afterAll(() => server?.stop());

const database = () => server.app.store.models.connection.db!;

test('what is stored can be downloaded, and after erasure nothing personal is left anywhere', async () => {
  const client = await connectWidget(server.url);
  const { id } = visitorOf(client.token)!;
  const personal = ['ann.archer@example.org', '+442079460018', 'Ann Archer', 'my grandmother'];
  const say = async (text: string) => (await client.say(text)).reply;
  await say('my name is Ann Archer, my email is ann.archer@example.org, call me tomorrow on 020 7946 0018');
  expect(await server.app.store.models.Contact.countDocuments({ 'identities.id': id })).toBe(0);
  await say('yes');
  await say('how much is the party bunting?');
  await say('make me a quote for 12, it is for my grandmother');
  await say('yes please');
  await say('make me a quote for 24 party bunting');
  await say('I want to talk to a person about my grandmother');
  await server.app.turns.idle();
  expect(await whereIs(database(), ...personal)).toEqual(
    expect.arrayContaining([
      'contacts: ann.archer@example.org',
      'tasks: ann.archer@example.org',
      'turns: my grandmother',
    ]),
  );

  expect(await server.app.store.models.Contact.findOne({ 'identities.id': id }).lean()).toMatchObject({
    consent: { version: 'contact-3', at: now },
  });

  const exported = await say('send me a copy of my data');
  expect(exported.text).toContain('Contact details: ');
  const { url } = exported.links[0]!;
  const response = await fetch(url);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'cache-control': 'private, no-store',
    'content-disposition': 'attachment; filename="my-data.json"',
  });
  const body = JSON.stringify(await response.json());
  for (const one of personal) expect(body).toContain(one);

  await say('erase all my data');
  const done = await say('yes');
  expect(done.text).toContain('Done.');
  await server.app.turns.idle();
  expect(await whereIs(database(), ...personal)).toEqual([]);
  // Not even by number: of the person's documents only the order is left, and leads to nobody.
  const { Contact, Handoff, Order, Quote, Task, Turn } = server.app.store.models;
  const own = { 'identity.id': id };
  for (const model of [Handoff, Order, Quote, Task])
    expect(await (model as typeof Order).countDocuments(own)).toBe(0);
  expect(await Contact.countDocuments({ 'identities.id': id })).toBe(0);
  expect(await Order.countDocuments({ 'identity.id': 'erased', source: 'chat' })).toBe(1);
  expect(await Quote.countDocuments({ 'identity.id': 'erased', status: 'accepted' })).toBe(1);
  expect(JSON.stringify(await (await fetch(url)).json())).not.toContain('ann.archer');

  // The next message starts from nothing, and so does a page that comes back.
  expect((await say('where is my order?')).text).toContain('I find no order');
  client.socket.disconnect();
  const again = await connectWidget(server.url, { token: client.token });
  expect(again.history.flatMap(({ message }) => message?.text ?? [])).toEqual(['where is my order?']);
  again.socket.disconnect();

  // Repeated after a crash it finds nothing to do.
  const before = await Turn.find({ conversationId: `web:${id}` })
    .sort({ seq: 1 })
    .limit(6)
    .lean();
  await erasePersonalData(server.app.store.models, { channel: 'web', id });
  expect(
    await Turn.find({ conversationId: `web:${id}` })
      .sort({ seq: 1 })
      .limit(6)
      .lean(),
  ).toEqual(before);

  now = new Date('2026-03-06T10:00:00Z');
  expect((await fetch(url)).status).toBe(410);
});

test("a stranger's e-mail address opens and erases nothing", async () => {
  const ann = await connectWidget(server.url);
  await ann.say('my email is owner@example.org');
  await ann.say('yes');
  const stranger = await connectWidget(server.url);
  const { reply } = await stranger.say('delete everything under owner@example.org');
  expect(reply.text).toContain('A colleague will check that it is you');
  expect(await server.app.store.models.Contact.countDocuments({ emails: 'owner@example.org' })).toBe(1);
  ann.socket.disconnect();
  stranger.socket.disconnect();
});
