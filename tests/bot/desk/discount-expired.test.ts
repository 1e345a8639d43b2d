import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { watch } from '../../../bot/desk/watch.ts';
import { openApprovals } from '../../../crm/queries/approvals.ts';
import { openTestServer, type TestServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';
import { connectWidget, type WidgetClient } from '../../support/widget-client.ts';

/** A discount that nobody decides is not left hanging. */
let server: TestServer;
let clock = Date.parse('2026-03-04T10:00:00Z');
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date(clock), forecasts: false });
});
afterAll(() => server?.stop());

const last = ({ replies }: WidgetClient) => replies.at(-1)!;
const hears = (visitor: WidgetClient, words: string) =>
  until(() => last(visitor)?.reply.text.includes(words) === true).catch(() => {
    throw new Error(`not "${words}" but: ${last(visitor)?.reply.text}`);
  });

async function asking(locale: string, lines: readonly (readonly [string, string])[]): Promise<WidgetClient> {
  const visitor = await connectWidget(server.url, { locale });
  for (const [text, words] of lines) {
    await visitor.send({ id: randomUUID(), text, locale });
    await hears(visitor, words);
  }
  return visitor;
}

const ENGLISH = [
  ['make me a quote for 24 party bunting', 'Q-'],
  ['can you give me 30% off?', 'I have asked a colleague'],
] as const;

test('the visitor is told, live or when they come back, and may renew the quote; the queue drops it', async () => {
  const { models } = server.app.store;
  const { desk, shop, now, turns } = server.app;
  const waits = await asking('en', ENGLISH);
  const zh = await asking('zh-CN', [
    ['报价，苹果大号购物袋20个', '报价单'],
    ['打五折可以吗', '超出了我的权限'],
  ]);
  const seen = last(zh).number;
  zh.socket.disconnect();
  const ruth = await desk.signIn('Ruth Bauer');
  const talks = await asking('en', [...ENGLISH, ['can I talk to a person?', 'in line']]);
  const { conversationId } = (await desk.queue())[0]!;
  await desk.take(conversationId, ruth);
  await turns.idle();
  expect(await openApprovals(models, '2026-03-04')).toHaveLength(3);

  const later = new Date(clock + 40 * 86_400_000);
  // The rep is there all the time and has just written, also where the server looks by itself.
  await desk.say(conversationId, ruth, 'One moment, please.');
  await hears(talks, 'One moment, please.');
  await models.Handoff.updateOne({ conversationId }, { $set: { seenAt: later } });
  await models.Turn.findOneAndUpdate({ conversationId }, { $set: { at: later } }, { sort: { seq: -1 } });
  clock = later.getTime();
  const look = () => watch({ models, desk, shop, now });
  await look();
  await look();
  await hears(waits, 'nobody has decided about a discount on quote Q-');
  expect(last(waits).reply.choices.map(({ label }) => label)).toContain('Renew the quote');
  expect(await openApprovals(models, '2026-04-13')).toEqual([]);
  expect(last(talks).reply.text).toBe('One moment, please.');

  const renew = last(waits).reply.choices[0]!;
  await waits.send({ id: randomUUID(), text: renew.text, action: renew.action });
  await until(() => last(waits).reply.document !== undefined);
  expect((await waits.say('can you give me 30% off?')).reply.text).toContain('I have asked a colleague');

  const back = await connectWidget(server.url, { token: zh.token, since: seen, locale: 'zh-CN' });
  const news = back.history.flatMap(({ replies }) => replies.map(({ reply }) => reply.text));
  expect(news).toHaveLength(1);
  expect(news[0]).toMatch(/的优惠没有人及时决定.*重新报价/);

  await desk.handBack(conversationId, ruth);
  await look();
  await hears(talks, 'nobody has decided about a discount on quote Q-');
  await turns.idle();
  expect(await models.Approval.countDocuments({ status: 'expired' })).toBe(3);
  for (const { socket } of [waits, talks, back]) socket.disconnect();
});
