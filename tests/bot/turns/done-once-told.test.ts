import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { TurnRecord } from '../../../crm/models/turn.ts';
import type { IncomingMessage } from '../../../dialogs/message.ts';
import { openTestApp, type TestApp } from '../../support/server.ts';

let shop: TestApp;
/** What the store says of the turn whose reply leaves. */
let atDelivery: Pick<TurnRecord, 'status' | 'outbox'>[] = [];
let failures = 0;

beforeAll(async () => {
  shop = await openTestApp({ now: () => new Date('2026-03-04T10:00:00Z') });
  for (const [name, isResumed] of [
    ['web', true],
    ['teams', false],
  ] as const)
    shop.app.attach(() => ({
      name,
      isResumed,
      async deliver({ conversationId }) {
        if (failures > 0) {
          failures--;
          throw new Error('the line is down');
        }
        atDelivery.push((await lastOf(conversationId))!);
      },
      async stop() {},
    }));
});
afterAll(() => shop.stop());
beforeEach(() => {
  atDelivery = [];
});

const lastOf = (conversationId: string) =>
  shop.app.store.models.Turn.findOne({ conversationId }).sort({ seq: -1 }).lean();

async function say(channel: IncomingMessage['channel'], text: string): Promise<string> {
  const id = randomUUID();
  const conversationId = `${channel}:${id}`;
  const { finished } = await shop.app.receive({
    id,
    channel,
    conversationId,
    sender: { id },
    text,
    locale: 'en',
    at: new Date('2026-03-04T10:00:00Z'),
  });
  await finished;
  return conversationId;
}

test('a turn without effects is done from the beginning where its replies are read from the log', async () => {
  await say('web', 'do you ship to Germany?');
  expect(atDelivery).toMatchObject([{ status: 'done', outbox: [] }]);
});

test('elsewhere, and with effects, it is done when all of it has left', async () => {
  const elsewhere = await say('teams', 'do you ship to Germany?');
  const withEffects = await say('web', 'make me a quote for 60 white hanging heart t-light holders');
  expect(atDelivery).toMatchObject([
    { status: 'committed', outbox: [{ kind: 'reply' }] },
    { status: 'committed', outbox: [{ kind: 'effect' }, { kind: 'reply' }] },
  ]);
  await shop.app.turns.idle();
  for (const conversationId of [elsewhere, withEffects])
    expect(await lastOf(conversationId)).toMatchObject({ status: 'done', outbox: [] });
});

test('a reply that could not leave all the same is sent by the next sweep', async () => {
  failures = 3;
  const conversationId = await say('web', 'do you ship to Germany?');
  expect(atDelivery).toEqual([]);
  expect(await lastOf(conversationId)).toMatchObject({
    status: 'committed',
    outbox: [{ status: 'pending', attempts: 3 }],
  });
  await shop.app.turns.sweep(new Date('2026-03-05T10:00:00Z'));
  expect(atDelivery).toHaveLength(1);
  await shop.app.turns.idle();
  expect(await lastOf(conversationId)).toMatchObject({ status: 'done', outbox: [] });
});
