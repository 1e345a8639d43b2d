import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { kill } from '../support/child-server.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folder.ts';
import { freePort } from '../support/free-port.ts';
import { openTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

/** Microsoft's own Teams client for tests, driven through the interface its web page uses. */
class Playground {
  readonly base: string;
  readonly #process: ChildProcess;
  readonly received: string[] = [];
  #stream: WebSocket | undefined;
  #chat = '';
  #user = '';

  constructor(port: number, endpoint: string, logFile: string) {
    this.base = `http://localhost:${port}`;
    const cli = path.join(
      path.dirname(createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/package.json')),
      'cli.js',
    );
    this.#process = spawn(
      process.execPath,
      [cli, 'start', '-e', endpoint, '-c', 'msteams', '-p', String(port), '--disable-telemetry'],
      {
        env: {
          PATH: process.env.PATH,
          TEAMSAPPTESTER_BROWSER: 'none',
          M365_AGENTS_PLAYGROUND_LOGFILE: logFile,
        },
        stdio: 'ignore',
      },
    );
  }

  async connect(): Promise<void> {
    await until(async () => {
      const response = await fetch(`${this.base}/_internal/v1/config`).catch(() => undefined);
      if (!response?.ok) return false;
      const { config } = (await response.json()) as {
        config: { personalChat: { id: string }; currentUser: { id: string } };
      };
      this.#chat = config.personalChat.id;
      this.#user = config.currentUser.id;
      return true;
    });
    const stream = new WebSocket(
      `${this.base.replace('http', 'ws')}/_ws_conversation/v1/conversations/stream`,
    );
    this.#stream = stream;
    stream.on('message', (data) => this.received.push(String(data)));
    await new Promise((resolve, reject) => stream.once('open', resolve).once('error', reject));
  }

  install = () => this.#post(`/_debug/conversation/${this.#chat}/installation`, {});

  say = (text: string) =>
    this.#post(`/_conversation/v1/conversations/${this.#chat}/messages`, {
      from: { id: this.#user },
      text,
      textFormat: 'plain',
    });

  /** What the client has received since `from` that holds all of `parts`; waits for it. */
  async hears(from: number, ...parts: readonly string[]): Promise<string> {
    const find = () => this.received.slice(from).find((event) => parts.every((part) => event.includes(part)));
    await until(() => find() !== undefined).catch(() => {
      throw new Error(
        `not received: ${parts.join(', ')}; but ${this.received.slice(from).join('\n').slice(0, 4_000)}`,
      );
    });
    return find()!;
  }

  async stop(): Promise<void> {
    this.#stream?.terminate();
    await kill(this.#process, 'SIGKILL');
  }

  async #post(to: string, body: object): Promise<void> {
    const response = await fetch(this.base + to, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${to} answered ${response.status}: ${await response.text()}`);
  }
}

describe('the quote conversation in the Teams client', () => {
  let server: TestServer;
  let playground: Playground;
  let folder: TemporaryFolder;

  beforeAll(async () => {
    server = await openTestServer();
    folder = await temporaryFolder();
    playground = new Playground(
      await freePort(),
      `http://127.0.0.1:${server.port}/api/messages`,
      path.join(folder.dir, 'playground.log'),
    );
    await playground.connect();
  });

  afterAll(async () => {
    await playground.stop();
    await server.stop();
    await folder.remove();
  });

  const exchange = async (text: string, ...parts: readonly string[]) => {
    const from = playground.received.length;
    await playground.say(text);
    return playground.hears(from, ...parts);
  };

  test('from greeting to order, with Adaptive Cards', async () => {
    await playground.install();
    await exchange(
      'do you have white hanging heart t-light holders?',
      'White hanging heart t-light holder',
      'AdaptiveCard',
    );
    await exchange('how much for 100?', '£');
    const quote = await exchange('ok make me a quote for 500', 'AdaptiveCard', 'Action.Submit');
    const number = quote.match(/Q-\d{6}-[0-9A-Z]{6}/)?.[0];
    expect(number).toBeDefined();
    await exchange('make it 300 and add 50 red retrospot lunch bags', number!, 'Lunch bag red retrospot');
    const order = await exchange('yes, go ahead', 'AdaptiveCard', 'O-');
    const orderNumber = order.match(/O-\d{6}-[0-9A-Z]{6}/)?.[0];
    await exchange('where is my order?', orderNumber!);

    const { Order, Quote } = server.app.store.models;
    expect(
      await Order.countDocuments({ number: orderNumber!, quoteNumber: number!, 'identity.channel': 'teams' }),
    ).toBe(1);
    expect((await Quote.findOne({ number: number! }).lean())?.status).toBe('accepted');
  });

  test('and in Chinese', async () => {
    await exchange('红色复古圆点午餐袋多少钱？', '红色复古圆点午餐袋', '£');
    await exchange('买200个呢？', '200', '£');
  });
});
