import { Command } from 'commander';
import { readProcessConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { messageText } from '../turns/message-text.ts';
import { nluTools } from './nlu-tools.ts';

export const nluCommand = (): Command =>
  nluTools().reduce(
    (nlu, tool) => nlu.addCommand(tool),
    new Command('nlu')
      .description('train, test and look into what the language pipeline understands')
      .addCommand(parseCommand()),
  );

const parseCommand = (): Command =>
  new Command('parse')
    .description('print the whole Understanding of a text by the active model')
    .argument('<text>')
    .option('--locale <tag>', 'language to expect, e.g. en or zh-CN')
    .option('--json', 'one JSON object on one line')
    .action(async (text: string, options: { locale?: string; json?: true }) => {
      const { createApp } = await import('../app.ts');
      const config = readProcessConfig();
      const app = await createApp({
        config,
        log: createLog(config.logLevel),
        shareStore: true,
        forecasts: false,
      });
      try {
        const understanding = app.understand(messageText(text), options.locale);
        process.stdout.write(`${JSON.stringify(understanding, null, options.json ? undefined : 2)}\n`);
      } finally {
        await app.stop();
      }
    });
