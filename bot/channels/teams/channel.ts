import type { IncomingMessage } from 'node:http';
import { type Activity, type ConversationReference, MessageFactory, TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { Config } from '../../config.ts';
import { RainmakerError } from '../../errors.ts';
import { toUserError } from '../../user-errors.ts';
import type { ChannelContext, ChannelEnd, Doors } from '../channel.ts';
import { readJson } from '../json-body.ts';
import { Authentication } from './authentication.ts';
import { Connector } from './connector.ts';
import { activitySchema, parse } from './parse.ts';
import { render } from './render.ts';
import { serviceUrlAllowed } from './service-url.ts';

const PATH = '/api/messages';
const BODY_LIMIT = 256 * 1024;
const LOOPBACK = /^(::1|::ffff:127\.|127\.)/;

/** Whether `/api/messages` is open, for whom, in words for the operator. */
export function teamsAccess(config: Config): {
  readonly open: 'signed' | 'loopback' | 'off';
  readonly words: string;
} {
  if (config.microsoft) return { open: 'signed', words: 'Bot Framework: signed requests' };
  if (config.production)
    return {
      open: 'off',
      words: 'Bot Framework: off (set MicrosoftAppId and MicrosoftAppPassword to open it)',
    };
  return {
    open: 'loopback',
    words: 'Bot Framework: unsigned requests from this machine only (MicrosoftAppId is not set)',
  };
}

/** The Bot Framework's end: Teams and the other channels that Azure Bot Service connects. */
export function openTeamsChannel(doors: Doors, context: ChannelContext): ChannelEnd {
  const { config, log } = context;
  const access = teamsAccess(config);
  const authentication = new Authentication(config.microsoft);
  const connector = new Connector((serviceUrl) => authentication.token(serviceUrl));
  const isLoopbackAllowed = access.open === 'loopback';

  const admit = ({ socket, headers }: IncomingMessage): string => {
    if (access.open === 'off' || (access.open === 'loopback' && !LOOPBACK.test(socket.remoteAddress ?? '')))
      throw new RainmakerError('CHANNEL_OFF', access.words);
    const { authorization = '' } = headers;
    if (access.open === 'signed' && !/^Bearer \S+$/.test(authorization))
      throw new RainmakerError('UNAUTHORISED', 'The request has no bearer token.');
    return authorization;
  };

  doors.set(PATH, async (request, response) => {
    const authorization = admit(request);
    const checked = activitySchema.safeParse(await readJson(request, BODY_LIMIT));
    if (!checked.success)
      throw new RainmakerError(
        'MESSAGE_INVALID',
        `The body is not an activity: ${z.prettifyError(checked.error)}`,
      );
    const activity = checked.data as unknown as Activity;
    if (!serviceUrlAllowed(activity.serviceUrl, isLoopbackAllowed))
      throw new RainmakerError(
        'SERVICE_URL_REFUSED',
        'The serviceUrl is not that of a Bot Framework connector.',
      );

    try {
      await authentication.check(activity, authorization);
    } catch (error) {
      log.warn(
        { cause: error instanceof Error ? error.message : String(error) },
        'Bot Framework request refused',
      );
      throw new RainmakerError('UNAUTHORISED', 'The token was not accepted.', { cause: error });
    }
    await take(activity);
    response.end();
  });

  async function take(activity: Activity): Promise<void> {
    try {
      const message = parse(activity, context.now());
      if (message) await context.receive(message);
    } catch (error) {
      if (!(error instanceof RainmakerError) || error.status >= 500) throw error;
      const { message } = toUserError(error, activity.locale);
      await connector.send(TurnContext.getConversationReference(activity), MessageFactory.text(message));
    }
  }

  return {
    name: 'teams',
    async deliver({ message, reply }) {
      const reference = message.address as Partial<ConversationReference>;
      if (!serviceUrlAllowed(reference.serviceUrl ?? '', isLoopbackAllowed))
        throw new RainmakerError('SERVICE_URL_REFUSED', 'The stored serviceUrl is not allowed.');
      await connector.send(reference, render(reply));
    },
    async stop() {},
  };
}
