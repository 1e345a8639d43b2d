import { z } from 'zod';
import { createApp } from '../../bot/app.ts';
import { readConfig } from '../../bot/config.ts';
import { createLog } from '../../bot/log.ts';
import { startServer } from '../../bot/server.ts';

/**
 * The server in a process of its own, for benchmarks and kill tests: the product as it is, without the limits on
 * one visitor. Options come as JSON in the first argument; the port is sent to the parent once it listens and
 * the forecasts and scores of the day are made, and any message from the parent stops it, and so does the parent's end.
 */
const options = z
  .strictObject({ dataDir: z.string(), port: z.int().default(0), forecasts: z.boolean().default(true) })
  .parse(JSON.parse(process.argv[2] ?? '{}'));

const app = await createApp({
  config: readConfig({ PORT: String(options.port), DATA_DIR: options.dataDir }),
  log: createLog('error'),
  forecasts: options.forecasts,
});
const server = await startServer(app, { messagesPerTenSeconds: 1e9, connectionsPerMinute: 1e9 });
await app.scoresReady;
process.send?.({ port: server.port });
const stop = async () => {
  await server.stop();
  process.exit(0);
};
process.once('message', stop);
process.once('disconnect', stop);
