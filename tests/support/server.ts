import { type App, type AppOptions, createApp } from '../../bot/app.ts';
import type { WebLimits } from '../../bot/channels/web/channel.ts';
import type { Config } from '../../bot/config.ts';
import { createLog } from '../../bot/log.ts';
import { type RunningServer, startServer } from '../../bot/server.ts';
import { shopFolder, temporaryFolder, testConfig } from './folder.ts';

/** An app on an embedded store in a folder of its own, in which the sample shop is open unless it is not asked for. */
async function openApp(options: Partial<AppOptions>, more: Partial<Config>) {
  const { dir, remove } = await (options.sampleShop === false
    ? temporaryFolder()
    : shopFolder(options.now?.()));
  const app = await createApp({ config: testConfig(dir, more), log: createLog('silent'), ...options });
  return { app, remove };
}

export interface TestApp {
  readonly app: App;
  stop(): Promise<void>;
}

/** The whole product without its doors. */
export async function openTestApp(
  options: Partial<AppOptions> = {},
  more: Partial<Config> = {},
): Promise<TestApp> {
  const { app, remove } = await openApp(options, more);
  return {
    app,
    async stop() {
      await app.stop();
      await remove();
    },
  };
}

/** No limit that a test could meet by being quick. */
export const NO_LIMITS: WebLimits = { messagesPerTenSeconds: 100_000, connectionsPerMinute: 100_000 };

export interface TestServer extends RunningServer {
  readonly app: App;
}

/** The whole product with its doors, listening on a free port of 127.0.0.1. */
export async function openTestServer(
  options: Partial<AppOptions> = {},
  more: Partial<Config> = {},
  limits: WebLimits = NO_LIMITS,
): Promise<TestServer> {
  const { app, remove } = await openApp(options, more);
  const server = await startServer(app, limits);
  return {
    ...server,
    app,
    async stop() {
      await server.stop();
      await remove();
    },
  };
}
