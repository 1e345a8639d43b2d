import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createLog } from '../../bot/log.ts';
import { openStoryTheatre, START, type StoryTheatre } from '../../bot/stories/play.ts';
import { recordStory, storyFile } from '../../bot/stories/record.ts';
import { readStory } from '../../bot/stories/story.ts';
import { shopFolder, type TemporaryFolder, testConfig } from '../support/folder.ts';

let theatre: StoryTheatre;
let folder: TemporaryFolder;

beforeAll(async () => {
  folder = await shopFolder(new Date(START));
  theatre = await openStoryTheatre(testConfig(folder.dir), createLog('silent'));
});
afterAll(async () => {
  await theatre?.stop();
  await folder.remove();
});

const file = (name: string) => path.join(folder.dir, name);

test('a recorded conversation is a story that passes, without what is personal', async () => {
  const said = {
    story: 'original',
    language: 'en' as const,
    steps: [
      { user: 'how much for 100 white hanging heart t-light holders?' },
      { press: 'Make a quote' },
      { minutes: 3, user: 'my email is jane.roe@acme.test, call me on +44 20 7946 0991 tomorrow' },
      { user: 'yes, go ahead' },
      { user: 'when will {order} be here?' },
    ],
  };
  const original = await theatre.play(said);
  expect(original.failures).toEqual([]);

  const { Turn, Product } = theatre.app.store.models;
  const turns = await Turn.find({ conversationId: 'original 1 1' }).sort({ seq: 1 }).lean();
  const products = new Map((await Product.find({}).lean()).map((product) => [product.sku, product]));
  const written = storyFile(recordStory(turns, { name: 'recorded', products }));
  expect(written).not.toMatch(/jane|roe|acme|0991/i);
  expect(written).toContain('press: Make a quote');
  expect(written).toContain('{price 85123A 100}');
  expect(written).toContain('{quote}');
  expect(written).toContain('when will {order} be here?');

  await writeFile(file('recorded.yml'), written);
  const { failures } = await theatre.play(readStory(file('recorded.yml')));
  expect(failures).toEqual([]);
});

test('stock and time are fixtures, slots and alternatives are checked', async () => {
  const story = {
    story: 'fixtures',
    language: 'en' as const,
    at: '2026-05-01T09:00:00Z',
    stock: { '85123A': 7 },
    steps: [
      {
        user: 'are white hanging heart t-light holders in stock?',
        bot: [{ either: ['no such words', '7 pieces in stock'] }],
        slots: { products: ['85123A'] },
      },
      { user: 'make me a quote for 5', slots: { quote: { lines: [{ sku: 'other' }] } } },
    ],
  };
  const { failures } = await theatre.play(story);
  expect(failures).toHaveLength(1);
  expect(failures[0]).toMatch(/^step 2, "make me a quote for 5": quote is /);
  const { Product } = theatre.app.store.models;
  expect((await Product.findOne({ sku: '85123A' }).lean())!.stock).not.toBe(7);
});

test.each([
  ['a step without words', 'story: a\nlanguage: en\nsteps:\n  - bot: hello\n', 4],
  ['an unknown key', 'story: a\nlanguage: en\nsteps:\n  - user: hi\n    bots: x\n', 4],
  ['a language there is not', 'story: a\nlanguage: de\nsteps:\n  - user: hi\n', 2],
  ['broken YAML', 'story: a\nlanguage: en\nsteps: [\n', 4],
])('%s is named by file and line', async (_, text, line) => {
  await writeFile(file('bad.yml'), text);
  expect(() => readStory(file('bad.yml'))).toThrow(
    expect.objectContaining({
      code: 'STORY_INVALID',
      message: expect.stringContaining(`bad.yml:${line}:`),
    }),
  );
});
