import type { Server as HttpServer, IncomingMessage as Request } from 'node:http';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Server, type Socket } from 'socket.io';
import type { TurnRecord } from '../../../crm/models/turn.ts';
import type { ExplainedDecision } from '../../../dialogs/skill.ts';
import type {
  Acknowledgement,
  ClientToServerEvents,
  ServerToClientEvents,
} from '../../../web-widget/protocol.ts';
import { RainmakerError } from '../../errors.ts';
import { toUserError } from '../../user-errors.ts';
import type { ChannelContext, ChannelEnd } from '../channel.ts';
import { helloSchema, parse } from './parse.ts';
import { render, renderTurn } from './render.ts';
import { newToken, type Visitor, visitorOf } from './visitor.ts';

/** Bounds on what one visitor, and one address, may do. */
export interface WebLimits {
  /** Messages of one visitor within ten seconds. */
  readonly messagesPerTenSeconds: number;
  /** Connections from one address within a minute. */
  readonly connectionsPerMinute: number;
}

export const WEB_LIMITS: WebLimits = { messagesPerTenSeconds: 20, connectionsPerMinute: 300 };

/** Turns shown to a page that has nothing yet, or that was away for long. */
const HISTORY = 50;
/** Well above 4,000 characters, so that a message too long is answered and not just cut off with the line. */
const MAX_PAYLOAD_BYTES = 131_072;

type WebSocket = Socket<
  ClientToServerEvents,
  ServerToClientEvents,
  Record<string, never>,
  /** `isNew` until the first message of a visitor who came without a secret. */
  { visitor: Visitor; token: string; isNew: boolean }
>;

/** The web widget's end: socket.io, websocket first, resumed by the number of the last reply seen. */
export function openWebChannel(http: HttpServer, context: ChannelContext, limits = WEB_LIMITS): ChannelEnd {
  const { log } = context;
  const io = new Server<ClientToServerEvents, ServerToClientEvents, Record<string, never>, WebSocket['data']>(
    http,
    {
      transports: ['websocket', 'polling'],
      maxHttpBufferSize: MAX_PAYLOAD_BYTES,
      serveClient: false,
      cors: { origin: [...context.config.widgetOrigins] },
      allowRequest: (request, allow) => {
        const isAllowed = originAllowed(request, context.config.widgetOrigins);
        allow(isAllowed ? null : 'origin not allowed: add it to WIDGET_ORIGINS', isAllowed);
      },
    },
  );
  const messages = new RateLimiterMemory({ points: limits.messagesPerTenSeconds, duration: 10 });
  const connections = new RateLimiterMemory({ points: limits.connectionsPerMinute, duration: 60 });

  io.use((socket, next) => {
    const hello = helloSchema.safeParse(socket.handshake.auth);
    const locale = hello.success ? hello.data.locale : undefined;
    const refuse = (error: RainmakerError) =>
      next(Object.assign(new Error(error.code), { data: toUserError(error, locale) }));
    if (!hello.success) return refuse(new RainmakerError('MESSAGE_INVALID', 'The handshake is not a Hello.'));
    connections.consume(remoteAddress(socket.request)).then(
      () => {
        // An unknown secret makes a new visitor: there is nothing to find behind it.
        const known = hello.data.token === undefined ? undefined : visitorOf(hello.data.token);
        socket.data.isNew = known === undefined;
        socket.data.token = known ? hello.data.token! : newToken();
        socket.data.visitor = known ?? visitorOf(socket.data.token)!;
        next();
      },
      () => refuse(new RainmakerError('TOO_MANY_REQUESTS', 'Too many connections from this address.')),
    );
  });

  io.on('connection', (socket: WebSocket) => {
    const { visitor, token, isNew } = socket.data;
    const { since, locale, timeZone } = helloSchema.parse(socket.handshake.auth);
    // Joined first, so that a reply made while history is read is not missed; pages drop numbers they have.
    void socket.join(visitor.conversationId);
    const history = isNew ? Promise.resolve([]) : context.since(visitor.conversationId, since, HISTORY);
    history.then(
      (turns) =>
        socket.emit('welcome', {
          token,
          shop: context.shopName,
          turns: turns.map((turn) => renderTurn(turn, since)),
        }),
      (error) => {
        log.error({ err: error }, 'history could not be read');
        socket.disconnect(true);
      },
    );
    socket.on('message', (event, acknowledge) => {
      if (typeof acknowledge !== 'function') return socket.disconnect(true);
      void accept(socket, event, { locale, timeZone }).then(acknowledge);
    });
  });

  const { rooms } = io.sockets.adapter;
  /** The page itself may have left meanwhile. */
  const hasOtherPages = (conversationId: string, page: string): boolean =>
    [...(rooms.get(conversationId) ?? [])].some((id) => id !== page);

  async function accept(
    socket: WebSocket,
    event: unknown,
    { locale, timeZone }: { readonly locale: string | undefined; readonly timeZone: string | undefined },
  ): Promise<Acknowledgement> {
    const { visitor } = socket.data;
    try {
      await messages.consume(visitor.id).catch(() => {
        throw new RainmakerError('TOO_MANY_REQUESTS', 'Too many messages in ten seconds.');
      });
      const message = parse(event, visitor, context.now());
      const { isNew } = socket.data;
      socket.data.isNew = false;
      const { turn, repeated } = await context.receive(
        {
          ...message,
          ...(!message.locale && locale && { locale }),
          ...(timeZone !== undefined && { timeZone }),
        },
        isNew,
      );
      if (repeated) {
        for (const { number, reply } of renderTurn(turn, 0).replies)
          socket.emit('reply', { number, reply, messageId: message.id });
      } else if (hasOtherPages(visitor.conversationId, socket.id)) {
        socket.to(visitor.conversationId).emit('said', { id: message.id, text: message.text });
      }
      return { accepted: true, ...(isForPerson(turn) && { person: true }) };
    } catch (error) {
      if (!(error instanceof RainmakerError)) log.error({ err: error }, 'a web message could not be taken');
      return { accepted: false, error: toUserError(error, locale) };
    }
  }

  return {
    name: 'web',
    isResumed: true,
    isConnected: (conversationId) => rooms.has(conversationId),
    async deliver({ conversationId, number, reply, message }) {
      io.to(conversationId).emit('reply', { number, reply: render(reply), messageId: message.id });
    },
    async stop() {
      await io.close();
    },
  };
}

/** A person has the conversation: the bot says nothing to this turn. */
const isForPerson = ({ decision }: TurnRecord): boolean => {
  const { skill, replies } = decision as ExplainedDecision;
  return skill === 'human' && replies.length === 0;
};

/** The page's own host, an origin of the list, or no browser at all. */
function originAllowed(request: Request, origins: readonly string[]): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  return origins.includes(origin) || (URL.canParse(origin) && new URL(origin).host === host);
}

/** The peer, or what a proxy on this machine says of it. */
function remoteAddress(request: Request): string {
  const peer = request.socket.remoteAddress ?? 'unknown';
  const forwarded = request.headers['x-forwarded-for'];
  const isLocalProxy = /^(::1|::ffff:127\.|127\.)/.test(peer);
  return (isLocalProxy && typeof forwarded === 'string' && forwarded.split(',').at(-1)?.trim()) || peer;
}
