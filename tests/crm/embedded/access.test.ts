import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mongo } from 'mongoose';
import { type ServedStore, serveStore } from '../../../crm/embedded/serve.ts';
import { temporaryDirectory } from './support.ts';

describe('the store alone, on TCP', () => {
  const directory = temporaryDirectory();
  let served: ServedStore;

  beforeAll(async () => {
    served = await serveStore({
      dataDir: directory.path,
      tcp: { host: '127.0.0.1', port: 0, username: 'ann,=', password: 'pässword' },
    });
  });
  afterAll(async () => {
    await served.close();
    directory.remove();
  });

  function clientWith(username: string, password: string, more: mongo.MongoClientOptions = {}) {
    return new mongo.MongoClient(served.tcpUri!, { auth: { username, password }, ...more });
  }

  test('lets in who knows the password, and sees the same data as the socket', async () => {
    const client = await clientWith('ann,=', 'pässword').connect();
    await client.db().collection('shared').insertOne({ x: 1 });
    await expect(client.db('admin').command({ backup: 1, file: '/tmp/x' })).rejects.toMatchObject({
      code: 13,
    });
    await client.close();
    const local = await new mongo.MongoClient(served.uri).connect();
    expect(await local.db().collection('shared').countDocuments()).toBe(1);
    await local.close();
  });

  test.each([
    ['a wrong password', 'ann,=', 'password'],
    ['an unknown user', 'bob', 'pässword'],
  ])('refuses %s', async (_, username, password) => {
    const client = clientWith(username, password);
    await expect(client.connect()).rejects.toMatchObject({ code: 18, codeName: 'AuthenticationFailed' });
    await client.close();
  });

  test('answers nothing but the handshake without a login', async () => {
    const { host } = new URL(served.tcpUri!.replace('mongodb:', 'http:'));
    const client = await new mongo.MongoClient(`mongodb://${host}/?directConnection=true`).connect();
    await expect(client.db().collection('shared').findOne()).rejects.toMatchObject({
      code: 13,
      codeName: 'Unauthorized',
    });
    await client.close();
  });
});
