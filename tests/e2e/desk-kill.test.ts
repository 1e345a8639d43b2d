import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { watch } from '../../bot/desk/watch.ts';
import { forkServer, kill, stop } from '../support/child-server.ts';
import { shopFolder } from '../support/folder.ts';
import { freePort } from '../support/free-port.ts';
import { openTestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { connectWidget, type WidgetClient } from '../support/widget-client.ts';

const cli = fileURLToPath(new URL('../../dist/bot/cli.js', import.meta.url));

/** `rainmaker chat --as rep` as it is run. */
class RepProcess {
  readonly process: ChildProcess;
  shown = '';

  constructor(dataDir: string, name: string) {
    this.process = spawn(process.execPath, [cli, 'chat', '--as', 'rep', '--name', name], {
      env: { PATH: process.env.PATH, DATA_DIR: dataDir },
      stdio: 'pipe',
    });
    for (const stream of [this.process.stdout!, this.process.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.shown += text;
      });
  }

  type(line: string): void {
    this.process.stdin!.write(`${line}\n`);
  }

  async sees(words: string): Promise<void> {
    await until(() => this.shown.includes(words)).catch(() => {
      throw new Error(`"${words}" is not in what the rep sees:\n${this.shown}`);
    });
  }
}

const hears = (visitor: WidgetClient, words: string) =>
  until(() => visitor.replies.some(({ reply }) => reply.text.includes(words)));

test('SIGKILL of a rep: what they wrote is there once, and the visitor is back in the queue in time', async () => {
  let ahead = 0;
  const server = await openTestServer({ forecasts: false, now: () => new Date(Date.now() + ahead) });
  try {
    const visitor = await connectWidget(server.url, { locale: 'en' });
    const ruth = new RepProcess(server.app.config.dataDir, 'Ruth Bauer');
    await ruth.sees('0 visitors wait');
    await visitor.say('I want to talk to a person');
    await ruth.sees('1 visitor waits');
    ruth.type('take 1');
    await hears(visitor, 'Ruth Bauer is here');
    ruth.type('I will have a look.');
    await hears(visitor, 'I will have a look.');
    await kill(ruth.process, 'SIGKILL');
    await visitor.send({ id: randomUUID(), text: 'are you there?' });

    ahead = 90_000;
    const { store, desk, shop, now } = server.app;
    await watch({ models: store.models, desk, shop, now });
    await hears(visitor, 'The line to Ruth Bauer was lost');
    expect(await desk.queue()).toHaveLength(1);
    expect((await visitor.say('what payment methods do you take?')).reply.text).toContain('card');
    const written = await store.models.Turn.countDocuments({
      'decision.replies.text': 'I will have a look.',
    });
    expect(written).toBe(1);
    visitor.socket.disconnect();
  } finally {
    await server.stop();
  }
});

test('SIGKILL of the server: the rep keeps the conversation and nothing they wrote is lost or doubled', async () => {
  const { dir, remove } = await shopFolder();
  const options = { dataDir: dir, port: await freePort() };
  const url = `http://127.0.0.1:${options.port}`;
  let server = await forkServer(options);
  let visitor = await connectWidget(url, { locale: 'en' });
  let ruth = new RepProcess(dir, 'Ruth Bauer');
  await ruth.sees('0 visitors wait');
  await visitor.say('I want to talk to a person');
  await ruth.sees('1 visitor waits');
  ruth.type('take 1');
  await hears(visitor, 'Ruth Bauer is here');
  const seen = visitor.replies.at(-1)!.number;

  await kill(server, 'SIGKILL');
  await ruth.sees('has stopped. Start the server, then this again');
  await until(() => ruth.process.exitCode === 1);
  server = await forkServer(options);
  visitor = await connectWidget(url, { token: visitor.token, since: seen, locale: 'en' });
  expect(await visitor.send({ id: randomUUID(), text: 'still there?' })).toMatchObject({ person: true });
  ruth = new RepProcess(dir, 'Ruth Bauer');
  await ruth.sees('The conversation is yours');
  await ruth.sees('visitor: still there?');
  ruth.type('Yes, I am.');
  await hears(visitor, 'Yes, I am.');
  expect(visitor.replies.map(({ reply }) => reply.text)).toEqual(['Yes, I am.']);
  ruth.type('/back');
  await hears(visitor, 'handed over to me');
  ruth.type('quit');
  await until(() => ruth.process.exitCode !== null);
  expect(ruth.process.exitCode).toBe(0);
  visitor.socket.disconnect();
  await stop(server);
  await remove();
});
