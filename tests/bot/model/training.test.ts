import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chooseVersion, modelAtStart } from '../../../bot/model/live-model.ts';
import { productModel } from '../../../bot/model/product-model.ts';
import { type TrainingOptions, type TrainingReport, train } from '../../../bot/model/training.ts';
import { PATHS } from '../../../bot/paths.ts';
import {
  activateIntentModel,
  activeIntentModel,
  listIntentModels,
  pruneIntentModels,
  readIntentModel,
  saveIntentModel,
  VERSIONS_KEPT,
} from '../../../crm/intent-models.ts';
import type { TurnRecord } from '../../../crm/models/turn.ts';
import type { Understanding } from '../../../nlu/understanding.ts';
import { openTestApp, type TestApp } from '../../support/server.ts';

const INTENTS = ['greet', 'thanks', 'goodbye', 'help', 'human.request', 'order.status'];
const at = new Date('2026-11-25T09:00:00Z');
const quiet = { info: () => {}, warn: () => {}, error: () => {} };

let folder: string;
let tested: TestApp;
let sent = 0;

const corpus = () => path.join(folder, 'intents');
const models = () => tested.app.store.models;

/** Says something in the one conversation that runs through all tests. */
async function say(text: string): Promise<TurnRecord> {
  const { turn, finished } = await tested.app.receive({
    id: `m${++sent}`,
    channel: 'terminal',
    conversationId: 'terminal:one',
    sender: { id: 'one' },
    locale: 'en',
    text,
    at,
  });
  await finished;
  return turn;
}

const intentOf = (turn: TurnRecord) => (turn.understanding as Understanding).intents[0]!.name;

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 50));
}

const swapped = (version: number) => until(async () => (await say('hello')).modelVersion === version);

function training(more: Partial<TrainingOptions> = {}): Promise<TrainingReport> {
  return train({
    models: models(),
    ...productModel(tested.app.config.dataDir, quiet),
    log: quiet,
    now: () => at,
    corpus: corpus(),
    golden: path.join(folder, 'golden.jsonl'),
    author: 'Ann',
    folds: 2,
    ...more,
  });
}

const golden = (...rows: [string, string][]) =>
  writeFile(
    path.join(folder, 'golden.jsonl'),
    rows.map(([text, intent]) => `${JSON.stringify({ text, intent })}\n`).join(''),
  );

async function write(name: string, examples: readonly string[], intent = 'greet'): Promise<void> {
  await writeFile(path.join(corpus(), name), JSON.stringify({ intent, language: 'en', examples }));
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rainmaker-training-'));
  await mkdir(corpus());
  for (const intent of INTENTS)
    await cp(path.join(PATHS.intents, `en/${intent}.yml`), path.join(corpus(), `${intent}.yml`));
  await golden(['hi, good to meet you', 'greet']);
  tested = await openTestApp({ sampleShop: false, forecasts: false });
});
afterAll(async () => {
  await tested.stop();
  await rm(folder, { recursive: true });
});

describe('training beside a running conversation', () => {
  test('begins with the model of the product as version 1', async () => {
    expect(await listIntentModels(models())).toMatchObject([{ version: 1, author: 'Rainmaker' }]);
    const turn = await say('zorble zorble');
    expect(turn.modelVersion).toBe(1);
    expect(intentOf(turn)).not.toBe('greet');
  });

  test('a faulty corpus stops it with file and line', async () => {
    await writeFile(path.join(corpus(), 'broken.yml'), 'intent: greet\nexamples:\n  - hello you\n  - 12\n');
    const faulty = await training();
    expect(faulty).toMatchObject({ kind: 'refusal', problems: [{ line: 4 }] });
    await rm(path.join(corpus(), 'broken.yml'));

    await write('twice.yml', ['where is my parcel now', 'hi, good to meet you']);
    await writeFile(
      path.join(corpus(), 'twice-more.yml'),
      'intent: help\nlanguage: en\nexamples:\n  - Where is my parcel now\n',
    );
    const contradictory = await training();
    expect(contradictory).toMatchObject({
      kind: 'refusal',
      problems: [
        { code: 'corpus.contradiction' },
        { code: 'corpus.golden', file: expect.stringMatching(/twice\.yml$/) },
      ],
    });
    await rm(path.join(corpus(), 'twice.yml'));
    await rm(path.join(corpus(), 'twice-more.yml'));
    expect(await activeIntentModel(models())).toMatchObject({ version: 1 });
  });

  test('an edited corpus of the product goes live by training alone, never by looking at the models', async () => {
    const corpusHash = async () => 'edited';
    expect(await training({ corpusHash, dryRun: true })).toMatchObject({ outcome: 'dry-run', before: 1 });
    expect(await listIntentModels(models())).toHaveLength(1);
  });

  test('the conversation goes on while the model is swapped, and no turn is lost', async () => {
    await write('zorble.yml', [
      'zorble zorble',
      'zorble to you',
      'a zorble, friend',
      'zorble zorble zorble',
      'many zorbles',
    ]);
    await say('my email is ann@example.org, where is my zorble');
    let isTraining = true;
    const done: number[] = [];
    const report = training({ onProgress: (share) => done.push(share) }).finally(() => {
      isTraining = false;
    });
    const turns: TurnRecord[] = [];
    const talking = (async () => {
      while (isTraining || turns.at(-1)!.modelVersion === 1) turns.push(await say('zorble zorble'));
    })();
    expect(await report).toMatchObject({ kind: 'trained', outcome: 'activated', before: 1, version: 2 });
    expect(done.at(-1)).toBe(1);
    await talking;

    expect(turns.map(({ seq }) => seq)).toEqual(turns.map((_, index) => turns[0]!.seq + index));
    expect(turns.every(({ decision }) => (decision as { replies: unknown[] }).replies.length > 0)).toBe(true);
    const versions = turns.map(({ modelVersion }) => modelVersion);
    expect(versions).toEqual([...versions].sort());
    for (const turn of turns) expect(intentOf(turn) === 'greet').toBe(turn.modelVersion === 2);
    expect(await models().Turn.countDocuments({})).toBe(sent);
    expect((await listIntentModels(models()))[0]).toMatchObject({
      version: 2,
      author: 'Ann',
      metrics: { golden: { right: 1, total: 1 }, crossValidation: { folds: 2 } },
    });
  });

  test('the same corpus again changes nothing', async () => {
    expect(await training()).toMatchObject({ outcome: 'unchanged', version: 2 });
    expect(await listIntentModels(models())).toHaveLength(2);
  });

  test('a golden sentence that would break keeps the live model, with all that would change', async () => {
    await golden(['hi, good to meet you', 'greet'], ['zorble, zorble', 'greet']);
    await rm(path.join(corpus(), 'zorble.yml'));
    await write('farewell.yml', ['zorble zorble', 'zorble then', 'zorble, all', 'i zorble off'], 'goodbye');
    const report = await training();
    expect(report).toMatchObject({
      outcome: 'golden-regression',
      golden: {
        total: 2,
        rightBefore: 2,
        rightAfter: 1,
        broken: [{ text: 'zorble, zorble', intent: 'greet', after: { intent: 'goodbye' } }],
      },
    });
    if (report.kind !== 'trained') throw new Error('not trained');
    const changed = report.messages.changed.map(({ text }) => text);
    expect(changed).toContain('zorble zorble');
    expect(JSON.stringify(report)).not.toContain('ann@example.org');
    expect(await activeIntentModel(models())).toMatchObject({ version: 2 });
    expect(await training({ force: true, dryRun: true })).toMatchObject({ outcome: 'dry-run' });
    expect(await listIntentModels(models())).toHaveLength(2);
  });

  test('unless one insists; and one can go back', async () => {
    expect(await training({ force: true })).toMatchObject({ outcome: 'activated', version: 3 });
    await swapped(3);
    expect(intentOf(await say('zorble zorble'))).toBe('goodbye');
    await chooseVersion(models(), { version: 2, author: 'Ben', at });
    await swapped(2);
    expect(intentOf(await say('zorble zorble'))).toBe('greet');
    expect(await activeIntentModel(models())).toMatchObject({ author: 'Ben', chosenBy: 'trainer' });
    await expect(chooseVersion(models(), { version: 9, author: 'Ben', at })).rejects.toThrow(/no model 9/);
  });

  test('who was overtaken by another trainer activates nothing', async () => {
    let chosen: Promise<boolean> | undefined;
    const overtaken = training({
      force: true,
      onProgress: () => {
        const other = { version: 1, chosenBy: 'trainer', author: 'Ben', at } as const;
        chosen ??= activateIntentModel(models(), other, 2);
      },
    });
    await expect(overtaken).rejects.toMatchObject({ code: 'MODEL_OVERTAKEN' });
    expect(await chosen).toBe(true);
    expect(await activeIntentModel(models())).toMatchObject({ version: 1 });
  });

  test('an interrupted training rejects and changes nothing', async () => {
    const interruption = new AbortController();
    const trained = training({
      signal: interruption.signal,
      onProgress: () => interruption.abort(new Error('stop')),
    });
    await expect(trained).rejects.toThrow('stop');
    expect(await activeIntentModel(models())).toMatchObject({ version: 1 });
  });

  test('a version that this release cannot read leaves the live model alone', async () => {
    await chooseVersion(models(), { version: 1, author: 'Ben', at });
    const { version } = await saveIntentModel(models(), {
      bytes: Buffer.from('of another release'),
      corpusHash: 'x',
      examples: 1,
      intents: 2,
      author: 'Cat',
      madeAt: at,
    });
    await expect(chooseVersion(models(), { version, author: 'Cat', at })).rejects.toMatchObject({
      code: 'MODEL_UNREADABLE',
    });
    await models().IntentModelChunk.deleteOne({ checksum: (await listIntentModels(models()))[0]!.checksum });
    expect(await readIntentModel(models(), version)).toBeUndefined();
  });

  test('a start follows the corpus of the product until a trainer has chosen', async () => {
    const product = productModel(tested.app.config.dataDir, quiet);
    const start = () =>
      modelAtStart({
        models: models(),
        ...product,
        corpusHash: async () => 'edited',
        now: () => at,
        log: quiet,
      });
    expect(await start()).toMatchObject({ version: 1 });
    await activateIntentModel(models(), { version: 1, chosenBy: 'product', author: 'Ben', at }, 1);
    const { version } = await start();
    expect((await listIntentModels(models()))[0]).toMatchObject({ version, corpusHash: 'edited' });
    expect(await activeIntentModel(models())).toMatchObject({ version, chosenBy: 'product' });
    await chooseVersion(models(), { version: 1, author: 'Ben', at });
  });

  test('old versions go, the active one never', async () => {
    for (let count = 0; count < VERSIONS_KEPT + 3; count++)
      await saveIntentModel(models(), {
        bytes: Buffer.from(`model ${count}`),
        corpusHash: 'x',
        examples: 1,
        intents: 2,
        author: 'Cat',
        madeAt: at,
      });
    await pruneIntentModels(models(), new Date(at.getTime() + 86_400_000));
    const kept = await listIntentModels(models());
    expect(kept).toHaveLength(VERSIONS_KEPT + 1);
    expect(kept.at(-1)!.version).toBe(1);
    const first = await readIntentModel(models(), 1);
    expect(first!.equals(await readFile(path.join(PATHS.builtModels, 'intents.model')))).toBe(true);
    const checksums = await models().IntentModelChunk.distinct('checksum');
    expect(new Set(checksums)).toEqual(new Set(kept.map(({ checksum }) => checksum)));
  });
});
