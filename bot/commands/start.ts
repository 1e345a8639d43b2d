import { Command } from 'commander';
import { createApp } from '../app.ts';
import { teamsAccess } from '../channels/teams/channel.ts';
import { readProcessConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { startServer } from '../server.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);
const STOP_TIMEOUT_MS = 10_000;

export const startCommand = (): Command =>
  new Command('start')
    .description('start the server: demo shop, web widget, Bot Framework endpoint')
    .action(start);

async function start(): Promise<void> {
  const config = readProcessConfig();
  const log = createLog(config.logLevel);
  const app = await createApp({
    config,
    log,
    onStoreFailure: (error) => {
      process.stderr.write(`${error.message}\n`);
      process.exit(1);
    },
  });
  // Word lists, cities and time zones are made at first use: now rather than while the first visitors wait.
  for (const text of ['200 of the red ones to Paris by Friday', '周五前送200个红色的到巴黎'])
    app.understand(text);
  const server = await startServer(app).catch(async (error) => {
    await app.stop();
    throw error;
  });

  print(`${app.shop.name}: ${await app.store.models.Product.countDocuments({})} products`);
  print(
    app.store.kind === 'embedded' ? `Store: embedded, in ${config.dataDir}` : 'Store: MongoDB of MONGODB_URI',
  );
  if (app.seeded === 'loaded')
    print('The store was empty: the sample shop is loaded, its history ends yesterday');
  print(teamsAccess(config).words);
  print(`Demo shop: ${server.url}/`);

  let isStopping = false;
  const stop = () => {
    if (isStopping) process.exit(1);
    isStopping = true;
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    server.stop().then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, 'the server did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
