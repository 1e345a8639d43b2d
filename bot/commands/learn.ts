import { Command, Option } from 'commander';
import { learn } from '../../learning/commands/learn.ts';
import { learnText } from '../../learning/commands/learn-text.ts';

interface LearnArguments {
  readonly train: string;
  readonly test: string;
  readonly target: string;
  readonly model: string;
  readonly predictions?: string;
  readonly seed?: number;
  readonly order?: 'random' | 'time';
  readonly json?: true;
}

export const learnCommand = (): Command =>
  new Command('learn')
    .description('fit a model to a CSV file and predict another')
    .requiredOption('--train <file>', 'CSV with a header; empty cells are missing')
    .requiredOption('--test <file>', 'rows to predict; with the target they are measured too')
    .requiredOption('--target <column>', 'what to predict')
    .option('--model <name>', 'auto, logistic, tree, forest, boosting, svm or linear', 'auto')
    .option('--predictions <file>', 'CSV of one prediction a test row')
    .option('--seed <number>', 'of everything random', Number)
    .addOption(
      new Option('--order <order>', 'time where rows stand in order of time').choices(['random', 'time']),
    )
    .option('--json', 'the report as one JSON object on the last line')
    .action(async ({ json, ...options }: LearnArguments) => {
      const report = await learn({ ...options, clock: () => performance.now() / 1000 });
      if (json) console.log(JSON.stringify(report));
      else console.log(learnText(report));
    });
