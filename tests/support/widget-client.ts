import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import type {
  Acknowledgement,
  ClientToServerEvents,
  Hello,
  NumberedReply,
  ServerToClientEvents,
  WidgetTurn,
} from '../../web-widget/protocol.ts';

export interface WidgetClient {
  readonly socket: Socket<ServerToClientEvents, ClientToServerEvents>;
  readonly token: string;
  /** What the server told of earlier turns. */
  readonly history: readonly WidgetTurn[];
  readonly replies: (NumberedReply & { readonly messageId: string })[];
  /** Sends anything at all, of the right shape or not. */
  send(message: unknown): Promise<Acknowledgement>;
  /** Says something and waits for the first reply. */
  say(text: string): Promise<NumberedReply & { readonly messageId: string }>;
}

/** The widget's side of the line without a page. Rejects with the server's refusal. */
export function connectWidget(url: string, hello: Hello = {}, origin?: string): Promise<WidgetClient> {
  const socket: WidgetClient['socket'] = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: hello,
    ...(origin !== undefined && { extraHeaders: { origin } }),
  });
  const replies: WidgetClient['replies'] = [];
  socket.on('reply', (reply) => replies.push(reply));
  const send = (message: unknown) =>
    socket.timeout(120_000).emitWithAck('message', message as never) as Promise<Acknowledgement>;
  return new Promise((resolve, reject) => {
    socket.once('connect_error', reject);
    socket.once('welcome', ({ token, turns }) =>
      resolve({
        socket,
        token,
        history: turns,
        replies,
        send,
        async say(text) {
          const id = randomUUID();
          const answered = new Promise<WidgetClient['replies'][number]>((done) => {
            socket.on('reply', function onReply(reply) {
              if (reply.messageId !== id) return;
              socket.off('reply', onReply);
              done(reply);
            });
          });
          const acknowledgement = await send({ id, text, locale: 'en' });
          if (!acknowledgement.accepted) throw new Error(acknowledgement.error.code);
          return answered;
        },
      }),
    );
  });
}
