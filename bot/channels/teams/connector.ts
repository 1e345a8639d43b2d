import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { type Activity, type ConversationReference, TurnContext } from 'botbuilder';

const TIMEOUT_MS = 15_000;
const SOCKETS = { keepAlive: true, maxSockets: 100 };

/** Sends activities to the Bot Framework's connector service over connections that are kept open. */
export class Connector {
  readonly #token: (serviceUrl: string) => Promise<string | undefined>;
  readonly #http = new HttpAgent(SOCKETS);
  readonly #https = new HttpsAgent(SOCKETS);

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
    const url = new URL(`${serviceUrl!.replace(/\/+$/, '')}/${path.join('/')}`);
    const token = await this.#token(serviceUrl!);
    const { statusCode } = await this.#post(url, JSON.stringify(addressed), token);
    if (statusCode === undefined || statusCode < 200 || statusCode > 299)
      throw new Error(`the connector answered with status ${statusCode}`);
  }

  #post(url: URL, json: string, token: string | undefined): Promise<IncomingMessage> {
    const isHttps = url.protocol === 'https:';
    const options = {
      method: 'POST',
      agent: isHttps ? this.#https : this.#http,
      timeout: TIMEOUT_MS,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(json),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
    };
    return new Promise((resolve, reject) => {
      const outgoing = (isHttps ? requestHttps : requestHttp)(url, options, (incoming) => {
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
