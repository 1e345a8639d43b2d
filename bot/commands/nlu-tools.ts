import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { convertCommand } from '../../nlu/commands/convert.ts';
import { crossValidateCommand } from '../../nlu/commands/cross-validate.ts';
import { evaluateCommand } from '../../nlu/commands/evaluate.ts';
import { explainCommand } from '../../nlu/commands/explain.ts';
import { predictCommand } from '../../nlu/commands/predict.ts';
import { validateCommand } from '../../nlu/commands/validate.ts';
import { loadOrTrain } from '../../nlu/intents/load-or-train.ts';
import type { IntentModel } from '../../nlu/intents/model.ts';
import { readProcessConfig } from '../config.ts';
import { PATHS } from '../paths.ts';

const JSON_HELP = 'the result as one JSON object on the last line';

/** The subcommands of `nlu` that train, test and look into intent models. */
export const nluTools = (): Command[] => [
  new Command('evaluate')
    .description('train on one file, test on another')
    .requiredOption('--train <file>', 'JSON lines {"text","intent"}, or any corpus file or folder')
    .requiredOption('--test <file>', 'the same; rows with the intent none are out of scope')
    .option('--predictions <file>', 'where to write one prediction a test row')
    .option('--seed <number>', 'of shuffles and folds', wholeNumber(0, 2 ** 31), 1)
    .option('--json', JSON_HELP)
    .action(async (options) => finish(options, await evaluateCommand(options, printer(options)))),
  new Command('predict')
    .description('add predictions of the active model to a file')
    .requiredOption('--input <file>', 'JSON lines with a text each')
    .requiredOption('--output <file>', 'the rows with predicted, confidence and inScope')
    .option('--json', JSON_HELP)
    .action(async (options) =>
      finish(options, await predictCommand(await activeModel(), options, printer(options))),
    ),
  new Command('cross-validate')
    .description('test a corpus on itself, fold by fold')
    .option('--corpus <path>', 'file or folder', PATHS.intents)
    .option('--folds <number>', 'from 2 to 20', wholeNumber(2, 20), 5)
    .option('--seed <number>', 'of shuffles and folds', wholeNumber(0, 2 ** 31), 1)
    .option('--report <file>', 'also write a page with plots')
    .option('--json', JSON_HELP)
    .action(async (options) =>
      finish(options, await crossValidateCommand({ ...options, onProgress: showProgress }, printer(options))),
    ),
  new Command('validate')
    .description('look for faults and doubtful labels in a corpus')
    .option('--corpus <path>', 'file or folder', PATHS.intents)
    .option('--fewest <number>', 'examples of an intent in a language', wholeNumber(1, 1000), 10)
    .option('--no-cross-validate', 'skip the search for wrong labels, which trains five models')
    .option('--json', JSON_HELP)
    .action(async (options) => {
      const result = await validateCommand({ ...options, onProgress: showProgress }, printer(options));
      finish(options, result);
      if (result.problems.length > 0) process.exitCode = 1;
    }),
  new Command('explain')
    .description('show the pieces of a text that spoke for the two best intents')
    .argument('<text>')
    .option('--json', JSON_HELP)
    .action(async (text: string, options) =>
      finish(options, explainCommand(await activeModel(), text, printer(options))),
    ),
  new Command('convert')
    .description('turn a corpus into another format')
    .requiredOption('--input <path>', 'file or folder: .yml, .jsonl, .csv, nlp.js .json, Rasa nlu.yml')
    .requiredOption('--output <path>', 'a file of such an ending, or a folder for YAML files')
    .option('--json', JSON_HELP)
    .action(async (options) => finish(options, await convertCommand(options, printer(options)))),
];

interface Output {
  readonly json?: true;
}

const printer =
  ({ json }: Output) =>
  (line: string): void => {
    if (!json) console.log(line);
  };

function finish({ json }: Output, result: object): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  if (json) console.log(JSON.stringify(result));
}

const BAR = 30;

function showProgress(done: number): void {
  if (!process.stderr.isTTY) return;
  const full = Math.round(BAR * done);
  process.stderr.write(`\r${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${Math.round(100 * done)} %`);
}

const wholeNumber = (least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  }
  return value;
};

function activeModel(): Promise<IntentModel> {
  const log = { info: () => {}, warn: (line: string) => console.error(line) };
  const modelDir = path.join(readProcessConfig().dataDir, 'models');
  return loadOrTrain({ corpusDir: PATHS.intents, modelDir, shippedDir: PATHS.builtModels, log });
}
