import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import type {
  Acknowledgement,
  ClientToServerEvents,
  ServerToClientEvents,
} from '../../../web-widget/protocol.ts';

export const QUOTE_CONVERSATION = [
  'do you have white hanging heart t-light holders?',
  'how much for 100?',
  'when could I have 500?',
  'ok make me a quote for 500',
  'make it 300 and add 50 red retrospot lunch bags',
  'do you ship to Germany?',
  'yes, go ahead',
  'yes',
  'where is my order?',
];
const TURN_TIMEOUT_MS = 60_000;

export interface LoadResult {
  /** Milliseconds from when a message was due to its reply. */
  readonly latencies: readonly number[];
  readonly seconds: number;
}

type Client = Socket<ServerToClientEvents, ClientToServerEvents>;

/** One visitor after the other, each with a connection and the whole conversation; `next` says the next message. */
class Visitors {
  readonly #url: string;
  #client: Promise<Client> | undefined;
  #said = 0;

  constructor(url: string) {
    this.#url = url;
  }

  /** Resolves when the reply to the next message of the conversation is there. */
  async next(): Promise<void> {
    this.#client ??= connect(this.#url);
    const client = await this.#client;
    await say(client, QUOTE_CONVERSATION[this.#said]!);
    this.#said = (this.#said + 1) % QUOTE_CONVERSATION.length;
    if (this.#said > 0) return;
    client.disconnect();
    this.#client = connect(this.#url);
    // Whoever asks for the next message hears of it.
    this.#client.catch(() => {});
  }

  async leave(): Promise<void> {
    (await this.#client)?.disconnect();
  }
}

/** Closed loop: `concurrency` visitors, each of whom sends the next message when the reply is there. */
export async function closedLoop(url: string, concurrency: number, seconds: number): Promise<LoadResult> {
  const latencies: number[] = [];
  const started = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      const visitors = new Visitors(url);
      while (performance.now() - started < 1_000 * seconds) {
        const sent = performance.now();
        await visitors.next();
        latencies.push(performance.now() - sent);
      }
      await visitors.leave();
    }),
  );
  return { latencies, seconds: (performance.now() - started) / 1_000 };
}

/**
 * Open loop: a message is due every 1/`rate` seconds, whether or not earlier ones are answered; each visitor's
 * turn comes once a second. Latency counts from when a message was due, so that a stall is not left out.
 */
export async function openLoop(url: string, rate: number, seconds: number): Promise<LoadResult> {
  const latencies: number[] = [];
  const started = performance.now();
  await Promise.all(
    Array.from({ length: rate }, async (_, slot) => {
      const visitors = new Visitors(url);
      for (let second = 0; second < seconds; second++) {
        const due = started + 1_000 * (second + slot / rate);
        await sleep(Math.max(0, due - performance.now()));
        await visitors.next();
        latencies.push(performance.now() - due);
      }
      await visitors.leave();
    }),
  );
  return { latencies, seconds: (performance.now() - started) / 1_000 };
}

export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN;
}

function connect(url: string): Promise<Client> {
  const client: Client = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    timeout: TURN_TIMEOUT_MS,
  });
  return new Promise((resolve, reject) => {
    client.once('connect_error', reject);
    client.once('welcome', () => resolve(client));
  });
}

function say(client: Client, text: string): Promise<void> {
  const id = randomUUID();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no reply to: ${text}`)), TURN_TIMEOUT_MS);
    client.on('reply', function onReply({ messageId }) {
      if (messageId !== id) return;
      clearTimeout(timer);
      client.off('reply', onReply);
      resolve();
    });
    client.emit('message', { id, text, locale: 'en' }, (acknowledgement: Acknowledgement) => {
      if (!acknowledgement.accepted) reject(new Error(acknowledgement.error.message));
    });
  });
}
