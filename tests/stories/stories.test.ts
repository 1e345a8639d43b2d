import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLog } from '../../bot/log.ts';
import { openStoryTheatre, type PlayedTurn, START, type StoryTheatre } from '../../bot/stories/play.ts';
import { readStory } from '../../bot/stories/story.ts';
import type { Language } from '../../nlu/understanding.ts';
import { Chat, knowledge } from '../dialogs/chat.ts';
import { shopFolder, type TemporaryFolder, testConfig } from '../support/folder.ts';
import { recordIn, recording, ungrounded } from './grounding.ts';
import { workedOut } from './rep-sources.ts';

const FOLDER = 'tests/stories';

const stories = ['en', 'zh'].flatMap((language) =>
  readdirSync(path.join(FOLDER, language))
    .filter((file) => file.endsWith('.yml'))
    .map((file) => readStory(path.join(FOLDER, language, file))),
);

/** Numbers that a rep was told and that the store, the forecast, the message or the talk so far do not have. */
function unfoundedOf(
  { text, decision: { replies, events }, before }: PlayedTurn,
  given: readonly unknown[],
  language: Language,
): readonly string[] {
  const told = replies.map((reply) => reply.text).join('\n');
  const spoken = before.language ?? language;
  const sources = [
    ...given,
    before,
    ...events,
    workedOut([...given, before, ...events], told, spoken, START.slice(0, 10)),
  ];
  return ungrounded(replies, sources, text, spoken, []);
}

/** The whole pipeline with a channel that collects what is delivered. */
describe('stories', () => {
  let theatre: StoryTheatre;
  let folder: TemporaryFolder;
  /** What ports gave since the turn before; the first are the facts of the shop. */
  let given: unknown[];

  beforeAll(async () => {
    folder = await shopFolder(new Date(START));
    theatre = await openStoryTheatre(testConfig(folder.dir), createLog('silent'));
    given = recordIn(theatre.app.ports).given;
  });
  afterAll(async () => {
    await theatre?.stop();
    await folder.remove();
  });

  test('every number in every reply has a source', async () => {
    const unfounded: string[] = [];
    const passages = knowledge.sections.map(({ text }) => text);
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
    const unfounded: string[] = [];
    const { failures, transcript } = await theatre.play(story, (turn) => {
      if (story.rep !== undefined) unfounded.push(...unfoundedOf(turn, given, story.language));
      given.length = 1;
    });
    expect(unfounded).toEqual([]);
    expect(failures.length > 0 ? `${failures.join('\n')}\n\n${transcript.join('\n')}` : 'as written').toBe(
      'as written',
    );
  });
});
