import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import mongoose, { Types } from 'mongoose';
import { visitorOf } from '../../bot/channels/web/visitor.ts';
import { createLog } from '../../bot/log.ts';
import { openStore } from '../../bot/store.ts';
import { runningStoreUri } from '../../crm/embedded/running.ts';
import type { TurnRecord } from '../../crm/models/turn.ts';
import { forkServer, kill, launchServer, stop } from '../support/child-server.ts';
import { shopFolder } from '../support/folder.ts';
import { freePort } from '../support/free-port.ts';
import { until } from '../support/until.ts';
import { whereIs } from '../support/where-is.ts';
import { connectWidget } from '../support/widget-client.ts';

/** So many earlier turns make an erasure long enough to be killed in the middle. */
const TURNS = 2_000;
const PERSONAL = ['ann.archer@example.org', '+442079460018', 'my grandmother'];

type Turns = mongoose.mongo.Collection<TurnRecord>;

/** Looks at the turns in the store of a server that runs, or is about to. */
async function inside(dir: string, look: (turns: Turns) => Promise<void>): Promise<void> {
  await until(async () => (await runningStoreUri(dir)) !== undefined);
  const client = await mongoose.mongo.MongoClient.connect((await runningStoreUri(dir))!);
  try {
    await look(client.db().collection<TurnRecord>('turns'));
  } finally {
    await client.close();
  }
}

test('an erasure that is killed midway, and so is the next start that goes on with it, is finished by the one after', async () => {
  const { dir, remove } = await shopFolder();
  const options = { dataDir: dir, port: await freePort() };
  let server = await forkServer(options);
  const client = await connectWidget(`http://127.0.0.1:${options.port}`, { locale: 'en' });
  await client.say('my email is ann.archer@example.org, call me tomorrow on 020 7946 0018');
  await client.say('yes');
  await client.say('how much is the party bunting?');
  await client.say('make me a quote for 12, it is for my grandmother');
  const { id } = visitorOf(client.token)!;
  const earlier = `web:${id}:earlier`;
  await inside(dir, async (turns) => {
    // Only one turn may have drawn a number.
    const { numbers: _, ...turn } = (await turns.findOne({ 'message.text': /grandmother/ }))!;
    const copies = Array.from({ length: TURNS }, (_, index) => ({
      ...turn,
      _id: new Types.ObjectId(),
      conversationId: earlier,
      seq: index + 1,
      messageId: randomUUID(),
      status: 'done' as const,
    }));
    await turns.insertMany(copies);
  });

  const killAfter = async (erased: number, process: ChildProcess) => {
    // It goes by their numbers.
    const last = { conversationId: earlier, seq: erased, 'message.text': '' };
    await inside(dir, (turns) => until(async () => (await turns.findOne(last)) !== null));
    await kill(process, 'SIGKILL');
  };
  await client.say('erase all my data');
  expect(await client.send({ id: randomUUID(), text: 'yes' })).toMatchObject({ accepted: true });
  await killAfter(1, server);
  client.socket.disconnect();
  // A server finishes what is left before it listens: it is killed on its way there.
  const starting = launchServer(options);
  starting.ready.catch(() => {});
  await killAfter(TURNS / 2, starting.process);
  server = await forkServer(options);
  await stop(server);

  const { models, close } = await openStore({ dataDir: dir, log: createLog('silent') });
  expect(await whereIs(models.connection.db!, ...PERSONAL)).toEqual([]);
  expect(await models.Turn.countDocuments({ status: 'committed' })).toBe(0);
  expect(await models.Turn.countDocuments({ conversationId: earlier })).toBe(TURNS);
  await close();
  await remove();
});
