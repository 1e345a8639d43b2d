import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Types } from 'mongoose';
import { installationSecret } from '../../../bot/store.ts';
import { documentNumber } from '../../../bot/turns/numbering.ts';
import type { TurnRecord } from '../../../crm/models/turn.ts';
import { openTestServer, type TestServer } from '../../support/server.ts';

const now = new Date('2026-03-04T10:00:00Z');
let server: TestServer;
beforeAll(async () => {
  server = await openTestServer({ now: () => now, forecasts: false });
});
afterAll(() => server?.stop());

test('a number that another turn of the day has drawn is drawn again, and nothing is made twice', async () => {
  const { Turn, Quote, connection } = server.app.store.models;
  const secret = await installationSecret({ connection } as never);
  const [taken, next] = [1, 2].map((attempt) =>
    documentNumber('Q', '2026-03-04', secret, `web:here:1:${attempt}`),
  );
  const elsewhere: TurnRecord = {
    _id: new Types.ObjectId(),
    conversationId: 'web:elsewhere',
    seq: 1,
    session: 1,
    channel: 'web',
    messageId: 'message-1',
    message: {},
    understanding: null,
    decision: {},
    numbers: [taken!],
    firstReply: 1,
    lastReply: 0,
    outbox: [],
    status: 'done',
    at: now,
  };
  await Turn.collection.insertOne(elsewhere);
  const { turn, finished } = await server.app.receive({
    id: 'message-1',
    channel: 'web',
    conversationId: 'web:here',
    sender: { id: 'here' },
    text: 'make me a quote for 100 white hanging heart t-light holders',
    locale: 'en',
    at: now,
  });
  await finished;
  expect(turn).toMatchObject({ seq: 1, numbers: [next] });
  expect(await Quote.distinct('number')).toEqual([next]);
});
