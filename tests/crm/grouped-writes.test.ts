import { afterAll, expect, test } from '@jest/globals';
import { Types } from 'mongoose';
import { duplicateKey } from '../../crm/duplicate-key.ts';
import { insertsOf, updatesOf } from '../../crm/grouped-writes.ts';
import type { TurnRecord } from '../../crm/models/turn.ts';
import { openTestServer, type TestServer } from './server.ts';

let server: TestServer | undefined;
afterAll(() => server?.close());

const turn = (conversation: number, seq: number): TurnRecord => ({
  _id: new Types.ObjectId(),
  conversationId: `terminal:${conversation}`,
  seq,
  session: 1,
  channel: 'terminal',
  messageId: `message-${seq}`,
  message: {},
  understanding: null,
  decision: {},
  firstReply: 1,
  lastReply: 0,
  outbox: [],
  status: 'committed',
  at: new Date(),
});

test('turns that come together are each acknowledged on disk, and the one that is there already is refused alone', async () => {
  server ??= await openTestServer();
  const { Turn } = await server.models();
  await insertsOf(Turn).write(turn(7, 1));
  const outcomes = await Promise.allSettled(
    Array.from({ length: 250 }, async (_, conversation) => {
      const one = turn(conversation, 1);
      await insertsOf(Turn).write(one);
      expect(await Turn.exists({ _id: one._id })).not.toBeNull();
    }),
  );
  const refused = outcomes.flatMap((outcome, index) =>
    outcome.status === 'rejected' ? [{ index, reason: outcome.reason }] : [],
  );
  expect(refused.map(({ index }) => index)).toEqual([7]);
  expect(duplicateKey(refused[0]!.reason)).toBeDefined();
  expect(await Turn.countDocuments()).toBe(250);
});

test('changes that come together are each there when acknowledged, and the one that an index refuses fails alone', async () => {
  server ??= await openTestServer();
  const { Rep } = await server.models();
  const keys = Array.from({ length: 120 }, (_, index) => `rep-${index}`);
  const reps = keys.map((key) => ({ _id: new Types.ObjectId(), key, name: 'Ann', countries: [] }));
  await Promise.all(reps.map((rep) => insertsOf(Rep).write(rep)));
  const outcomes = await Promise.allSettled(
    keys.map(async (key, index) => {
      await updatesOf(Rep).write({
        q: { key },
        u: { $set: index === 5 ? { key: 'rep-6' } : { name: `Ann ${index}` } },
      });
      expect(await Rep.exists({ name: `Ann ${index}` })).not.toBeNull();
    }),
  );
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  expect(refused.map(duplicateKey)).toEqual([{ key: 'rep-6' }]);
});
