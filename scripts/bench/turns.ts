import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { openConnector } from './turns/messages-load.ts';
import { type BenchServer, cpuBetween, residentMegabytes, startServer, threadTimes } from './turns/server.ts';
import { closedLoop, type LoadResult, openLoop, quantile } from './turns/widget-load.ts';

/**
 * `npm run bench:turns`: the quote conversation on the full product with the embedded store, on loopback only, once the
 * forecasts and scores of a first start are made. First over the widget's socket: a fixed rate, then 1, 16 and 64
 * visitors who wait for each reply. CPU is the server's alone, by thread, as Linux accounts it. Then through
 * `/api/messages` side by side with botbuilder's echo bot. It takes about three minutes.
 */
/** What V8 still compiles of a turn in its first ten thousand is no cost of a server that is up. */
const WARM_UP_SECONDS = 40;
const RATE = 200;
const CONCURRENCIES = [1, 16, 64];
const SECONDS_EACH = 15;
const MESSAGE_CONVERSATIONS = 64;
const MESSAGE_SECONDS = 6;
const MESSAGE_WARM_UP_SECONDS = 10;
const MESSAGE_ROUNDS = 3;

const dataDir = await mkdtemp(path.join(tmpdir(), 'rainmaker-bench-'));
const server = await startServer('server-process.js', { dataDir });
try {
  console.log(
    `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}`,
  );
  await closedLoop(server.url, Math.max(...CONCURRENCIES), WARM_UP_SECONDS);
  console.log(
    '\nwidget                 turns/s  p50 ms  p99 ms | CPU ms/turn:  main  store  of it kernel  helpers   all | RSS MB',
  );
  await measured(`${RATE}/s, open loop`, () => openLoop(server.url, RATE, SECONDS_EACH));
  for (const concurrency of CONCURRENCIES)
    await measured(`${concurrency} waiting`, () => closedLoop(server.url, concurrency, SECONDS_EACH));
  await compareWithEchoBot(server);
} finally {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}

async function measured(name: string, load: () => Promise<LoadResult>): Promise<void> {
  const before = threadTimes(server.pid);
  const { latencies, seconds } = await load();
  const used = cpuBetween(server.pid, before, threadTimes(server.pid));
  const perTurn = (ms: number) => (ms / latencies.length).toFixed(2);
  console.log(
    [
      name.padEnd(22),
      (latencies.length / seconds).toFixed(0).padStart(7),
      quantile(latencies, 0.5).toFixed(1).padStart(7),
      quantile(latencies, 0.99).toFixed(1).padStart(7),
      '|',
      perTurn(used.main).padStart(18),
      perTurn(used.store).padStart(6),
      perTurn(used.storeKernel).padStart(13),
      perTurn(used.helpers).padStart(8),
      perTurn(used.main + used.store + used.helpers).padStart(5),
      '|',
      residentMegabytes(server.pid).toFixed(0).padStart(6),
    ].join(' '),
  );
}

/** In turns, so that what else the machine does meets both. */
async function compareWithEchoBot(rainmaker: BenchServer): Promise<void> {
  const echo = await startServer('echo-bot.js');
  const connector = await openConnector();
  try {
    const sums = new Map([rainmaker, echo].map((one) => [one, { turns: 0, seconds: 0, cpu: 0 }]));
    for (const one of [rainmaker, echo])
      await connector.run(one.url, MESSAGE_CONVERSATIONS, MESSAGE_WARM_UP_SECONDS);
    for (let round = 0; round < MESSAGE_ROUNDS; round++)
      for (const [one, sum] of sums) {
        const before = threadTimes(one.pid);
        const { turns, seconds } = await connector.run(one.url, MESSAGE_CONVERSATIONS, MESSAGE_SECONDS);
        const { main, store, helpers } = cpuBetween(one.pid, before, threadTimes(one.pid));
        sum.turns += turns;
        sum.seconds += seconds;
        sum.cpu += main + store + helpers;
      }
    console.log(`\n/api/messages, ${MESSAGE_CONVERSATIONS} conversations   turns/s   CPU ms/turn`);
    const rates = [...sums].map(([one, { turns, seconds, cpu }]) => {
      const name = one === echo ? 'botbuilder echo bot' : 'rainmaker';
      console.log(
        `${name.padEnd(33)} ${(turns / seconds).toFixed(0).padStart(7)} ${(cpu / turns).toFixed(2).padStart(13)}`,
      );
      return turns / seconds;
    });
    console.log(`ratio ${(rates[0]! / rates[1]!).toFixed(2)}`);
  } finally {
    await connector.close();
    await echo.stop();
  }
}
