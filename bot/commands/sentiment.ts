import path from 'node:path';
import { Command } from 'commander';
import { evaluateSentimentCommand } from '../../nlu/commands/evaluate-sentiment.ts';
import { loadOrTrainSentiment } from '../../nlu/sentiment/load-or-train.ts';
import { readProcessConfig } from '../config.ts';
import { PATHS } from '../paths.ts';

export const sentimentCommand = (): Command =>
  new Command('sentiment').description('test the sentiment model').addCommand(
    new Command('evaluate')
      .description('score a labelled file with the active model')
      .requiredOption(
        '--test <file>',
        'JSON lines {"text","label"}; a label is positive, neutral or negative',
      )
      .option('--predictions <file>', 'where to write one prediction a test row')
      .option('--json', 'the result as one JSON object on the last line')
      .action(async (options: { test: string; predictions?: string; json?: true }) => {
        const silent = { info: () => undefined, warn: (line: string) => console.error(line) };
        const model = await loadOrTrainSentiment({
          folder: PATHS.sentiment,
          intents: PATHS.intents,
          modelDir: path.join(readProcessConfig().dataDir, 'models'),
          shippedDir: PATHS.builtModels,
          log: silent,
        });
        const result = await evaluateSentimentCommand(model, options, (line) => {
          if (!options.json) console.log(line);
        });
        if (options.json) console.log(JSON.stringify(result));
      }),
  );
