import { readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import type { Models } from '../../crm/models/index.ts';
import { readConfig, readProcessConfig } from '../config.ts';
import { RainmakerError } from '../errors.ts';
import { createLog } from '../log.ts';
import { PATHS } from '../paths.ts';
import { openStore } from '../store.ts';
import { openStoryTheatre, type Played } from '../stories/play.ts';
import { recordStory, storyFile } from '../stories/record.ts';
import { readStory } from '../stories/story.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);
const MAX_TURNS = 500;
const LISTED = 20;

export const storiesCommand = (): Command =>
  new Command('stories')
    .description('conversations as tests: play story files, or make one of a real conversation')
    .addCommand(
      new Command('run')
        .description('play stories on a fresh sample shop; exit code 1 when one goes otherwise than written')
        .argument('[paths...]', 'files or folders of .yml stories; default: those that come with the product')
        .option('--verbose', 'print every conversation, not only those that fail')
        .option('--json', 'one JSON object as the last line')
        .action(run),
    )
    .addCommand(
      new Command('record')
        .description('write a conversation from the store as a story, personal data replaced')
        .argument('[conversation]', 'its id; without one the latest conversations are listed')
        .option('--output <file>', 'where to write it; default: standard output')
        .option('--name <name>', 'what the story is called')
        .action(record),
    );

async function run(paths: string[], { verbose, json }: { verbose?: true; json?: true }): Promise<void> {
  const stories = (paths.length > 0 ? paths : [PATHS.stories]).flatMap(storyFiles).map(readStory);
  const dataDir = await mkdtemp(path.join(tmpdir(), 'rainmaker-stories-'));
  const theatre = await openStoryTheatre({ ...readConfig({}), dataDir }, createLog('silent'));
  const played: Played[] = [];
  try {
    for (const story of stories) {
      const result = await theatre.play(story);
      played.push(result);
      const passed = result.failures.length === 0;
      print(`${passed ? 'ok  ' : 'FAIL'} ${result.story}`);
      if (verbose || !passed)
        for (const line of result.transcript) print(`     ${line.replaceAll('\n', '\n     ')}`);
      for (const failure of result.failures) print(`  !! ${failure}`);
    }
  } finally {
    await theatre.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
  const failed = played.filter(({ failures }) => failures.length > 0);
  const turns = played.reduce((sum, one) => sum + one.turns, 0);
  print(`${played.length - failed.length} passed, ${failed.length} failed, ${turns} turns`);
  if (json)
    print(
      JSON.stringify({
        passed: played.length - failed.length,
        failed: failed.map(({ story, failures }) => ({ story, failures })),
        turns,
      }),
    );
  if (failed.length > 0) process.exitCode = 1;
}

function storyFiles(place: string): readonly string[] {
  const found = statSync(place, { throwIfNoEntry: false });
  if (!found) throw new RainmakerError('NOT_FOUND', `${place}: there is no such file or folder.`);
  if (!found.isDirectory()) return [place];
  const files = readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yml'))
    .sort()
    .map((file) => path.join(place, file));
  if (files.length === 0) throw new RainmakerError('NOT_FOUND', `${place}: there is no .yml file in it.`);
  return files;
}

async function record(
  conversationId: string | undefined,
  { output, name }: { output?: string; name?: string },
): Promise<void> {
  const config = readProcessConfig();
  const store = await openStore({ ...config, log: createLog(config.logLevel), share: true });
  try {
    if (conversationId === undefined) return await list(store.models);
    const turns = await store.models.Turn.find({
      conversationId,
      by: { $exists: false },
      understanding: { $ne: null },
    })
      .sort({ seq: 1 })
      .limit(MAX_TURNS)
      .lean();
    if (turns.length === 0)
      throw new RainmakerError(
        'CONVERSATION_UNKNOWN',
        'There is no conversation of that id. "stories record" without an id lists the latest.',
      );
    const products = await store.models.Product.find({}).lean();
    const story = recordStory(turns, {
      name: name ?? `Recorded ${turns[0]!.at.toISOString().slice(0, 10)}`,
      products: new Map(products.map((product) => [product.sku, product])),
    });
    if (output === undefined) return void process.stdout.write(storyFile(story));
    if (await stat(output).catch(() => undefined))
      throw new RainmakerError('FILE_EXISTS', `${output} is there already: name another file.`);
    await writeFile(output, storyFile(story));
    print(
      `${output}: ${story.steps.length} steps. Read it before you keep it: names in running text may be left.`,
    );
  } finally {
    await store.close();
  }
}

async function list({ Turn }: Models): Promise<void> {
  const latest = await Turn.aggregate<{ _id: string; turns: number; last: Date }>([
    { $group: { _id: '$conversationId', turns: { $sum: 1 }, last: { $max: '$at' } } },
    { $sort: { last: -1 } },
    { $limit: LISTED },
  ]);
  if (latest.length === 0) print('There is no conversation yet.');
  for (const { _id, turns, last } of latest) print(`${_id}  ${turns} turns, last ${last.toISOString()}`);
}
