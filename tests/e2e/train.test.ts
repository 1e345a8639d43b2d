import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLog } from '../../bot/log.ts';
import { PATHS } from '../../bot/paths.ts';
import { openStore, type Store } from '../../bot/store.ts';
import { forkServer, stop } from '../support/child-server.ts';
import { shopFolder, type TemporaryFolder } from '../support/folder.ts';
import { freePort } from '../support/free-port.ts';
import { connectWidget, type WidgetClient } from '../support/widget-client.ts';

const cli = fileURLToPath(new URL('../../dist/bot/cli.js', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly errors: string;
  readonly json: Record<string, unknown>;
}

describe('rainmaker train and models beside a running server', () => {
  let home: TemporaryFolder;
  let server: ChildProcess;
  let store: Store;
  let visitor: WidgetClient;

  function rainmaker(...args: string[]): Promise<Ended> {
    const child = spawn(process.execPath, [cli, ...args], {
      env: { PATH: process.env.PATH, DATA_DIR: home.dir, LOG_LEVEL: 'error' },
    });
    let [said, errors] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    return new Promise((resolve) => {
      child.once('close', (code) => {
        const lines = said.trim().split('\n');
        const last = lines.at(-1)!;
        resolve({ code, lines, errors, json: last.startsWith('{') ? JSON.parse(last) : {} });
      });
    });
  }

  beforeAll(async () => {
    home = await shopFolder();
    const port = await freePort();
    server = await forkServer({ dataDir: home.dir, port });
    store = await openStore({ dataDir: home.dir, log: createLog('silent'), share: true });
    visitor = await connectWidget(`http://127.0.0.1:${port}`);
    await mkdir(path.join(home.dir, 'corpus'));
    for (const intent of ['greet', 'thanks', 'goodbye', 'product.price', 'order.status'])
      await cp(path.join(PATHS.intents, `en/${intent}.yml`), path.join(home.dir, 'corpus', `${intent}.yml`));
  });
  afterAll(async () => {
    visitor.socket.disconnect();
    await store.close();
    await stop(server);
    await home.remove();
  });

  const corpus = () => path.join(home.dir, 'corpus');
  const lastTurn = () => store.models.Turn.findOne({}).sort({ seq: -1 }).lean();

  /** The conversation until a turn is read by that version; every message must be answered. */
  async function talkUntil(version: number): Promise<void> {
    do await visitor.say('where is my order');
    while ((await lastTurn())!.modelVersion !== version);
  }

  test('a corpus that forgets what the golden set asks for is refused, with the sentences', async () => {
    await talkUntil(1);
    const { code, lines } = await rainmaker('train', '--corpus', corpus());
    expect(code).toBe(1);
    expect(lines.join('\n')).toMatch(/golden sentences? no longer understood:\n {2}\S/);
    expect(lines.at(-1)).toMatch(/^Not activated; model 1 goes on\./);
    await talkUntil(1);
  });

  test('a model that is insisted on answers the running conversation, and can be rolled back', async () => {
    const trained = await rainmaker('train', '--corpus', corpus(), '--force', '--author', 'Ann', '--json');
    expect(trained).toMatchObject({ code: 0, json: { outcome: 'activated', before: 1, version: 2 } });
    await talkUntil(2);

    const listed = await rainmaker('models', '--json');
    expect(listed.json).toMatchObject({
      active: 2,
      models: [
        {
          id: 2,
          author: 'Ann',
          active: true,
          accuracy: expect.any(Number),
          golden: { total: expect.any(Number) },
        },
        { id: 1, author: 'Rainmaker', active: false },
      ],
    });
    expect(await rainmaker('models', 'activate', '1', '--json')).toMatchObject({
      code: 0,
      json: { active: 1, before: 2 },
    });
    await talkUntil(1);

    const turns = await store.models.Turn.find({}).sort({ seq: 1 }).lean();
    expect(turns.map(({ seq }) => seq)).toEqual(turns.map((_, index) => index + 1));
    expect(visitor.replies.map(({ number }) => number)).toEqual(visitor.replies.map((_, index) => index + 1));
  });

  test('faults are said with file and line, on standard output and by exit code 1', async () => {
    const file = path.join(corpus(), 'bad.yml');
    await writeFile(file, 'intent: greet\nexamples:\n  - hi\n  - 7\n');
    const { code, lines, json } = await rainmaker('train', '--corpus', corpus(), '--json');
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    expect(json).toMatchObject({ kind: 'refusal', problems: [{ file, line: 4 }] });
    await rm(file);
    expect(await rainmaker('models', 'activate', '77')).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/^NOT_FOUND: There is no model 77/),
    });
  });
});
