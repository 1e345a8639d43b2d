import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createApp } from '../../bot/app.ts';
import { readConfig } from '../../bot/config.ts';
import { createLog } from '../../bot/log.ts';
import { startServer } from '../../bot/server.ts';

// The server under test in a process of its own: the product as it is, but without the limits on one visitor.
const dataDir = await mkdtemp(path.join(tmpdir(), 'rainmaker-bench-'));
const app = await createApp({
  config: readConfig({ PORT: '0', DATA_DIR: dataDir }),
  log: createLog('error'),
});
const server = await startServer(app, { messagesPerTenSeconds: 1e9, connectionsPerMinute: 1e9 });
await app.forecastsReady;
process.send?.({ port: server.port });
process.once('message', async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
  process.exit(0);
});
