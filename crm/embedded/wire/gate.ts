/** Stands before the commands of one connection until its client has logged in. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Binary } from 'bson';
import { failure, ok, type Reply } from '../commands/reply.ts';
import { StoreError } from '../errors.ts';
import { type Document, isDocument } from '../semantics/values/value.ts';
import type { Request } from './message.ts';
import { type Credentials, MECHANISM, ScramConversation } from './scram.ts';

/** What a driver asks before it logs in. */
const OPEN_COMMANDS = new Set([
  'hello',
  'isMaster',
  'ismaster',
  'buildInfo',
  'buildinfo',
  'ping',
  'endSessions',
]);
/** Slows down who tries passwords. */
const FAILURE_DELAY_MS = 1000;
const CONVERSATION_ID = 1;

export class Gate {
  private readonly credentials: Credentials;
  private conversation: ScramConversation | null = null;
  private skipsEmptyExchange = false;
  private isLoggedIn = false;

  constructor(credentials: Credentials) {
    this.credentials = credentials;
  }

  get isOpen(): boolean {
    return this.isLoggedIn;
  }

  /** The answer to a login or a refusal; undefined lets the request through. */
  async answer({ command }: Request): Promise<Reply | undefined> {
    const [name = ''] = Object.keys(command);
    try {
      if (name === 'saslStart') return this.start(command);
      if (name === 'saslContinue') return this.continue(command);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.conversation = null;
      await sleep(FAILURE_DELAY_MS);
      return failure(error);
    }
    if (this.isLoggedIn || OPEN_COMMANDS.has(name)) return undefined;
    return failure(new StoreError('Unauthorized', `Command ${name} requires authentication`));
  }

  private start(command: Document): Reply {
    if (command.mechanism !== MECHANISM) {
      throw new StoreError('AuthenticationFailed', `Only ${MECHANISM} is supported by the embedded store.`);
    }
    const { options } = command;
    this.skipsEmptyExchange = isDocument(options) && options.skipEmptyExchange === true;
    this.conversation = new ScramConversation(this.credentials, payloadOf(command));
    return reply(this.conversation.serverFirst, false);
  }

  private continue(command: Document): Reply {
    if (this.isLoggedIn && this.conversation === null) return reply('', true);
    if (this.conversation === null) throw new StoreError('ProtocolError', 'saslContinue without saslStart.');
    const signature = this.conversation.finish(payloadOf(command));
    this.isLoggedIn = true;
    this.conversation = null;
    return reply(signature, this.skipsEmptyExchange);
  }
}

function payloadOf({ payload }: Document): string {
  if (payload instanceof Binary) return Buffer.from(payload.value()).toString('utf8');
  throw new StoreError('AuthenticationFailed', 'A login needs a binary payload.');
}

function reply(payload: string, done: boolean): Reply {
  return ok({ conversationId: CONVERSATION_ID, done, payload: new Binary(Buffer.from(payload)) });
}
