import { userInfo } from 'node:os';
import { Command, Option } from 'commander';
import { type App, createApp } from '../app.ts';
import type { ChannelContext, ChannelEnd } from '../channels/channel.ts';
import { openTerminalChannel } from '../channels/terminal/channel.ts';
import { openRepTerminal } from '../channels/terminal/rep.ts';
import { readProcessConfig } from '../config.ts';
import { Workplace } from '../desk/workplace.ts';
import { createLog } from '../log.ts';

interface ChatOptions {
  readonly as: 'visitor' | 'rep';
  readonly name?: string;
  readonly locale?: string;
}

type Open = (context: ChannelContext) => ChannelEnd & { readonly closed: Promise<void> };

export const chatCommand = (): Command =>
  new Command('chat')
    .description(
      'talk to the bot in the terminal, on the same store as the server; as a rep: take conversations over, ' +
        'approve discounts, ask about deals and customers',
    )
    .addOption(
      new Option('--as <role>', 'who you are').choices(['visitor', 'rep'] as const).default('visitor'),
    )
    .option('--name <name>', 'your name, as visitors read it when you are a rep (default: that of the login)')
    .option('--locale <tag>', 'language to expect, e.g. en or zh-CN')
    .action(async (options: ChatOptions) => {
      const config = readProcessConfig();
      const app = await createApp({
        config,
        log: createLog(config.logLevel),
        shareStore: true,
        forecasts: false,
        desk: options.as === 'rep',
      });
      const isDone = endWithServer(app);
      try {
        const open = options.as === 'rep' ? await repTerminal(app, options) : visitorTerminal(options);
        let closed: Promise<void> | undefined;
        const end = app.attach((context) => {
          const terminal = open(context);
          closed = terminal.closed;
          return terminal;
        });
        for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
          process.once(signal, () => void end.stop());
        await closed;
        isDone();
      } finally {
        await app.stop();
      }
    });

/**
 * The embedded store of another process is gone with it; its next one has another address. Returns what takes the
 * watch off.
 */
function endWithServer({ store }: App): () => void {
  if (store.kind !== 'embedded' || !store.isShared) return () => {};
  const end = () => {
    process.stderr.write(
      'STORE_UNREACHABLE: The server that this terminal works on has stopped. Start the server, then this again: ' +
        'a rep finds the conversation they had.\n',
    );
    process.exit(1);
  };
  store.models.connection.once('disconnected', end);
  return () => void store.models.connection.off('disconnected', end);
}

const visitorTerminal =
  ({ locale }: ChatOptions): Open =>
  (context) =>
    openTerminalChannel(context, {
      input: process.stdin,
      output: process.stdout,
      user: userInfo().username,
      ...(locale !== undefined && { locale }),
    });

async function repTerminal(app: App, { name, locale }: ChatOptions): Promise<Open> {
  const { desk, ports, now, store } = app;
  const rep = await desk.signIn(name ?? userInfo().username);
  const language = locale?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
  const workplace = new Workplace({ desk, models: store.models, ports, rep, language, now });
  return (context) =>
    openRepTerminal(context, {
      input: process.stdin,
      output: process.stdout,
      rep,
      workplace,
      ...(locale !== undefined && { locale }),
    });
}
