import type { IncomingMessage as HttpRequest, ServerResponse } from 'node:http';
import type { IncomingMessage } from '../../dialogs/message.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Delivery } from '../turns/outbox.ts';
import type { Accepted, Turns } from '../turns/turn.ts';

/** What a channel is given: the one door for messages, and the log of turns to resume from. */
export interface ChannelContext {
  /** `isNew`: the conversation began with this message, as far as the channel knows. */
  receive(message: IncomingMessage, isNew?: boolean): Promise<Accepted>;
  readonly since: Turns['since'];
  readonly now: () => Date;
  readonly log: Log;
  readonly config: Config;
  readonly shopName: string;
}

/** A way for people to reach the bot. It parses what comes in and renders what goes out, nothing else. */
export interface ChannelEnd {
  readonly name: IncomingMessage['channel'];
  /** Whether this conversation is one of its; all of its channel where it does not say. */
  serves?(conversationId: string): boolean;
  /** Who writes here reads from the log what did not reach them: a reply leaves without fail, and for good. */
  readonly isResumed?: boolean;
  /** Whether this conversation has a line open to this process; where not said, any process reaches it alike. */
  isConnected?(conversationId: string): boolean;
  /** Resolves when the reply has left; a throw means it will be tried again. */
  deliver(delivery: Delivery): Promise<void>;
  stop(): Promise<void>;
}

/**
 * What answers POST requests, by path: programs send them by the hundred, so that they pass before all that is for
 * browsers. A throw is answered as the error it is.
 */
export type Doors = Map<string, (request: HttpRequest, response: ServerResponse) => Promise<void>>;
