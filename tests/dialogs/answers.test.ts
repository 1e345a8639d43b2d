import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { loadAnswers } from '../../dialogs/language/answers.ts';
import { fill, parseMessage, placeholders } from '../../dialogs/language/message-format.ts';

const temporary = mkdtempSync(join(tmpdir(), 'answers-'));
afterAll(() => rmSync(temporary, { recursive: true }));

function folder(name: string, files: Readonly<Record<'en' | 'zh', string>>): string {
  for (const [language, text] of Object.entries(files)) {
    mkdirSync(join(temporary, name, language), { recursive: true });
    writeFileSync(join(temporary, name, language, 'talk.yml'), text);
  }
  return join(temporary, name);
}

describe('the answers that ship', () => {
  const answers = loadAnswers('training-data/answers');

  test('have every key that a skill or a document names, and no other', () => {
    const code = ['dialogs', 'bot']
      .flatMap((room) =>
        readdirSync(room, { recursive: true, encoding: 'utf8' }).map((file) => join(room, file)),
      )
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    const named = new Set([...code.matchAll(/['`]([a-z]+(?:\.[a-zA-Z$]+)+)/g)].map(([, key]) => key!));
    const spoken = [...code.matchAll(/\b(?:say|text)\(\s*['`]([a-zA-Z.]+)['`]/g)].map(([, key]) => key!);
    expect(spoken.filter((key) => !answers.keys.includes(key))).toEqual([]);
    // A key built from a name, such as `choice.${intent}`, counts by its beginning.
    const built = [...code.matchAll(/`([a-z]+(?:\.[a-zA-Z]+)*\.)\$\{/g)].map(([, start]) => start!);
    const unused = answers.keys.filter(
      (key) => !named.has(key) && !built.some((start) => key.startsWith(start)),
    );
    expect(unused).toEqual([]);
  });

  test('say the same in both languages with the values of the language', () => {
    const values = {
      total: { amount: 123456, currency: 'GBP' },
      validUntil: { date: '2026-03-18' },
      promisedFor: { date: '2026-03-06' },
    };
    expect(answers.say('en', 'quote.terms', values, 'seed', 1)).toBe(
      'Total £1,234.56. Valid until Wednesday, 18 March 2026, delivered by Friday, 6 March 2026.',
    );
    expect(answers.say('zh', 'quote.terms', values, 'seed', 1)).toBe(
      '合计£1,234.56。有效期至2026年3月18日，最晚2026年3月6日送到。',
    );
  });

  test('never say the same sentence twice in a row where there is another', () => {
    for (const seed of ['a', 'b', 'c']) {
      const said = Array.from({ length: 6 }, (_, turn) =>
        answers.say('en', 'fallback.cannot', {}, seed, turn),
      );
      for (let turn = 1; turn < said.length; turn++) expect(said[turn]).not.toBe(said[turn - 1]);
      expect(answers.say('en', 'fallback.cannot', {}, seed, 3)).toBe(said[3]);
    }
  });
});

test('a missing translation and unequal placeholders are reported together', () => {
  const directory = folder('unequal', {
    en: 'greet.hello: Hello {name}\ngreet.again: Again\n',
    zh: 'greet.hello: 您好\n',
  });
  expect(() => loadAnswers(directory)).toThrow(
    /"greet\.again" has no text in "zh"[\s\S]*"greet\.hello" has placeholders/,
  );
});

test.each([
  ['Hello {name', 'character 12'],
  ['{n, plural, one {# day}}', '"other"'],
  ['a } b', 'character 3'],
])('a malformed text %s is refused with the place of the fault', (source, place) => {
  expect(() => parseMessage(source)).toThrow(place);
  const quoted = JSON.stringify(source);
  expect(() => loadAnswers(folder(`bad-${place}`, { en: `a.b: ${quoted}\n`, zh: 'a.b: 好\n' }))).toThrow(
    place,
  );
});

test('plural forms follow the language', () => {
  const days = parseMessage('{count, plural, one {# day} other {# days}} for {name}');
  expect([...placeholders(days)]).toEqual(['count', 'name']);
  expect(fill(days, { count: 1, name: 'Ann' }, 'en')).toBe('1 day for Ann');
  expect(fill(days, { count: 1200, name: 'Ann' }, 'en')).toBe('1,200 days for Ann');
  expect(fill(days, { count: 1, name: 'Ann' }, 'zh')).toBe('1 days for Ann');
});

test('markup in a value stays text', () => {
  expect(fill(parseMessage('{said}?'), { said: '{total} <b>' }, 'en')).toBe('{total} <b>?');
});
