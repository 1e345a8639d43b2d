import {
  activateIntentModel,
  activeIntentModel,
  readIntentModel,
  saveIntentModel,
} from '../../crm/intent-models.ts';
import type { Models } from '../../crm/models/index.ts';
import type { IntentModel } from '../../nlu/intents/model.ts';
import { ModelFileError, parseModel, serialiseModel } from '../../nlu/intents/model-file.ts';
import { RainmakerError } from '../errors.ts';
import type { Log } from '../log.ts';

/** A version of the intent model, ready to read messages. */
export interface ModelVersion {
  readonly version: number;
  readonly model: IntentModel;
}

export interface ActiveModelOptions {
  readonly models: Models;
  /** SHA-256 of the corpus that comes with the product, as it is now. */
  readonly corpusHash: () => Promise<string>;
  /** The model of that corpus; trains where it has to. */
  readonly ofProduct: () => Promise<IntentModel>;
  readonly now: () => Date;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
}

export const PRODUCT_AUTHOR = 'Rainmaker';

/**
 * The active version of the store as it stands, for what looks at it or trains against it. The product's own model is the
 * first, and takes the place of a version that this release can't read.
 */
export async function activeModel(options: ActiveModelOptions): Promise<ModelVersion> {
  const { models, log } = options;
  const active = await activeIntentModel(models);
  const kept = active && (await readVersion(models, active.version));
  if (kept) return { version: active.version, model: kept.model };
  if (active)
    log.warn(
      { version: active.version },
      "the active intent model can't be read by this release; the product's own takes its place",
    );
  return (await activateProduct(options, active?.version)) ?? activeModel(options);
}

/**
 * The active version to start with: the product's own model follows changes of its corpus until a trainer trains or chooses
 * a version; from then on only a trainer changes it.
 */
export async function modelAtStart(options: ActiveModelOptions): Promise<ModelVersion> {
  const { models, log } = options;
  const current = await activeModel(options);
  const active = await activeIntentModel(models);
  const kept = await models.IntentModel.findOne({ version: current.version })
    .select({ corpusHash: 1 })
    .lean();
  if (active?.version !== current.version || kept?.corpusHash === (await options.corpusHash()))
    return current;
  if (active.chosenBy === 'product')
    return (await activateProduct(options, active.version)) ?? modelAtStart(options);
  log.info(
    { version: active.version },
    'the corpus is not the one that the active intent model was trained on; `rainmaker train` trains it',
  );
  return current;
}

/** Keeps the product's own model and activates it; undefined where another process was quicker to choose. */
async function activateProduct(
  options: ActiveModelOptions,
  insteadOf: number | undefined,
): Promise<ModelVersion | undefined> {
  const { models, now } = options;
  const corpusHash = await options.corpusHash();
  const model = await options.ofProduct();
  const { version } = await saveIntentModel(models, {
    bytes: serialiseModel(model, corpusHash),
    corpusHash,
    examples: model.examples,
    intents: model.classes.length,
    author: PRODUCT_AUTHOR,
    madeAt: now(),
  });
  const next = { version, chosenBy: 'product', author: PRODUCT_AUTHOR, at: now() } as const;
  return (await activateIntentModel(models, next, insteadOf)) ? { version, model } : undefined;
}

/** Undefined where the version is missing, damaged or of another release. */
export async function readVersion(
  models: Models,
  version: number,
): Promise<{ readonly model: IntentModel; readonly corpusHash: string; readonly bytes: Buffer } | undefined> {
  const bytes = await readIntentModel(models, version);
  if (!bytes) return undefined;
  try {
    return { ...parseModel(bytes), bytes };
  } catch (error) {
    if (error instanceof ModelFileError) return undefined;
    throw error;
  }
}

/**
 * Makes a version answer from now on, on a trainer's word.
 * @throws RainmakerError NOT_FOUND, MODEL_UNREADABLE, MODEL_OVERTAKEN
 */
export async function chooseVersion(
  models: Models,
  choice: {
    readonly version: number;
    readonly author: string;
    readonly at: Date;
    readonly insteadOf?: number;
  },
): Promise<void> {
  const { version, author, at } = choice;
  if (!(await models.IntentModel.exists({ version })))
    throw new RainmakerError('NOT_FOUND', `There is no model ${version}; \`rainmaker models\` lists them.`);
  if (!(await readVersion(models, version)))
    throw new RainmakerError(
      'MODEL_UNREADABLE',
      `Model ${version} was made by another release and can't be read any more. Train again: rainmaker train`,
    );
  const insteadOf = choice.insteadOf ?? (await activeIntentModel(models))?.version;
  const next = { version, chosenBy: 'trainer', author, at } as const;
  if (!(await activateIntentModel(models, next, insteadOf)))
    throw new RainmakerError(
      'MODEL_OVERTAKEN',
      'Somebody else has activated another model meanwhile; `rainmaker models` shows which. Run the command again.',
    );
}

const POLL_MS = 1_000;

/**
 * Follows the active version of the store and swaps to it. A turn takes `current` once and keeps it to its end. While
 * the store or a version can't be read, the model at hand goes on answering.
 */
export class LiveModel<T> {
  readonly #options: Pick<ActiveModelOptions, 'models' | 'log'>;
  readonly #prepare: (version: ModelVersion) => T;
  #version: number;
  #current: T;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  /** A version that was found unreadable, so that it is reported and read only once. */
  #unreadable: number | undefined;
  #isStoreSilent = false;

  /** `prepare` makes of a version what the turns need of it. */
  constructor(
    first: ModelVersion,
    prepare: (version: ModelVersion) => T,
    options: Pick<ActiveModelOptions, 'models' | 'log'>,
  ) {
    this.#options = options;
    this.#prepare = prepare;
    this.#version = first.version;
    this.#current = prepare(first);
  }

  get current(): T {
    return this.#current;
  }

  start(): void {
    this.#timer = setInterval(() => this.refresh(), POLL_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** Looks at the store now. */
  refresh(): Promise<void> {
    this.#looking ??= this.#look()
      .then(
        () => {
          this.#isStoreSilent = false;
        },
        (error) => {
          if (!this.#isStoreSilent)
            this.#options.log.warn({ err: error }, 'the active intent model could not be looked up');
          this.#isStoreSilent = true;
        },
      )
      .finally(() => {
        this.#looking = undefined;
      });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const { models, log } = this.#options;
    const version = (await activeIntentModel(models))?.version;
    if (version === undefined || version === this.#version || version === this.#unreadable) return;
    const read = await readVersion(models, version);
    if (!read) {
      this.#unreadable = version;
      log.error({ version }, "the active intent model can't be read; the one at hand goes on");
      return;
    }
    this.#current = this.#prepare({ version, model: read.model });
    this.#version = version;
    this.#unreadable = undefined;
    log.info({ version }, 'another intent model answers from now on');
  }
}
