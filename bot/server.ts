import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { answerError } from './answer-error.ts';
import type { App } from './app.ts';
import type { Doors } from './channels/channel.ts';
import { openTeamsChannel } from './channels/teams/channel.ts';
import { openWebChannel, type WebLimits } from './channels/web/channel.ts';
import { addressOf } from './config.ts';
import { serveDemoPage } from './demo-page.ts';
import { serveDocuments } from './documents/documents.ts';
import { RainmakerError } from './errors.ts';
import { createMetrics } from './metrics.ts';

export interface RunningServer {
  /** Where it answers, e.g. http://127.0.0.1:3978 */
  readonly url: string;
  readonly port: number;
  /** Takes no new messages, finishes those under way, closes the store. */
  stop(): Promise<void>;
}

/** Every door of the app: what Express answers, the doors that come before it, and the server that holds both and the socket. */
export interface OpenDoors {
  readonly http: HttpServer;
  readonly web: Express;
  readonly doors: Doors;
}

/** Opens every door of the app; docs/openapi.yaml describes them. */
export function openDoors(app: App, limits?: WebLimits): OpenDoors {
  const { config, log, store } = app;
  const web = express();
  web.disable('x-powered-by');
  web.set('trust proxy', 'loopback');
  web.use(
    helmet({
      contentSecurityPolicy: {
        directives: {
          'script-src': ["'self'"],
          'connect-src': ["'self'", 'ws:', 'wss:'],
          'upgrade-insecure-requests': null,
        },
      },
      // The widget is for other sites to load.
      crossOriginResourcePolicy: { policy: 'cross-origin' },
      strictTransportSecurity: config.publicUrl?.startsWith('https:') ? { maxAge: 31_536_000 } : false,
    }),
  );

  const metrics = createMetrics();
  const doors: Doors = new Map();
  const http = createServer((request, response) => {
    const door = request.method === 'POST' ? doors.get(request.url ?? '') : undefined;
    if (!door) return web(request, response);
    door(request, response).catch((error) => answerError(error, request, response, log));
  });
  const observed: App['attach'] = (open) =>
    app.attach((context) => open({ ...context, receive: metrics.observe(context.receive) }));
  observed((context) => openTeamsChannel(doors, context));
  observed((context) => openWebChannel(http, context, limits));

  web.get('/healthz', (_, response) => response.json({ status: 'ok' }));
  web.get('/readyz', async (_, response) => {
    await store.models.connection
      .db!.admin()
      .ping()
      .catch((cause) => {
        throw new RainmakerError('STORE_UNREACHABLE', 'The store does not answer.', { cause });
      });
    response.json({ status: 'ready' });
  });
  web.get('/metrics', async (_, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  serveDemoPage(web, store.models, app.shop);
  serveDocuments(web, { ...app, models: store.models });

  web.use((_: Request, __: Response, next: NextFunction) =>
    next(new RainmakerError('NOT_FOUND', 'There is nothing at this address.')),
  );
  web.use((error: unknown, request: Request, response: Response, next: NextFunction) =>
    response.headersSent ? next(error) : answerError(error, request, response, log),
  );
  return { http, web, doors };
}

/**
 * Opens every door of the app and listens.
 * @throws RainmakerError PORT_IN_USE
 */
export async function startServer(app: App, limits?: WebLimits): Promise<RunningServer> {
  const { config } = app;
  const { http } = openDoors(app, limits);
  const port = await listen(http, config.port, config.host);
  const url = addressOf(config, port);
  app.links.base = url;
  await app.recover();
  return {
    url,
    port,
    async stop() {
      const closed = new Promise((resolve) => http.close(resolve));
      await app.stop();
      http.closeAllConnections();
      await closed;
    },
  };
}

function listen(http: HttpServer, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        reject(
          new RainmakerError(
            'PORT_IN_USE',
            `Port ${port} on ${host} is in use. Stop the program that has it, or choose another: PORT=${port + 1} npm start`,
            { cause: error },
          ),
        );
      else if (error.code === 'EACCES' || error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
        reject(
          new RainmakerError(
            'STARTUP_FAILED',
            `Cannot listen on ${host} port ${port} (${error.code}). Check HOST and PORT.`,
            { cause: error },
          ),
        );
      else reject(error);
    });
    http.listen(port, host, () => resolve((http.address() as AddressInfo).port));
  });
}
