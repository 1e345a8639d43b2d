import { io, type Socket } from 'socket.io-client';
import type {
  Acknowledgement,
  ClientToServerEvents,
  NumberedReply,
  ServerToClientEvents,
  WidgetError,
  WidgetMessage,
} from './protocol.ts';

export interface ConnectionEvents {
  /** A message of the visitor, from this page's history or from another tab. */
  said(message: { readonly id: string; readonly text: string }): void;
  reply(reply: NumberedReply): void;
  online(isOnline: boolean): void;
  /** The server has the message for good; no answer comes at once where a person has the conversation. */
  accepted(id: string, isWithPerson: boolean): void;
  refused(id: string, error: WidgetError): void;
}

const TOKEN_KEY = 'rainmaker.token';
const ACKNOWLEDGE_MS = 10_000;
const RETRY_MS = 1_500;
const RECONNECT_MS = 3_000;

const TIME_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * The line to the server. A message is sent under the same id until the server has acknowledged it, and
 * replies are counted, so that a lost connection neither loses nor doubles anything.
 */
export class Connection {
  readonly #socket: Socket<ServerToClientEvents, ClientToServerEvents>;
  readonly #events: ConnectionEvents;
  readonly #unsent = new Map<string, WidgetMessage>();
  #since = 0;

  constructor(server: string, locale: string, events: ConnectionEvents) {
    this.#events = events;
    this.#socket = io(server, {
      transports: ['websocket', 'polling'],
      auth: (send) => send({ token: readToken(), since: this.#since, locale, timeZone: TIME_ZONE }),
    });
    this.#socket.on('welcome', ({ token, turns }) => {
      writeToken(token);
      for (const { message, replies } of turns) {
        if (message) events.said(message);
        for (const reply of replies) this.#show(reply);
      }
      events.online(true);
      for (const message of this.#unsent.values()) this.#emit(message);
    });
    this.#socket.on('said', (message) => events.said(message));
    this.#socket.on('reply', (reply) => this.#show(reply));
    this.#socket.on('disconnect', (reason) => {
      events.online(false);
      // After a farewell, such as that of a server that restarts, the library does not come back by itself.
      if (reason === 'io server disconnect') this.#reconnectLater();
    });
    this.#socket.on('connect_error', () => {
      events.online(false);
      if (!this.#socket.active) this.#reconnectLater();
    });
  }

  send(message: WidgetMessage): void {
    this.#unsent.set(message.id, message);
    if (this.#socket.connected) this.#emit(message);
  }

  #reconnectLater(): void {
    setTimeout(() => this.#socket.connect(), RECONNECT_MS);
  }

  #emit(message: WidgetMessage): void {
    this.#socket
      .timeout(ACKNOWLEDGE_MS)
      .emit('message', message, (lost: Error | null, acknowledgement?: Acknowledgement) => {
        if (!this.#unsent.has(message.id)) return;
        if (lost || !acknowledgement) {
          // After a reconnect everything unsent goes out again by itself.
          if (this.#socket.connected)
            setTimeout(() => this.#unsent.has(message.id) && this.#emit(message), RETRY_MS);
          return;
        }
        this.#unsent.delete(message.id);
        if (acknowledgement.accepted) this.#events.accepted(message.id, acknowledgement.person === true);
        else this.#events.refused(message.id, acknowledgement.error);
      });
  }

  /** Numbers only rise; one that was shown already is a repetition. */
  #show(reply: NumberedReply): void {
    if (reply.number <= this.#since) return;
    this.#since = reply.number;
    this.#events.reply(reply);
  }
}

// A page that may not store anything still works; its visitor is a new one after a reload.
function readToken(): string | undefined {
  try {
    return localStorage.getItem(TOKEN_KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

function writeToken(token: string): void {
  try {
    localStorage.setItem(TOKEN_KEY, token);
  } catch {
    return;
  }
}
