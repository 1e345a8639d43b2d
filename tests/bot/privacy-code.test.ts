import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Codes } from '../../bot/mail/codes.ts';
import { strikeAddress } from '../../crm/erase.ts';
import { openMailServer } from '../support/mail-server.ts';
import { openTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { whereIs } from '../support/where-is.ts';
import { connectWidget, type WidgetClient } from '../support/widget-client.ts';

/** What is stored under an e-mail address is for whoever types the code that is sent to it. */
let smtp: Awaited<ReturnType<typeof openMailServer>>;
let server: TestServer;
let now = new Date('2026-03-04T10:00:00Z');
const clients: WidgetClient[] = [];

beforeAll(async () => {
  smtp = await openMailServer();
  const mail = { smtpUrl: smtp.url, from: 'privacy@shop.example' };
  server = await openTestServer({ now: () => now, forecasts: false }, { mail });
});
afterEach(() => {
  for (const { socket } of clients.splice(0)) socket.disconnect();
  smtp.received.splice(0);
});
afterAll(async () => {
  await server?.stop();
  await smtp?.close();
});

async function visitor(locale = 'en'): Promise<(text: string) => Promise<string>> {
  const client = await connectWidget(server.url, { locale });
  clients.push(client);
  return async (text) => (await client.say(text)).reply.text;
}

/** Somebody whose address and words are stored from an earlier talk. */
async function talkOf(address: string): Promise<void> {
  const say = await visitor();
  await say(`my email is ${address}`);
  expect(await say('yes')).toContain(address);
  await say('make me a quote for 12 party bunting, it is for my grandmother');
  await server.app.turns.idle();
}

async function codeSentTo(address: string): Promise<string> {
  await until(() => smtp.received.some(({ to }) => to.includes(address)));
  const { source } = smtp.received.findLast(({ to }) => to.includes(address))!;
  const [head, body] = source.split(/\r?\n\r?\n(.*)/s) as [string, string];
  const text = head.includes('base64') ? Buffer.from(body, 'base64').toString() : body;
  return text.match(/^(\d{6})\r?$/m)![1]!;
}

const database = () => server.app.store.models.connection.db!;
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

test('the code opens what is stored under the address, and erases it, from another browser', async () => {
  await talkOf('ann@example.org');
  const say = await visitor();
  expect(await say('send me all the data you have about ann@example.org')).toContain(
    'If anything is kept under ann@example.org, a six-digit code is on its way',
  );
  const code = await codeSentTo('ann@example.org');
  expect(await say(wrong(code))).toBe('That is not the code. 4 tries are left.');
  // Other talk comes in between.
  expect(await say('what payment methods do you take?')).toContain('card');
  const opened = await say(`the code is ${code.slice(0, 3)} ${code.slice(3)}`);
  expect(opened).toContain('This is all that is kept under ann@example.org');
  const data = await (await fetch(opened.match(/http\S+\.json/)![0])).json();
  expect(data).toMatchObject({ contact: { emails: ['ann@example.org'] }, quotes: [{ status: 'open' }] });
  expect(JSON.stringify(data)).toContain('for my grandmother');

  // It was good once.
  expect(await say(code)).not.toContain('ann@example.org');
  smtp.received.splice(0);
  expect(await say('erase everything under ann@example.org')).toContain("That can't be undone.");
  expect(await say(await codeSentTo('ann@example.org'))).toContain(
    'Done. Everything kept under that address',
  );
  await server.app.turns.idle();
  expect(await whereIs(database(), 'ann@example.org', 'my grandmother')).toEqual([]);
});

test('a customer who never wrote in the chat gets the orders, and nothing of others', async () => {
  await talkOf('other@example.org');
  const { Contact, Order, Task } = server.app.store.models;
  const order = (await Order.findOne({ contactKey: { $exists: true } }).lean())!;
  await Contact.updateOne({ key: order.contactKey! }, { emails: ['imported@example.org'], identities: [] });
  expect(await Task.countDocuments({})).toBeGreaterThan(0);
  const bought = await Order.countDocuments({ contactKey: order.contactKey! });
  const say = await visitor();
  await say('send me all the data you have about imported@example.org');
  const opened = await say(await codeSentTo('imported@example.org'));
  const data = await (await fetch(opened.match(/http\S+\.json/)![0])).json();
  expect(data).toMatchObject({
    contact: { emails: ['imported@example.org'] },
    messages: [],
    tasks: [],
    mails: [],
  });
  expect(data.orders).toHaveLength(bought);

  smtp.received.splice(0);
  await say('erase everything under imported@example.org');
  expect(await say(await codeSentTo('imported@example.org'))).toContain('Done.');
  await server.app.turns.idle();
  expect(await Order.countDocuments({ contactKey: order.contactKey! })).toBe(0);
  expect(await whereIs(database(), 'imported@example.org')).toEqual([]);
});

test('others who named the address keep their words without it', async () => {
  await talkOf('eve@example.org');
  const stranger = await visitor();
  const say = await visitor();
  await stranger(
    'my colleague Steve has steve@example.org and the boss has Eve@Example.org, who gets the parcel?',
  );
  await stranger('no');
  await stranger('do you have party bunting?');
  await say('erase everything under eve@example.org');
  expect(await say(await codeSentTo('eve@example.org'))).toContain('Done.');
  await server.app.turns.idle();
  expect(await whereIs(database(), ' eve@example.org', 'Eve@Example.org')).toEqual([]);
  const { Turn } = server.app.store.models;
  const words =
    'my colleague Steve has steve@example.org and the boss has ***************, who gets the parcel?';
  expect(await Turn.countDocuments({ 'message.text': words, 'understanding.text': words })).toBe(1);
  expect(await Turn.countDocuments({ 'understanding.entities.address': 'eve@example.org' })).toBe(0);
  expect(await stranger('how much for 20?')).toContain('20 ×');
});

test('what an effect still to come needs of the address stays until it has come', async () => {
  const { models } = server.app.store;
  const address = 'late@example.org';
  const turn = {
    conversationId: 'away:late',
    seq: 1,
    session: 1,
    channel: 'away',
    messageId: 'late-message',
    message: { id: 'late-message', sender: { id: 'late' }, text: `mail the quote to ${address}` },
    understanding: { entities: [{ kind: 'email', address }] },
    decision: { skill: 'quote', events: [], effects: [{ kind: 'quote.email', to: address }], replies: [] },
    firstReply: 1,
    lastReply: 0,
    outbox: [],
    status: 'committed',
    at: new Date(),
  };
  await models.Turn.collection.insertOne({ ...turn } as never);
  const strike = () => strikeAddress(models, address, { channel: 'web', id: 'somebody' });
  const stored = () => models.Turn.findOne({ messageId: 'late-message' }).lean();
  await expect(strike()).rejects.toThrow('not through with its effects');
  expect(await stored()).toMatchObject({ decision: turn.decision });
  await models.Turn.updateOne({ messageId: 'late-message' }, { $set: { status: 'done' } });
  await strike();
  expect(await stored()).toMatchObject({
    message: { text: 'mail the quote to ****************' },
    decision: { effects: [{ to: '****************' }] },
  });
});

test('in Chinese too, with the digits of a Chinese keyboard', async () => {
  await talkOf('li@example.org');
  const say = await visitor('zh-CN');
  expect(await say('删除li@example.org的所有个人数据')).toContain('如果li@example.org名下有保存的内容');
  const code = await codeSentTo('li@example.org');
  expect(await say(wrong(code))).toBe('验证码不对，还可以试4次。');
  const wide = code.replace(/\d/g, (digit) => String.fromCodePoint(digit.codePointAt(0)! + 0xfee0));
  expect(await say(`验证码是${wide}`)).toContain('已完成。该邮箱名下');
  await server.app.turns.idle();
  expect(await whereIs(database(), 'li@example.org')).toEqual([]);
});

test('whether anything is stored under an address nobody is told, and no mail goes where nothing is', async () => {
  await talkOf('known@example.org');
  const answers: string[] = [];
  for (const address of ['known@example.org', 'unknown@example.org']) {
    const say = await visitor();
    for (const text of [`delete everything under ${address}`, '000000', '12345'])
      answers.push((await say(text)).replaceAll(address, 'ADDRESS'));
  }
  expect(answers.slice(3)).toEqual(answers.slice(0, 3));
  expect(answers[2]).toBe('That is not the code. 3 tries are left.');
  await codeSentTo('known@example.org');
  expect(smtp.received).toHaveLength(1);
  expect(
    await server.app.store.models.Mail.findOne({ 'code.address': 'unknown@example.org' }).lean(),
  ).toMatchObject({
    status: 'withheld',
  });
  expect(await server.app.store.models.Contact.countDocuments({ emails: 'known@example.org' })).toBe(1);
});

test('five wrong codes end it, and so does a quarter of an hour', async () => {
  await talkOf('five@example.org');
  const say = await visitor();
  await say('delete everything under five@example.org');
  const code = await codeSentTo('five@example.org');
  for (let left = 4; left > 0; left--) expect(await say(wrong(code))).toContain(`${left} tr`);
  expect(await say(wrong(code))).toContain('it was the last try');
  expect(await say(code)).not.toContain('Done.');

  smtp.received.splice(0);
  await say('delete everything under five@example.org');
  const late = await codeSentTo('five@example.org');
  // A code of another conversation is of no use.
  const other = await visitor();
  await other('delete everything under five@example.org');
  expect(await other(late)).toContain('That is not the code');
  now = new Date(now.getTime() + 15 * 60_000 + 1);
  expect(await say(late)).toBe('That code is out of date. Ask again and a new one is sent.');
  expect(await server.app.store.models.Contact.countDocuments({ emails: 'five@example.org' })).toBe(1);
});

test('an address is sent five codes a day at most, whoever asks; after that a person checks', async () => {
  await talkOf('many@example.org');
  const visitors = await Promise.all(Array.from({ length: 8 }, () => visitor()));
  await Promise.all(visitors.map((say) => say('delete everything under many@example.org')));
  await server.app.turns.idle();
  const { Mail } = server.app.store.models;
  expect(await Mail.countDocuments({ 'code.address': 'many@example.org', status: { $ne: 'withheld' } })).toBe(
    5,
  );
  const say = await visitor();
  expect(await say('delete everything under many@example.org')).toContain(
    'A colleague will check that it is you',
  );
});

test('codes are of their own request alone', () => {
  const codes = new Codes('secret');
  const request = {
    number: 'C-260304-000001',
    address: 'ann@example.org',
    conversationId: 'web:1',
    expiresAt: new Date('2026-03-04T10:15:00Z'),
  };
  const code = codes.of(request);
  expect(code).toMatch(/^\d{6}$/);
  expect(codes.matches(request, code)).toBe(true);
  for (const other of [wrong(code), '', `${code}0`, code.slice(1)])
    expect(codes.matches(request, other)).toBe(false);
  const others = [
    { ...request, number: 'C-260304-000002' },
    { ...request, address: 'bob@example.org' },
    { ...request, conversationId: 'web:2' },
    { ...request, expiresAt: new Date('2026-03-04T10:16:00Z') },
  ];
  expect(new Set([code, new Codes('other').of(request), ...others.map((one) => codes.of(one))]).size).toBe(6);
});
