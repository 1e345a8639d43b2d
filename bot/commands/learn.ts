import { Command, InvalidArgumentError, Option } from 'commander';
import { learn } from '../../learning/commands/learn.ts';
import { learnText } from '../../learning/commands/learn-text.ts';
import { clearProgress, showStage } from './output.ts';

interface LearnArguments {
  readonly train: string;
  readonly test?: string;
  readonly split?: number;
  readonly missing?: 'fill' | 'drop';
  readonly target: string;
  readonly ignore?: readonly string[];
  readonly model: string;
  readonly predictions?: string;
  readonly seed?: number;
  readonly rows?: number;
  readonly order?: 'random' | 'time';
  readonly json?: true;
}

export const learnCommand = (): Command =>
  new Command('learn')
    .description('fit a model to a CSV file, measure it on rows it has not seen, and predict')
    .requiredOption('--train <file>', 'CSV with a header; empty cells are missing')
    .option('--test <file>', 'rows to predict; with the target they are measured too')
    .option(
      '--split <share>',
      'share of the rows of --train to hold out and measure on (0.3 without --test)',
      share,
    )
    .addOption(
      new Option('--missing <how>', 'fill missing cells, or drop the training rows that have some').choices([
        'fill',
        'drop',
      ]),
    )
    .requiredOption('--target <column>', 'what to predict')
    .option('--ignore <columns...>', 'columns not to learn from')
    .option(
      '--model <name>',
      'auto, logistic, linear, elastic-net, tree, forest, boosting, svm or constant',
      'auto',
    )
    .option('--predictions <file>', 'CSV of one prediction a test row, written when all are made')
    .option('--seed <number>', 'of everything random', wholeNumber)
    .option(
      '--rows <number>',
      'of a longer --train use so many, drawn by seed (100000, or 40 million cells)',
      count,
    )
    .addOption(
      new Option('--order <order>', 'time where rows stand in order of time').choices(['random', 'time']),
    )
    .option('--json', 'the report as one JSON object on the last line')
    .action(async ({ json, rows, ...options }: LearnArguments) => {
      const most = rows === undefined ? {} : { most: rows };
      const clock = () => performance.now() / 1000;
      const report = await learn({ ...options, ...most, clock, onStage: showStage }).finally(clearProgress);
      if (json) console.log(JSON.stringify(report));
      else console.log(learnText(report));
    });

function share(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError('It must be between 0 and 1, such as 0.3.');
  return value;
}

function count(text: string): number {
  const value = wholeNumber(text);
  if (value < 1) throw new InvalidArgumentError('It must be at least 1.');
  return value;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError('It must be a whole number.');
  return value;
}
