import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { io, type Socket } from 'socket.io-client';
import type {
  Acknowledgement,
  ClientToServerEvents,
  ServerToClientEvents,
} from '../../web-widget/protocol.ts';

/**
 * `npm run bench:turns`: the quote conversation over the real socket on the embedded store, with 1, 16 and 64
 * conversations at a time. A turn is timed from sending the message to its last reply; CPU and memory are
 * those of the server's process, as its own /metrics says, the store's worker included.
 */
const CONVERSATION = [
  'do you have white hanging heart t-light holders?',
  'how much for 100?',
  'when could I have 500?',
  'ok make me a quote for 500',
  'make it 300 and add 50 red retrospot lunch bags',
  'do you ship to Germany?',
  'yes, go ahead',
  'where is my order?',
];
const CONCURRENCIES = [1, 16, 64];
const SECONDS_EACH = 10;
const TURN_TIMEOUT_MS = 30_000;

type Client = Socket<ServerToClientEvents, ClientToServerEvents>;

const dataDir = await mkdtemp(path.join(tmpdir(), 'rainmaker-bench-'));
const child = fork(
  fileURLToPath(new URL('../support/server-process.js', import.meta.url)),
  [JSON.stringify({ dataDir })],
  { stdio: 'inherit' },
);
const { port } = await new Promise<{ port: number }>((resolve, reject) => {
  child.once('message', (message) => resolve(message as { port: number }));
  child.once('exit', (code) => reject(new Error(`the server stopped with code ${code}`)));
});
const server = `http://127.0.0.1:${port}`;

console.log(
  `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}`,
);
await run(4, 3);
console.log('conversations   turns/s   p50 ms   p99 ms   server CPU ms/turn   server RSS MB');
for (const concurrency of CONCURRENCIES) {
  const before = await usage();
  const { latencies, seconds } = await run(concurrency, SECONDS_EACH);
  const after = await usage();
  latencies.sort((a, b) => a - b);
  const quantile = (p: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(p * latencies.length))] ?? Number.NaN;
  console.log(
    [
      String(concurrency).padStart(13),
      (latencies.length / seconds).toFixed(0).padStart(9),
      quantile(0.5).toFixed(1).padStart(8),
      quantile(0.99).toFixed(1).padStart(8),
      ((1000 * (after.cpuSeconds - before.cpuSeconds)) / latencies.length).toFixed(2).padStart(20),
      (after.rssBytes / 2 ** 20).toFixed(0).padStart(15),
    ].join(' '),
  );
}
await stop(child);
await rm(dataDir, { recursive: true, force: true });

/** Keeps `concurrency` conversations going, each with a visitor of its own, for about `seconds`. */
async function run(concurrency: number, seconds: number) {
  const latencies: number[] = [];
  const started = performance.now();
  const until = started + 1000 * seconds;
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (performance.now() < until) {
        const client: Client = io(server, { transports: ['websocket'], forceNew: true, reconnection: false });
        await new Promise((resolve) => client.once('welcome', resolve));
        for (const text of CONVERSATION) {
          if (performance.now() >= until) break;
          latencies.push(await turn(client, text));
        }
        client.disconnect();
      }
    }),
  );
  return { latencies, seconds: (performance.now() - started) / 1000 };
}

function turn(client: Client, text: string): Promise<number> {
  const id = randomUUID();
  const sent = performance.now();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no reply to: ${text}`)), TURN_TIMEOUT_MS);
    client.on('reply', function onReply({ messageId }) {
      if (messageId !== id) return;
      clearTimeout(timer);
      client.off('reply', onReply);
      resolve(performance.now() - sent);
    });
    client.emit('message', { id, text, locale: 'en' }, (acknowledgement: Acknowledgement) => {
      if (!acknowledgement.accepted) reject(new Error(acknowledgement.error.message));
    });
  });
}

async function usage(): Promise<{ cpuSeconds: number; rssBytes: number }> {
  const text = await (await fetch(`${server}/metrics`)).text();
  const value = (name: string) => Number(text.match(new RegExp(`^${name} (.+)$`, 'm'))?.[1]);
  return { cpuSeconds: value('process_cpu_seconds_total'), rssBytes: value('process_resident_memory_bytes') };
}

function stop(process: ChildProcess): Promise<unknown> {
  process.removeAllListeners('exit');
  const exited = new Promise((resolve) => process.once('exit', resolve));
  process.send('stop');
  return exited;
}
