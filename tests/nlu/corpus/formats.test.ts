import { describe, expect, test } from '@jest/globals';
import { FormatError } from '../../../nlu/corpus/corpus.ts';
import * as csv from '../../../nlu/corpus/csv.ts';
import * as jsonl from '../../../nlu/corpus/jsonl.ts';
import * as nlpjs from '../../../nlu/corpus/nlpjs.ts';
import * as rasa from '../../../nlu/corpus/rasa.ts';
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
  ['CSV', csv],
  ['nlp.js JSON', nlpjs],
])('%s', (_, format) => {
  test('gives back the examples that went in', () => {
    const { examples, problems } = format.parse(format.format(tricky), 'file');
    expect(problems).toEqual([]);
    expect(examples.map(bare)).toEqual(tricky);
  });
});

describe('Rasa nlu.yml', () => {
  const texts = ['how much is it?', '多少钱？', "it's {odd} 😀", '- dash first'];

  test('gives back intents and texts; it has no language', () => {
    const examples = texts.map((text) => ({ text, intent: 'product.price' }));
    const none = { text: 'write a poem', intent: 'none' };
    const read = rasa.parse(rasa.format([...examples, none]), 'nlu.yml');
    expect(read.problems).toEqual([]);
    expect(read.examples.map(({ text, intent }) => ({ text, intent }))).toEqual([...examples, none]);
  });

  test('entity marks are read as words, lines are known, lookups are passed over', () => {
    const source = [
      'version: "3.1"',
      'nlu:',
      '- lookup: city',
      '  examples: |',
      '    - Berlin',
      '- intent: ship',
      '  examples: |',
      '    - send it to [Berlin](city)',
      '    - and [two]{"entity": "count"} more',
      '    no dash',
    ].join('\n');
    const { examples, problems } = rasa.parse(source, 'nlu.yml');
    expect(examples).toMatchObject([
      { text: 'send it to Berlin', intent: 'ship', line: 8 },
      { text: 'and two more', intent: 'ship', line: 9 },
    ]);
    expect(problems).toMatchObject([{ line: 10 }]);
  });

  test('examples with metadata are read too', () => {
    const source = [
      'nlu:',
      '- intent: ship',
      '  examples:',
      '  - text: |',
      '      send it to [Berlin](city)',
      '    metadata:',
      '      sentiment: neutral',
      '  - text: by post',
    ].join('\r\n');
    const { examples, problems } = rasa.parse(source, 'nlu.yml');
    expect(problems).toEqual([]);
    expect(examples).toMatchObject([
      { text: 'send it to Berlin', intent: 'ship', line: 4, entities: ['city'] },
      { text: 'by post', intent: 'ship', line: 8 },
    ]);
  });

  test('a wrong value has its line, an alias is not followed', () => {
    expect(
      rasa.parse('nlu:\n- intent: a\n  examples: |\n    - x\n- intent: 5\n', 'nlu.yml').problems,
    ).toMatchObject([{ line: 5 }]);
    expect(rasa.parse('nlu:\n- intent: a\n  examples:\n  - 5\n', 'nlu.yml').problems).toMatchObject([
      { line: 4 },
    ]);
    expect(rasa.parse('a: &x [y]\nnlu: *x\n', 'nlu.yml').problems).toMatchObject([{ line: 2 }]);
  });
});

test.each([
  ['nlp.js JSON', nlpjs],
  ['Rasa nlu.yml', rasa],
])('%s holds a hundred thousand examples of names that objects have', (_, format) => {
  const many = Array.from({ length: 100_000 }, (_, i) => ({
    text: `text ${i}`,
    intent: ['__proto__', 'constructor'][i % 2]!,
  }));
  const written = format.format(many);
  expect(written.split('\n').length).toBeGreaterThan(many.length);
  expect(written).toContain('__proto__');
  expect(written).toContain('constructor');
});

describe('problems name the line', () => {
  test('CSV with too few cells, an open quote, no header', () => {
    const { examples, problems } = csv.parse('text,intent\r\n"a, ""b""\nc",x\r\nalone\r\n', 'a.csv');
    expect(examples).toMatchObject([{ text: 'a, "b"\nc', intent: 'x', line: 2 }]);
    expect(problems).toMatchObject([{ code: 'corpus.shape', line: 4 }]);
    expect(csv.parse('text,intent\n"open,x\n', 'a.csv').problems).toMatchObject([{ line: 2 }]);
    expect(csv.parse('hello,there\n', 'a.csv').problems).toMatchObject([{ line: 1 }]);
    expect(csv.parse('', 'a.csv').problems).toHaveLength(1);
    expect(csv.parse('text;intent\nhello;greet\n', 'a.csv').problems).toMatchObject([{ line: 1 }]);
    expect(csv.parse('text,intent,Text\na,b,c\n', 'a.csv').problems).toMatchObject([{ line: 1 }]);
  });

  test('nlp.js JSON that is broken, and an utterance that is no text', () => {
    expect(nlpjs.parse('{"data": [\n{]}', 'a.json').problems[0]).toMatchObject({ line: 2 });
    const wrong = '{"locale": "en",\n "data": [{"intent": "a",\n "utterances": ["x",\n 7]}]}';
    expect(nlpjs.parse(wrong, 'a.json').problems).toMatchObject([{ code: 'corpus.shape', line: 4 }]);
  });

  test('YAML that is no YAML', () => {
    const { problems } = yaml.parse('intent: a\nexamples:\n  - "open\n', 'a.yml');
    expect(problems[0]).toMatchObject({ code: 'corpus.syntax', file: 'a.yml' });
  });

  test('a YAML example that is no text', () => {
    const { problems } = yaml.parse('intent: a\nexamples:\n  - fine\n  - 12\n', 'a.yml');
    expect(problems).toMatchObject([{ code: 'corpus.shape', line: 4 }]);
  });

  test('a YAML example that is a mapping', () => {
    const { problems } = yaml.parse('intent: a\nexamples:\n  - fine\n  - {b: c}\n', 'a.yml');
    expect(problems).toMatchObject([{ code: 'corpus.shape', line: 4 }]);
  });

  test('an intent that YAML files do not take is not written to one', () => {
    expect(() => yaml.format([{ text: 'parcel', intent: '📦' }])).toThrow(FormatError);
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
