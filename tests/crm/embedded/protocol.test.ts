import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mongo } from 'mongoose';
import { crc32c } from '../../../crm/embedded/wire/crc32c.ts';
import { openTestStore, type TestStore } from './support.ts';

const { BSON } = mongo;
const CHECKSUM_PRESENT = 1;

/** One OP_MSG with a body, and a document sequence where one is given. */
function message(
  command: object,
  options: { flags?: number; sequence?: { name: string; documents: object[] } } = {},
) {
  const flags = Buffer.alloc(4);
  flags.writeUInt32LE(options.flags ?? 0);
  const parts: Uint8Array[] = [flags, Buffer.from([0]), BSON.serialize(command)];
  if (options.sequence) {
    const { name, documents } = options.sequence;
    const content = Buffer.concat([
      Buffer.from(`${name}\0`),
      ...documents.map((document) => BSON.serialize(document)),
    ]);
    const size = Buffer.alloc(4);
    size.writeInt32LE(content.length + 4);
    parts.push(Buffer.from([1]), size, content);
  }
  const checksumBytes = options.flags === CHECKSUM_PRESENT ? 4 : 0;
  const body = Buffer.concat(parts);
  const header = Buffer.alloc(16);
  header.writeInt32LE(16 + body.length + checksumBytes, 0);
  header.writeInt32LE(7, 4);
  header.writeInt32LE(2013, 12);
  const whole = Buffer.concat([header, body]);
  if (checksumBytes === 0) return whole;
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32LE(crc32c(whole));
  return Buffer.concat([whole, checksum]);
}

/** What comes back until a whole message is there, or null when the server closes the connection. */
function answer(socket: Socket): Promise<Record<string, unknown> | null> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length >= 16 && received.length >= received.readInt32LE(0)) {
        resolve(BSON.deserialize(received.subarray(21, received.readInt32LE(0))));
      }
    });
    socket.on('close', () => resolve(null));
    socket.on('error', () => resolve(null));
  });
}

describe('the wire protocol', () => {
  let store: TestStore;

  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  async function send(...parts: Uint8Array[]) {
    const socket = connect(store.store.socketPath);
    const reply = answer(socket);
    for (const part of parts) socket.write(part);
    const received = await reply;
    socket.destroy();
    return received;
  }

  test('CRC-32C of the published check value', () => {
    // "123456789" -> E3069283, the check value of CRC-32/ISCSI in the catalogue of parametrised CRC algorithms.
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
  });

  test('takes document sequences and checksums', async () => {
    const insert = { insert: 'sequence', $db: 'rainmaker' };
    const sequence = { name: 'documents', documents: [{ _id: 1 }, { _id: 2 }] };
    expect(await send(message(insert, { sequence, flags: CHECKSUM_PRESENT }))).toMatchObject({ n: 2, ok: 1 });
    const damaged = message(insert, { sequence, flags: CHECKSUM_PRESENT });
    damaged[damaged.length - 1]! ^= 1;
    expect(await send(damaged)).toBeNull();
  });

  test('takes a message in pieces, byte by byte', async () => {
    const bytes = message({ ping: 1, $db: 'admin' });
    expect(await send(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toMatchObject({ ok: 1 });
  });

  test.each([
    ['a length that is too large', (bytes: Buffer) => bytes.writeInt32LE(0x7fffffff, 0)],
    ['a negative length', (bytes: Buffer) => bytes.writeInt32LE(-1, 0)],
    ['an unknown opcode', (bytes: Buffer) => bytes.writeInt32LE(2012, 12)],
    ['unknown required flags', (bytes: Buffer) => bytes.writeUInt32LE(0x80, 16)],
    ['a section of unknown kind', (bytes: Buffer) => bytes.writeUInt8(9, 20)],
  ])('closes the connection on %s', async (_, damage) => {
    const bytes = message({ ping: 1, $db: 'admin' });
    damage(bytes);
    expect(await send(bytes)).toBeNull();
  });

  test('answers a body that is not valid BSON with an error', async () => {
    const bytes = message({ ping: 1, $db: 'admin' });
    bytes.writeUInt8(0x60, 25);
    expect(await send(bytes)).toMatchObject({ ok: 0, codeName: 'InvalidBSON' });
  });

  test('survives random bytes, damaged and cut messages', async () => {
    let state = 20261123;
    const next = (limit: number) => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return Math.floor((state / 2 ** 32) * limit);
    };
    const templates = [
      message({ find: 'fuzz', filter: { a: { $gt: 1 } }, sort: { a: 1 }, $db: 'rainmaker' }),
      message(
        { insert: 'fuzz', $db: 'rainmaker' },
        { sequence: { name: 'documents', documents: [{ a: [1, { b: 'x' }] }] } },
      ),
      message({
        aggregate: 'fuzz',
        pipeline: [{ $group: { _id: '$a', n: { $sum: 1 } } }],
        cursor: {},
        $db: 'rainmaker',
      }),
      message({
        update: 'fuzz',
        updates: [{ q: { a: 1 }, u: { $set: { 'a.b': 2 } }, upsert: true }],
        $db: 'rainmaker',
      }),
    ];
    for (let round = 0; round < 300; round++) {
      const bytes = Buffer.from(templates[next(templates.length)]!);
      const isNoise = next(4) === 0;
      for (let i = 0; i < 1 + next(8); i++) bytes[isNoise ? i : 16 + next(bytes.length - 16)] = next(256);
      const socket = connect(store.store.socketPath);
      const end = new Promise((resolve) => socket.once('close', resolve));
      socket.on('error', () => socket.destroy());
      socket.on('data', () => socket.end());
      socket.end(next(3) === 0 ? bytes.subarray(0, next(bytes.length)) : bytes);
      await end;
    }
    expect(await store.db.command({ ping: 1 })).toMatchObject({ ok: 1 });
    const { store: figures } = await store.db.command({ serverStatus: 1 });
    expect(figures.openCursors).toBeLessThan(20);
  });
});
