import { afterAll, expect, test } from '@jest/globals';
import { Types } from 'mongoose';
import { Commits } from '../../../bot/turns/commits.ts';
import { duplicateKey } from '../../../crm/duplicate-key.ts';
import type { TurnRecord } from '../../../crm/models/turn.ts';
import { openTestServer, type TestServer } from '../../crm/server.ts';

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
  const commits = new Commits({ Turn } as never);
  await commits.commit(turn(7, 1));
  const outcomes = await Promise.allSettled(
    Array.from({ length: 250 }, async (_, conversation) => {
      const one = turn(conversation, 1);
      await commits.commit(one);
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
