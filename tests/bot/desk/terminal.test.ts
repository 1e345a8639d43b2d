import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openRep, type RepClient } from '../../support/rep.ts';
import { openTestServer, type TestServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';
import { connectWidget, type WidgetClient } from '../../support/widget-client.ts';

/** Visitors at the socket of the widget and reps at their terminals, each with an app of their own on one store. */
describe('reps at their terminals', () => {
  const now = () => new Date('2026-03-04T10:00:00Z');
  let server: TestServer;
  let ruth: RepClient;
  let visitor: WidgetClient;

  beforeAll(async () => {
    server = await openTestServer({ forecasts: false, now });
    ruth = await openRep(server.app.config, { name: 'Ruth Bauer', now });
    visitor = await connectWidget(server.url, { locale: 'en' });
  });
  afterAll(async () => {
    await ruth?.quit();
    await server?.stop();
  });

  const hears = (words: string) =>
    until(() => visitor.replies.some(({ reply }) => reply.text.includes(words))).catch(() => {
      throw new Error(
        `the visitor does not hear "${words}": ${visitor.replies.map(({ reply }) => reply.text).join('\n')}`,
      );
    });
  const write = (text: string) => visitor.send({ id: randomUUID(), text });

  test('an empty desk says so, and helps', async () => {
    await ruth.sees('0 visitors wait for a person');
    expect(ruth.shown()).toContain('Good to see you, Ruth Bauer.');
    await ruth.ask('help', 'counter 2 8 %');
    await ruth.ask('take 1', 'There is no number 1 in the list.');
    await ruth.ask('take', 'Say which one, such as "take 1".');
    await ruth.ask('counter 1', 'more than 0 and less than 100 per cent');
    await ruth.ask('counter 1 150 %', 'more than 0 and less than 100 per cent');
    await ruth.ask('back', 'no conversation to hand back');
    await ruth.ask('/nonsense', 'While you have a conversation');
  });

  test('a visitor is taken over, answered live, and goes on with the quote afterwards', async () => {
    await visitor.say('do you have white hanging heart t-light holders?');
    await visitor.say('make me a quote for 12');
    const { reply } = await visitor.say('can I talk to a human please');
    expect(reply.text).toContain('a colleague is free');
    const queue = await ruth.sees('1 visitor waits for a person');
    expect(queue).toMatch(
      /1\. 0 min · asks for a person · talked about White hanging heart .* · open quote Q-/,
    );
    expect(queue).toContain('“can I talk to a human please”');

    const taken = await ruth.ask('take over 1', 'The conversation is yours');
    expect(taken).toContain('visitor: make me a quote for 12');
    await hears('Ruth Bauer is here');
    await write('is the glass safe for children?');
    await ruth.sees('visitor: is the glass safe for children?');
    ruth.type('It is tempered glass, so yes.');
    await hears('It is tempered glass');
    expect(visitor.replies.at(-1)!.reply.from).toBe('Ruth Bauer');

    // A command without its slash would have gone to the visitor.
    await ruth.ask('back', 'Nothing was sent to the visitor. To run it, type /back');
    await ruth.ask('/take 1', 'Somebody else has taken it, or it waits no more.');
    await ruth.ask('/back', 'Handed back to the assistant.');
    await hears('is still open. Shall I place the order?');
    expect((await visitor.say('make it 24')).reply.document!.lines).toMatchObject([{ quantity: '24' }]);
  });

  test('a discount beyond the bot goes to a rep once, and the counter-offer reaches the visitor who comes back', async () => {
    const asked = await visitor.say('can you give me 10% off?');
    expect(asked.reply.text).toContain('10% is more than I may give by myself');
    expect(asked.reply.text).toContain('today by 17:30');
    expect((await visitor.say('what about 10% off?')).reply.text).toContain('has not decided yet');
    const { models } = server.app.store;
    expect(await models.Approval.countDocuments({})).toBe(1);
    const shown = await ruth.sees('1 discount waits for approval');
    expect(shown).toMatch(
      /1\. Q-\S+: 10% off asked for · 24 pieces, list £[\d.]+, now £[\d.]+ · margin \d\d(\.\d)?% now, \d\d(\.\d)?% after/,
    );

    const seen = visitor.replies.at(-1)!.number;
    visitor.socket.disconnect();
    await ruth.ask('counter 1 8 %', 'now has 8% off');
    await ruth.ask('counter 1 9 %', /is not open any more, or somebody has decided|no number 1/);
    await until(async () => (await models.Approval.findOne({}).lean())?.status === 'countered');
    visitor = await connectWidget(server.url, { token: visitor.token, since: seen, locale: 'en' });
    const news = visitor.history.flatMap(({ replies }) => replies.map(({ reply }) => reply));
    expect(news).toHaveLength(1);
    expect(news[0]!.text).toContain('A colleague can offer you 8% off');
    expect(news[0]!.document!.status).toBe('open');

    const quote = await models.Quote.findOne({}).lean();
    const list = quote!.lines.reduce((sum, line) => sum + line.quantity * line.unitPrice.amount, 0);
    expect(quote).toMatchObject({ discount: { percent: 8, by: 'rep', listTotal: list } });
    expect(quote!.total.amount).toBe(list - Math.floor(list * 0.08 + 0.5));
    expect((await visitor.say('can I have 12% off?')).reply.text).toContain('8% is what we can do');
    expect((await visitor.say('yes, place the order')).reply.text).toContain('O-');
    await until(async () => (await models.Order.findOne({ source: 'chat' }).lean()) !== null);
    expect(await models.Order.findOne({ source: 'chat' }).lean()).toMatchObject({
      total: quote!.total,
      discount: { percent: 8 },
    });
  });

  test('approve gives what was asked, decline leaves the quote, in Chinese too', async () => {
    const li = await openRep(server.app.config, { name: 'Li', locale: 'zh-CN', now });
    const guest = await connectWidget(server.url, { locale: 'zh-CN' });
    const say = async (text: string, words: string) => {
      await guest.send({ id: randomUUID(), text, locale: 'zh-CN' });
      await until(() => guest.replies.at(-1)?.reply.text.includes(words) === true).catch(() => {
        throw new Error(`${words}: ${guest.replies.at(-1)?.reply.text}`);
      });
    };
    await say('报价，苹果大号购物袋20个', '报价单');
    await say('打九折吧', '超出了我的权限');
    await li.sees('1项折扣待审批');
    await li.ask('批准 1', '现在优惠10%');
    await until(() => guest.replies.at(-1)!.reply.text.includes('好消息'));
    await say('取消报价', '取消');
    await say('报价，苹果大号购物袋20个', '报价单');
    await say('打五折可以吗', '超出了我的权限');
    await li.sees('要求优惠50%');
    await li.ask('拒绝 1', '不变');
    await until(() => guest.replies.at(-1)!.reply.text.includes('没能批准'));
    guest.socket.disconnect();
    await li.quit();
  });

  test('two reps at two terminals cannot both have a visitor, and one who leaves puts them back', async () => {
    const noah = await openRep(server.app.config, { name: 'Noah Baker', now });
    await visitor.say('I want to talk to a person');
    await Promise.all([ruth.sees('1 visitor waits'), noah.sees('1 visitor waits')]);
    ruth.type('take 1');
    noah.type('take 1');
    await Promise.all([
      ruth.sees(/The conversation is yours|Somebody else has taken it/),
      noah.sees(/The conversation is yours|Somebody else has taken it/),
    ]);
    const winners = [ruth, noah].filter((rep) => rep.shown().includes('is yours'));
    expect(winners).toHaveLength(1);
    if (winners[0] === ruth) {
      await ruth.ask('/back', 'Handed back');
      await visitor.say('I want to talk to a person');
      await noah.ask('list', '1 visitor waits');
      await noah.ask('take 1', 'is yours');
    }
    await noah.quit();
    await hears('The line to Noah Baker was lost');
    // What was shown before may be of an earlier wait, or a notice without the list that numbers are of.
    await ruth.ask('list', '1 visitor waits');
    await ruth.ask('take 1', 'is yours');
    await ruth.ask('/back', 'Handed back');
  });

  test('a rep has several visitors, and each reads what is for them alone', async () => {
    const mei = await openRep(server.app.config, { name: 'Mei', now });
    const [ann, bob] = await Promise.all([
      connectWidget(server.url, { locale: 'en' }),
      connectWidget(server.url, { locale: 'en' }),
    ]);
    const told = (one: WidgetClient, words: string) =>
      until(() => one.replies.some(({ reply }) => reply.text.includes(words)));
    await ann.say('I want to talk to a person');
    await mei.sees('1 visitor waits');
    await mei.ask('take 1', 'is yours');
    // Until the server has done it, the queue has her too.
    await told(ann, 'Mei is here');
    await bob.say('can I talk to a human please');
    await mei.sees('1 visitor waits for a person now; /list shows the queue.');
    await mei.ask('/list', 'can I talk to a human please');
    expect(mei.shown()).toContain('> [1] ');
    await mei.ask('/take 1', 'What you type goes to visitor 2.');
    mei.type('Good morning, Bob.');
    await told(bob, 'Good morning, Bob.');
    await ann.send({ id: randomUUID(), text: 'hello from Ann' });
    await mei.sees('[1] visitor: hello from Ann');
    await mei.ask('/1', 'What you type goes to visitor 1.');
    mei.type('Good morning, Ann.');
    await told(ann, 'Good morning, Ann.');
    await mei.ask('/switch 7', 'You have no visitor 7.');
    await mei.ask('/back', 'Choose whom to type to, such as "/1".');
    // To nobody, rather than to the wrong one.
    await mei.ask('Goodbye, Ann.', 'That was not sent');
    await mei.ask('/2', 'visitor: can I talk to a human please');
    mei.type('Goodbye, Bob.');
    await told(bob, 'Goodbye, Bob.');
    const texts = (one: WidgetClient) =>
      one.replies.filter(({ reply }) => reply.from).map(({ reply }) => reply.text);
    expect(texts(ann)).toEqual(['Good morning, Ann.']);
    expect(texts(bob)).toEqual(['Good morning, Bob.', 'Goodbye, Bob.']);
    await mei.ask('/back', '0 visitors wait');
    for (const { socket } of [ann, bob]) socket.disconnect();
    await mei.quit();
  });

  test('a visitor is taken over by a sentence that names them', async () => {
    await visitor.say('can I talk to a human please');
    const { models } = server.app.store;
    const waiting = () => models.Handoff.findOne({ status: 'waiting' }).lean();
    await until(async () => (await waiting()) !== null);
    const { identity } = (await waiting())!;
    const anna = {
      key: 'anna',
      name: 'Anna Lee',
      emails: [],
      phones: [],
      identities: [identity],
      sample: false,
    };
    await models.Contact.create(anna);
    await ruth.ask('list', 'Anna Lee · 0 min');
    await ruth.ask('take Anna over', 'The conversation is yours');
    await ruth.ask('/back', 'Handed back to the assistant.');
    await visitor.say('can I talk to a human please');
    await until(async () => (await waiting()) !== null);
    await ruth.ask('list', 'Anna Lee · 0 min');
    await ruth.ask('take the next visitor', 'The conversation is yours');
    await ruth.ask('/back', 'Handed back to the assistant.');
    await models.Contact.deleteOne({ key: 'anna' });
  });
});
