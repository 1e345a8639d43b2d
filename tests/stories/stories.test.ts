import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLog } from '../../bot/log.ts';
import { openStoryTheatre, START, type StoryTheatre } from '../../bot/stories/play.ts';
import { readStory } from '../../bot/stories/story.ts';
import { Chat, knowledge } from '../dialogs/chat.ts';
import { shopFolder, type TemporaryFolder, testConfig } from '../support/folder.ts';
import { recording, ungrounded } from './grounding.ts';

const FOLDER = 'tests/stories';

const stories = ['en', 'zh'].flatMap((language) =>
  readdirSync(path.join(FOLDER, language))
    .filter((file) => file.endsWith('.yml'))
    .map((file) => readStory(path.join(FOLDER, language, file))),
);

/** The whole pipeline with a channel that collects what is delivered. */
describe('stories', () => {
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

  test('every number in every reply has a source', async () => {
    const unfounded: string[] = [];
    const passages = knowledge.sections.map(({ text }) => text);
    // What reps are told is sums of the store: `tests/bot/desk` works them out again.
    for (const { steps, language } of stories.filter(({ rep }) => rep === undefined)) {
      let given: unknown[] = [];
      const chat = new Chat({
        understand: (text, state) => theatre.app.understand(text, state.language ?? language),
        wrap(ports) {
          const recorder = recording(ports);
          given = recorder.given;
          return recorder.ports;
        },
      });
      for (const { user } of steps) {
        if (user === undefined) continue;
        const before = chat.state;
        const understanding = theatre.app.understand(user, before.language ?? language);
        const { replies, events } = await chat.turn(understanding);
        const sources = [...given, before, ...events, understanding.entities];
        unfounded.push(...ungrounded(replies, sources, user, chat.state.language ?? language, passages));
      }
    }
    expect(unfounded).toEqual([]);
  });

  test.each(stories.map((story) => [story.story, story] as const))('%s', async (_, story) => {
    const { failures, transcript } = await theatre.play(story);
    expect(failures.length > 0 ? `${failures.join('\n')}\n\n${transcript.join('\n')}` : 'as written').toBe(
      'as written',
    );
  });
});
