import { userInfo } from 'node:os';
import { Command } from 'commander';
import { createApp } from '../app.ts';
import { openTerminalChannel } from '../channels/terminal/channel.ts';
import { readProcessConfig } from '../config.ts';
import { createLog } from '../log.ts';

export const chatCommand = (): Command =>
  new Command('chat')
    .description('talk to the bot in the terminal, on the same store as the server')
    .option('--locale <tag>', 'language to expect, e.g. en or zh-CN')
    .action(async ({ locale }: { locale?: string }) => {
      const config = readProcessConfig();
      const app = await createApp({
        config,
        log: createLog(config.logLevel),
        shareStore: true,
        forecasts: false,
      });
      try {
        let closed: Promise<void> | undefined;
        app.attach((context) => {
          const terminal = openTerminalChannel(context, {
            input: process.stdin,
            output: process.stdout,
            user: userInfo().username,
            ...(locale !== undefined && { locale }),
          });
          closed = terminal.closed;
          return terminal;
        });
        await closed;
      } finally {
        await app.stop();
      }
    });
