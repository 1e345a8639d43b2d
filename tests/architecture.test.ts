import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Who may import whom; a room may always import itself. */
const ALLOWED: Record<string, readonly string[]> = {
  bot: ['nlu', 'dialogs', 'crm', 'learning', 'forecasting', 'web-widget/protocol.ts'],
  dialogs: ['nlu', 'crm', 'forecasting'],
  nlu: ['learning'],
  forecasting: ['learning'],
  crm: [],
  learning: [],
  'web-widget': [],
  console: ['web-widget/protocol.ts'],
};

const sourcesOf = (room: string): string[] => {
  let entries: string[];
  try {
    entries = readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
  return entries.filter((file) => file.endsWith('.ts')).map((file) => path.join(room, file));
};

const importsOf = (file: string): string[] =>
  [...readFileSync(path.join(root, file), 'utf8').matchAll(/(?:from|import\()\s*'(\.{1,2}\/[^']+)'/g)].map(
    ([, target]) => path.join(path.dirname(file), target!),
  );

describe('architecture', () => {
  test.each(Object.keys(ALLOWED))('%s imports only the rooms it may', (room) => {
    const allowed = [room, ...ALLOWED[room]!];
    const wrong = sourcesOf(room).flatMap((file) =>
      importsOf(file)
        .filter((target) => !allowed.some((place) => target === place || target.startsWith(`${place}/`)))
        .map((target) => `${file} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test('no files import each other in a circle', () => {
    const imports = new Map(
      Object.keys(ALLOWED)
        .flatMap(sourcesOf)
        .map((file) => [file, importsOf(file)] as const),
    );
    const done = new Set<string>();
    const circleFrom = (file: string, trail: readonly string[]): readonly string[] | undefined => {
      if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
      if (done.has(file)) return undefined;
      for (const target of imports.get(file) ?? []) {
        const circle = circleFrom(target, [...trail, file]);
        if (circle) return circle;
      }
      done.add(file);
      return undefined;
    };
    expect([...imports.keys()].map((file) => circleFrom(file, [])).find((circle) => circle)).toBeUndefined();
  });

  test('each folder of the skills for reps imports only from those before it', () => {
    const room = 'dialogs/skills/rep';
    const order = ['said', 'reply', 'contacts', 'agenda', 'deals', 'demand', 'goods', '.'];
    const folderOf = (file: string) => path.relative(room, path.dirname(file)) || '.';
    expect(new Set(sourcesOf(room).map(folderOf))).toEqual(new Set(order));
    const wrong = sourcesOf(room).flatMap((file) =>
      importsOf(file)
        .filter((target) => target.startsWith(`${room}/`))
        .filter((target) => order.indexOf(folderOf(target)) > order.indexOf(folderOf(file)))
        .map((target) => `${file} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test('dialogs take types alone from nlu, so that no skill runs a pipeline of its own', () => {
    const wrong = sourcesOf('dialogs').filter((file) =>
      [
        ...readFileSync(path.join(root, file), 'utf8').matchAll(
          /import (?!type)[^;]*from '[^']*\/nlu\/([^']+)'/g,
        ),
      ].some(([, module]) => module !== 'understanding.ts'),
    );
    expect(wrong).toEqual([]);
  });

  test('only bot/config.ts reads the environment', () => {
    const readers = Object.keys(ALLOWED)
      .flatMap(sourcesOf)
      .filter((file) => /process\.env\b/.test(readFileSync(path.join(root, file), 'utf8')));
    expect(readers).toEqual(['bot/config.ts']);
  });

  test('no test is switched off or run alone', () => {
    const off = sourcesOf('tests').filter((file) =>
      /\b(?:describe|test|it)\.(?:skip|only|todo|failing)\b|(?<![.\w])(?:xtest|xit|xdescribe|fit|fdescribe)\(/.test(
        readFileSync(path.join(root, file), 'utf8'),
      ),
    );
    expect(off).toEqual([]);
  });
});
