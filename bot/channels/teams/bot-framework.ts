import { type Activity, type ConversationReference, MessageFactory, TurnContext } from 'botbuilder';
import { z } from 'zod';
import { RainmakerError } from '../../errors.ts';
import type { Delivery } from '../../turns/outbox.ts';
import { toUserError } from '../../user-errors.ts';
import type { ChannelContext } from '../channel.ts';
import { Authentication } from './authentication.ts';
import { Connector } from './connector.ts';
import { activitySchema, parse } from './parse.ts';
import { render } from './render.ts';
import { serviceUrlAllowed } from './service-url.ts';

/** What passes between the Bot Framework and the turns: activities in, activities out. */
export class BotFramework {
  readonly #context: Pick<ChannelContext, 'receive' | 'now' | 'log'>;
  readonly #isLoopbackAllowed: boolean;
  readonly #authentication: Authentication;
  readonly #connector: Connector;

  constructor(context: ChannelContext, { isLoopbackAllowed }: { readonly isLoopbackAllowed: boolean }) {
    const authentication = new Authentication(context.config.microsoft);
    this.#context = context;
    this.#isLoopbackAllowed = isLoopbackAllowed;
    this.#authentication = authentication;
    this.#connector = new Connector((serviceUrl) => authentication.token(serviceUrl));
  }

  /**
   * Takes the body of a request in.
   * @throws RainmakerError MESSAGE_INVALID, SERVICE_URL_REFUSED, UNAUTHORISED; what a turn may throw that is not the sender's fault
   */
  async take(body: unknown, authorization: string): Promise<void> {
    const checked = activitySchema.safeParse(body);
    if (!checked.success)
      throw new RainmakerError(
        'MESSAGE_INVALID',
        `The body is not an activity: ${z.prettifyError(checked.error)}`,
      );
    const activity = checked.data as unknown as Activity;
    if (!serviceUrlAllowed(activity.serviceUrl, this.#isLoopbackAllowed))
      throw new RainmakerError(
        'SERVICE_URL_REFUSED',
        'The serviceUrl is not that of a Bot Framework connector.',
      );
    try {
      await this.#authentication.check(activity, authorization);
    } catch (error) {
      this.#context.log.warn(
        { cause: error instanceof Error ? error.message : String(error) },
        'Bot Framework request refused',
      );
      throw new RainmakerError('UNAUTHORISED', 'The token was not accepted.', { cause: error });
    }
    await this.#receive(activity);
  }

  /** Sends a reply to where its message came from. @throws RainmakerError SERVICE_URL_REFUSED; Error of the connector */
  async deliver({ message, reply }: Delivery): Promise<void> {
    const reference = message.address as Partial<ConversationReference>;
    if (!serviceUrlAllowed(reference.serviceUrl ?? '', this.#isLoopbackAllowed))
      throw new RainmakerError('SERVICE_URL_REFUSED', 'The stored serviceUrl is not allowed.');
    await this.#connector.send(reference, render(reply));
  }

  async #receive(activity: Activity): Promise<void> {
    const { receive, now } = this.#context;
    try {
      const message = parse(activity, now());
      if (message) await receive(message);
    } catch (error) {
      if (!(error instanceof RainmakerError) || error.status >= 500) throw error;
      const { message } = toUserError(error, activity.locale);
      await this.#connector.send(
        TurnContext.getConversationReference(activity),
        MessageFactory.text(message),
      );
    }
  }
}
