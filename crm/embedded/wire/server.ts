/** Accepts connections and answers their messages one after the other. */
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import { execute } from '../commands/dispatch.ts';
import { encodeReply, failure, type Reply } from '../commands/reply.ts';
import type { Engine } from '../engine/engine.ts';
import { StoreError } from '../errors.ts';
import { Gate } from './gate.ts';
import {
  HEADER_BYTES,
  MAX_MESSAGE_BYTES,
  messageLength,
  parseRequest,
  type Request,
  replyTo,
  requestIdOf,
} from './message.ts';
import type { Credentials } from './scram.ts';

const MAX_CONNECTIONS = 500;
/** Before a client has proved who it is. */
const MAX_LOGIN_BYTES = 64 * 1024;
const LOGIN_MS = 30_000;
/** What all connections together may have sent of messages that are not complete or not yet answered. */
const MAX_BUFFERED_BYTES = 256 * 1024 * 1024;

export type Log = (level: 'warn' | 'error', message: string) => void;

export interface ServeOptions {
  readonly engine: Engine;
  readonly log: Log;
  /** Who may come in; absent: everyone who can open the socket. */
  readonly credentials?: Credentials;
}

interface Shared extends ServeOptions {
  bufferedBytes: number;
}

/**
 * Listens without serving yet: who connects sees that someone is there, and is sent away. A unix socket is open to
 * this user only.
 */
export async function listen(options: ListenOptions): Promise<Server> {
  const server = createServer();
  server.on('connection', sendAway);
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(options);
  await once(server, 'listening');
  if (options.path !== undefined && process.platform !== 'win32') chmodSync(options.path, 0o600);
  return server;
}

/** Answers everyone who connects from now on, until the function that it returns is called. */
export function serve(server: Server, options: ServeOptions): () => void {
  const shared: Shared = { ...options, bufferedBytes: 0 };
  const sockets = new Set<Socket>();
  let connectionId = 0;
  const welcome = (socket: Socket): void => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    new Connection(socket, ++connectionId, shared);
  };
  server.off('connection', sendAway);
  server.on('connection', welcome);
  return () => {
    server.off('connection', welcome);
    server.on('connection', sendAway);
    for (const socket of sockets) socket.destroy();
  };
}

export async function close(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}

function sendAway(socket: Socket): void {
  socket.destroy();
}

class Connection {
  private readonly socket: Socket;
  private readonly id: number;
  private readonly shared: Shared;
  private chunks: Buffer[] = [];
  private buffered = 0;
  private isBusy = false;
  private replies = 0;
  private readonly gate: Gate | null;

  constructor(socket: Socket, id: number, shared: Shared) {
    this.socket = socket;
    this.id = id;
    this.shared = shared;
    this.gate = shared.credentials ? new Gate(shared.credentials) : null;
    if (this.gate) setTimeout(() => this.gate?.isOpen || socket.destroy(), LOGIN_MS).unref();
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.receive(chunk));
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.count(-this.buffered));
  }

  private receive(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.count(chunk.length);
    if (this.shared.bufferedBytes > MAX_BUFFERED_BYTES) {
      this.socket.destroy();
      return;
    }
    if (this.buffered > MAX_MESSAGE_BYTES) this.socket.pause();
    void this.answerAll();
  }

  private count(bytes: number): void {
    this.buffered += bytes;
    this.shared.bufferedBytes += bytes;
  }

  private async answerAll(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      for (let message = this.take(); message && !this.socket.destroyed; message = this.take()) {
        await this.answer(message);
        if (this.socket.isPaused() && this.buffered <= MAX_MESSAGE_BYTES) this.socket.resume();
      }
    } catch (error) {
      // A length or an opcode that no message has: what follows can't be read either.
      this.shared.log(
        'warn',
        `Connection ${this.id} closed: ${error instanceof Error ? error.message : String(error)}`,
      );
      this.socket.destroy();
    } finally {
      this.isBusy = false;
    }
  }

  /** The next complete message. */
  private take(): Buffer | null {
    if (this.buffered < HEADER_BYTES) return null;
    if (this.chunks[0]!.length < HEADER_BYTES) this.chunks = [Buffer.concat(this.chunks)];
    const length = messageLength(
      this.chunks[0]!,
      this.gate?.isOpen === false ? MAX_LOGIN_BYTES : MAX_MESSAGE_BYTES,
    );
    if (this.buffered < length) return null;
    const all = this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks);
    this.chunks = all.length > length ? [all.subarray(length)] : [];
    this.count(-length);
    return all.subarray(0, length);
  }

  private async answer(message: Buffer): Promise<void> {
    const request = this.parse(message);
    const reply = request instanceof StoreError ? failure(request) : await this.execute(request);
    const target =
      request instanceof StoreError
        ? { requestId: requestIdOf(message), opcode: 'message' as const }
        : request;
    if (!(request instanceof StoreError) && !request.wantsReply) return;
    if (this.socket.destroyed) return;
    const bytes = Buffer.concat(replyTo(target, ++this.replies, encodeReply(reply)));
    if (!this.socket.write(bytes)) await drained(this.socket);
  }

  /** Errors in a message whose frame is whole are answered; others close the connection. */
  private parse(message: Buffer): Request | StoreError {
    try {
      return parseRequest(message);
    } catch (error) {
      if (error instanceof StoreError && (error.codeName === 'InvalidBSON' || error.codeName === 'Overflow'))
        return error;
      throw error;
    }
  }

  private async execute(request: Request): Promise<Reply> {
    try {
      const reply = await this.gate?.answer(request);
      if (reply) return reply;
      const { engine } = this.shared;
      return await execute(engine, request, { connectionId: this.id, isLocal: this.gate === null });
    } catch (error) {
      this.shared.log('error', error instanceof Error ? (error.stack ?? error.message) : String(error));
      const message = error instanceof Error ? error.message : String(error);
      return failure(new StoreError('InternalError', `The store failed: ${message}`, { cause: error }));
    }
  }
}

/** Resolves when the socket takes more, or takes nothing ever again. */
function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done);
      socket.off('close', done);
      resolve();
    };
    socket.on('drain', done);
    socket.on('close', done);
  });
}
