import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type App, type AppOptions, createApp } from '../../bot/app.ts';
import type { WebLimits } from '../../bot/channels/web/channel.ts';
import type { Config } from '../../bot/config.ts';
import { createLog } from '../../bot/log.ts';
import { type RunningServer, startServer } from '../../bot/server.ts';

/** A folder of its own for a test, removed at the end. */
export async function temporaryFolder(): Promise<{ dir: string; remove(): Promise<void> }> {
  const dir = await mkdtemp(path.join(tmpdir(), 'rainmaker-'));
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
}

export const testConfig = (dataDir: string, more: Partial<Config> = {}): Config => ({
  production: false,
  port: 0,
  host: '127.0.0.1',
  dataDir,
  logLevel: 'silent',
  widgetOrigins: [],
  ...more,
});

export interface TestApp {
  readonly app: App;
  stop(): Promise<void>;
}

/** The whole product without its doors, on an embedded store in a folder of its own. */
export async function openTestApp(
  options: Partial<AppOptions> = {},
  more: Partial<Config> = {},
): Promise<TestApp> {
  const { dir, remove } = await temporaryFolder();
  const app = await createApp({ config: testConfig(dir, more), log: createLog('silent'), ...options });
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
  const { dir, remove } = await temporaryFolder();
  const app = await createApp({ config: testConfig(dir, more), log: createLog('silent'), ...options });
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
