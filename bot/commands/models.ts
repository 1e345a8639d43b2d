import { userInfo } from 'node:os';
import { Command } from 'commander';
import { type ActiveIntentModel, activeIntentModel, listIntentModels } from '../../crm/intent-models.ts';
import type { Models } from '../../crm/models/index.ts';
import type { IntentModelRecord } from '../../crm/models/intent-model.ts';
import { percent, table } from '../../nlu/commands/tables.ts';
import { readProcessConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { activeModel, chooseVersion } from '../model/live-model.ts';
import { productModel } from '../model/product-model.ts';
import { openStore } from '../store.ts';
import { finish, JSON_HELP, type OutputOptions, printer, wholeNumber } from './output.ts';
import { authorName } from './train.ts';

export const modelsCommand = (): Command =>
  new Command('models')
    .description('the trained intent models, and which of them answers')
    .option('--json', JSON_HELP)
    .action(async (options: OutputOptions) => {
      const { models, active } = await withModels(listed);
      const print = printer(options);
      for (const line of rows(models, active)) print(line);
      finish(options, { active: active?.version ?? null, models: models.map(shape(active)) });
    })
    .addCommand(activateCommand());

const activateCommand = (): Command =>
  new Command('activate')
    .description('let a model answer from now on, a running server included')
    .argument('<id>', 'number from the list', wholeNumber(1, 1e9))
    .option('--author <name>', 'who chose it; you unless given', authorName)
    .option('--json', JSON_HELP)
    .action(async (version: number, _: unknown, command: Command) => {
      const options: OutputOptions & { author?: string } = command.optsWithGlobals();
      const author = options.author ?? userInfo().username;
      const before = await withModels(async (models) => {
        const active = await activeIntentModel(models);
        await chooseVersion(models, { version, author, at: new Date() });
        return active?.version;
      });
      printer(options)(
        before === version
          ? `Model ${version} was live already.`
          : `Model ${version} is live; before it was ${before}.`,
      );
      finish(options, { active: version, before });
    });

/** On the store of the running server, if one runs. Sees to it that there is a first version. */
async function withModels<T>(use: (models: Models) => Promise<T>): Promise<T> {
  const config = readProcessConfig();
  const log = createLog(config.logLevel);
  const store = await openStore({ ...config, log, share: true });
  try {
    await activeModel({
      models: store.models,
      ...productModel(config.dataDir, log),
      now: () => new Date(),
      log,
    });
    return await use(store.models);
  } finally {
    await store.close();
  }
}

const listed = async (models: Models) => ({
  models: await listIntentModels(models),
  active: await activeIntentModel(models),
});

const shape =
  (active: ActiveIntentModel | undefined) =>
  ({ version, madeAt, author, examples, intents, corpusHash, metrics }: IntentModelRecord) => ({
    id: version,
    madeAt,
    author,
    examples,
    intents,
    corpusHash,
    accuracy: metrics?.crossValidation.accuracy ?? null,
    golden: metrics?.golden ?? null,
    active: version === active?.version,
  });

function rows(models: readonly IntentModelRecord[], active: ActiveIntentModel | undefined): string[] {
  return table([
    ['id', 'made', 'author', 'examples', 'accuracy', 'golden', 'live'],
    ...models.map(({ version, madeAt, author, examples, metrics }) => [
      String(version),
      madeAt.toISOString().slice(0, 16).replace('T', ' '),
      author,
      String(examples),
      percent(metrics?.crossValidation.accuracy ?? null),
      metrics ? `${metrics.golden.right} of ${metrics.golden.total}` : '–',
      version === active?.version ? 'yes' : '',
    ]),
  ]);
}
