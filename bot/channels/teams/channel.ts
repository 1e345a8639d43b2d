import type { IncomingMessage } from 'node:http';
import type { Config } from '../../config.ts';
import { RainmakerError } from '../../errors.ts';
import type { ChannelContext, ChannelEnd, Doors } from '../channel.ts';
import { readJson } from '../json-body.ts';
import type { BotFramework } from './bot-framework.ts';

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
  const access = teamsAccess(context.config);
  let loaded: Promise<BotFramework> | undefined;
  // Two fifths of the server's modules are its library's, and many a server is never asked for it.
  const botFramework = () => {
    loaded ??= import('./bot-framework.ts')
      .then(
        ({ BotFramework }) => new BotFramework(context, { isLoopbackAllowed: access.open === 'loopback' }),
      )
      .catch((error) => {
        // Whoever needs it next tries again.
        loaded = undefined;
        throw error;
      });
    return loaded;
  };
  if (access.open === 'signed')
    botFramework().catch((error) => context.log.error({ err: error }, 'the Bot Framework cannot be loaded'));

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
    const body = await readJson(request, BODY_LIMIT);
    await (await botFramework()).take(body, authorization);
    response.end();
  });

  return {
    name: 'teams',
    async deliver(delivery) {
      await (await botFramework()).deliver(delivery);
    },
    async stop() {
      await Promise.allSettled([loaded]);
    },
  };
}
