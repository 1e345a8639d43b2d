import { Agent, createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { QUOTE_CONVERSATION } from './widget-load.ts';

/** The Bot Framework's side: sends activities to `/api/messages` and takes the replies as its connector does. */
export interface Connector {
  /**
   * Closed loop: `concurrency` conversations, each of which sends the next message when the request has ended and
   * its reply is there. Returns turns and seconds.
   */
  run(url: string, concurrency: number, seconds: number): Promise<{ turns: number; seconds: number }>;
  close(): Promise<void>;
}

const TURN_TIMEOUT_MS = 30_000;

export async function openConnector(): Promise<Connector> {
  const agent = new Agent({ keepAlive: true });
  const waiting = new Map<string, () => void>();
  const server: Server = createServer((incoming, outgoing) => {
    incoming.resume();
    incoming.on('end', () => {
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"reply"}');
      const conversation = incoming.url!.split('/')[3]!;
      waiting.get(decodeURIComponent(conversation))?.();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const serviceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let conversations = 0;
  let messages = 0;

  async function turn(url: string, conversation: string, text: string): Promise<void> {
    const replied = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no reply to: ${text}`)), TURN_TIMEOUT_MS);
      waiting.set(conversation, () => {
        clearTimeout(timer);
        resolve();
      });
    });
    await Promise.all([post(`${url}/api/messages`, activity(conversation, text)), replied]);
    waiting.delete(conversation);
  }

  const activity = (conversation: string, text: string) => ({
    type: 'message',
    id: `message-${++messages}`,
    timestamp: new Date().toISOString(),
    channelId: 'emulator',
    serviceUrl,
    from: { id: `user of ${conversation}`, name: 'User', role: 'user' },
    recipient: { id: 'bot', name: 'Bot', role: 'bot' },
    conversation: { id: conversation },
    locale: 'en-GB',
    text,
  });

  function post(url: string, body: object): Promise<void> {
    const json = JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) };
      const outgoing = request(url, { method: 'POST', agent, headers }, (incoming) => {
        incoming.resume();
        incoming.on('end', () =>
          incoming.statusCode === 200 ? resolve() : reject(new Error(`${url}: ${incoming.statusCode}`)),
        );
      });
      outgoing.on('error', reject);
      outgoing.end(json);
    });
  }

  return {
    async run(url, concurrency, seconds) {
      const started = performance.now();
      let turns = 0;
      await Promise.all(
        Array.from({ length: concurrency }, async () => {
          while (performance.now() - started < 1_000 * seconds) {
            const conversation = `conversation-${++conversations}`;
            for (const text of QUOTE_CONVERSATION) {
              if (performance.now() - started >= 1_000 * seconds) break;
              await turn(url, conversation, text);
              turns++;
            }
          }
        }),
      );
      return { turns, seconds: (performance.now() - started) / 1_000 };
    },
    async close() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
