import { describe, expect, test } from '@jest/globals';
import * as jsonl from '../../../nlu/corpus/jsonl.ts';
import * as yaml from '../../../nlu/corpus/yaml.ts';

const tricky = [
  'how much is it?',
  'no',
  '12:30',
  '- dash first',
  '"quoted", with # hash',
  '多少钱？',
  'a: b',
  "it's {odd} [text] 😀",
].map((text) => ({ text, intent: 'product.price', language: 'en' }));
const bare = ({ text, intent, language }: { text: string; intent: string; language?: string }) => ({
  text,
  intent,
  language,
});

describe.each([
  ['YAML', yaml],
  ['JSON lines', jsonl],
])('%s', (_, format) => {
  test('gives back the examples that went in', () => {
    const { examples, problems } = format.parse(format.format(tricky), 'file');
    expect(problems).toEqual([]);
    expect(examples.map(bare)).toEqual(tricky);
  });
});

describe('problems name the line', () => {
  test('YAML that is no YAML', () => {
    const { problems } = yaml.parse('intent: a\nexamples:\n  - "open\n', 'a.yml');
    expect(problems[0]).toMatchObject({ code: 'corpus.syntax', file: 'a.yml' });
  });

  test('a YAML example that is no text', () => {
    const { problems } = yaml.parse('intent: a\nexamples:\n  - fine\n  - 12\n', 'a.yml');
    expect(problems).toMatchObject([{ code: 'corpus.shape', line: 4 }]);
  });

  test('a YAML file without examples', () => {
    expect(yaml.parse('intent: a\n', 'a.yml').problems).toMatchObject([{ code: 'corpus.shape', line: 1 }]);
    expect(yaml.parse('', 'a.yml').problems).toHaveLength(1);
  });

  test('YAML aliases are not followed', () => {
    const bomb = 'intent: a\nexamples: &x [y]\nlanguage: *x\n';
    expect(yaml.parse(bomb, 'a.yml').problems.length).toBeGreaterThan(0);
  });

  test('a JSON line that is broken, and one of the wrong shape', () => {
    const { examples, problems } = jsonl.parse('{"text":"a","intent":"b"}\n\n{oops\n{"text":1}\n', 'a.jsonl');
    expect(examples).toMatchObject([{ text: 'a', intent: 'b', line: 1 }]);
    expect(problems).toMatchObject([
      { code: 'corpus.syntax', line: 3 },
      { code: 'corpus.shape', line: 4 },
    ]);
  });
});
