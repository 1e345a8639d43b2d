import {
  Agent as HttpAgent,
  type IncomingMessage,
  type RequestOptions,
  request as requestHttp,
} from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { type Activity, type ConversationReference, TurnContext } from 'botbuilder';

const TIMEOUT_MS = 15_000;
const SOCKETS = { keepAlive: true, maxSockets: 100 };

/** Addresses of connectors that are kept taken apart. */
const TARGETS_KEPT = 100;

/** Where the replies of a service URL go. */
interface Target {
  readonly request: typeof requestHttp;
  readonly options: RequestOptions;
  readonly host: string;
  /** Without a slash at its end. */
  readonly path: string;
}

/** Sends activities to the Bot Framework's connector service over connections that are kept open. */
export class Connector {
  readonly #token: (serviceUrl: string) => Promise<string | undefined>;
  readonly #http = new HttpAgent(SOCKETS);
  readonly #https = new HttpsAgent(SOCKETS);
  readonly #targets = new Map<string, Target>();

  /** @param token what a request to the connector carries; undefined: it carries none */
  constructor(token: (serviceUrl: string) => Promise<string | undefined>) {
    this.#token = token;
  }

  /**
   * Sends to the conversation of `reference`, as the answer to its activity if it names one.
   * @throws Error when the connector does not take it
   */
  async send(reference: Partial<ConversationReference>, activity: Partial<Activity>): Promise<void> {
    const addressed = TurnContext.applyConversationReference({ ...activity }, reference);
    const { serviceUrl, conversation, replyToId } = addressed;
    const path = ['v3/conversations', encodeURIComponent(conversation!.id), 'activities'];
    if (replyToId) path.push(encodeURIComponent(replyToId));
    const target = this.#targetOf(serviceUrl!);
    const token = await this.#token(serviceUrl!);
    const { statusCode } = await this.#post(target, path.join('/'), JSON.stringify(addressed), token);
    if (statusCode === undefined || statusCode < 200 || statusCode > 299)
      throw new Error(`the connector answered with status ${statusCode}`);
  }

  /** A turn's reply goes where the last one went: the address is taken apart once. */
  #targetOf(serviceUrl: string): Target {
    const known = this.#targets.get(serviceUrl);
    if (known) return known;
    const { protocol, hostname, port, host, pathname } = new URL(serviceUrl);
    const isHttps = protocol === 'https:';
    const target: Target = {
      request: isHttps ? requestHttps : requestHttp,
      options: {
        method: 'POST',
        agent: isHttps ? this.#https : this.#http,
        timeout: TIMEOUT_MS,
        // As `URL` writes it, an IPv6 address stands in brackets.
        hostname: hostname.replace(/^\[|\]$/g, ''),
        ...(port !== '' && { port }),
      },
      host,
      path: pathname.replace(/\/+$/, ''),
    };
    if (this.#targets.size >= TARGETS_KEPT) this.#targets.clear();
    this.#targets.set(serviceUrl, target);
    return target;
  }

  #post(target: Target, path: string, json: string, token: string | undefined): Promise<IncomingMessage> {
    // As a list they go out as they are, together with the body in one write.
    const headers = [
      'host',
      target.host,
      'content-type',
      'application/json; charset=utf-8',
      'content-length',
      String(Buffer.byteLength(json)),
    ];
    if (token !== undefined) headers.push('authorization', `Bearer ${token}`);
    const options = { ...target.options, path: `${target.path}/${path}`, headers };
    return new Promise((resolve, reject) => {
      const outgoing = target.request(options, (incoming) => {
        incoming.resume();
        incoming.once('end', () => resolve(incoming));
        incoming.once('error', reject);
      });
      outgoing.once('timeout', () => outgoing.destroy(new Error('the connector does not answer')));
      outgoing.once('error', reject);
      outgoing.end(json);
    });
  }
}
