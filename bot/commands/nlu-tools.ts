import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { storeFiles } from '../../crm/embedded/directory.ts';
import { activeIntentModel } from '../../crm/intent-models.ts';
import { convertCommand } from '../../nlu/commands/convert.ts';
import { crossValidateCommand } from '../../nlu/commands/cross-validate.ts';
import { evaluateCommand } from '../../nlu/commands/evaluate.ts';
import { explainCommand } from '../../nlu/commands/explain.ts';
import { predictCommand } from '../../nlu/commands/predict.ts';
import { validateCommand } from '../../nlu/commands/validate.ts';
import type { AnsweredIntent } from '../../nlu/evaluation/validate-corpus.ts';
import type { IntentModel } from '../../nlu/intents/model.ts';
import { readProcessConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { readVersion } from '../model/live-model.ts';
import { productModel } from '../model/product-model.ts';
import { PATHS } from '../paths.ts';
import { openStore } from '../store.ts';
import { messageText } from '../turns/message-text.ts';
import { finish, JSON_HELP, printer, showProgress, wholeNumber } from './output.ts';

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
      finish(options, await predictCommand(await modelInUse(), options, printer(options))),
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
    .option('--no-cross-validate', 'skip the search for wrong labels, which takes a training')
    .option('--json', JSON_HELP)
    .action(async (options) => {
      // Another corpus has answers of its own.
      const answered = options.corpus === PATHS.intents ? answeredIntents() : [];
      const result = await validateCommand(
        { ...options, answered, onProgress: showProgress },
        printer(options),
      );
      finish(options, result);
      if (result.problems.length > 0) process.exitCode = 1;
    }),
  new Command('explain')
    .description('show the pieces of a text that spoke for the two best intents')
    .argument('<text>')
    .option('--json', JSON_HELP)
    .action(async (text: string, options) =>
      finish(options, explainCommand(await modelInUse(), messageText(text), printer(options))),
    ),
  new Command('convert')
    .description('turn a corpus into another format')
    .requiredOption('--input <path>', 'file or folder: .yml, .jsonl, .csv, nlp.js .json, Rasa nlu.yml')
    .requiredOption('--output <path>', 'a file of such an ending, or a folder for YAML files')
    .option('--language <code>', 'only examples of this language, e.g. en')
    .option('--json', JSON_HELP)
    .action(async (options) => finish(options, await convertCommand(options, printer(options)))),
];

/**
 * The model that the server answers with; where there is no store yet, the one that the first start would begin with.
 * Opens no store that nobody has made.
 */
async function modelInUse(): Promise<IntentModel> {
  const config = readProcessConfig();
  const log = createLog(config.logLevel);
  const product = productModel(config.dataDir, log);
  if (config.mongodbUri === undefined && !existsSync(storeFiles(config.dataDir).claim))
    return product.ofProduct();
  const store = await openStore({ ...config, log, share: true });
  try {
    const active = await activeIntentModel(store.models);
    const read = active && (await readVersion(store.models, active.version));
    return read?.model ?? (await product.ofProduct());
  } finally {
    await store.close();
  }
}

/** What is read from words and buttons alone, without examples. */
const WITHOUT_EXAMPLES: ReadonlySet<string> = new Set([
  'product.more',
  'product.similar',
  'quote.renew',
  'quote.cancel',
  'order.cancel',
  'return.damaged',
  'return.wrongItem',
  'return.missing',
  'return.unwanted',
  'meeting.calendar',
  'contact.unreminded',
]);
const OFFER = /^choice\.([\w.]+):/;

/** The intents that the bot offers by name, each with the line of its label. */
export function answeredIntents(): AnsweredIntent[] {
  return readdirSync(PATHS.answers, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yml'))
    .map((name) => path.join(PATHS.answers, name))
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((text, index) => {
          const intent = OFFER.exec(text)?.[1];
          return intent && !WITHOUT_EXAMPLES.has(intent) ? [{ intent, file, line: index + 1 }] : [];
        }),
    );
}
