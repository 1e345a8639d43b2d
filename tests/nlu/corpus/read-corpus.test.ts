import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readCorpus } from '../../../nlu/corpus/read-corpus.ts';

const FILES: readonly (readonly [string, string])[] = [
  ['a.yml', 'intent: price\nlanguage: zh\nexamples:\n  - 多少钱\n'],
  ['a.jsonl', '{"text":"多少钱","intent":"price"}\n'],
  ['a.csv', 'text,intent\n多少钱,price\n'],
  ['a.json', '{"locale":"zh","data":[{"intent":"price","utterances":["多少钱"]}]}'],
  ['nlu.yml', 'version: "3.1"\nnlu:\n  - intent: price\n    examples: |\n      - 多少钱\n'],
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'corpus-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(name: string, bytes: Buffer) {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return readCorpus(file);
}

describe.each(FILES)('%s', (name, source) => {
  test('is read with a byte order mark and with the line ends of Windows', async () => {
    const { examples, problems } = await read(name, Buffer.from(`\ufeff${source.replaceAll('\n', '\r\n')}`));
    expect(problems).toEqual([]);
    expect(examples).toMatchObject([{ text: '多少钱', intent: 'price' }]);
  });

  test('is refused in another encoding, with the line', async () => {
    const [before, after] = source.split('多少钱') as [string, string];
    const gbk = Buffer.concat([
      Buffer.from(before),
      Buffer.from([0xb6, 0xe0, 0xc9, 0xd9, 0xc7, 0xae]),
      Buffer.from(after),
    ]);
    const { examples, problems } = await read(name, gbk);
    expect(examples).toEqual([]);
    expect(problems).toMatchObject([
      {
        code: 'corpus.unreadable',
        line: before.split('\n').length,
        message: expect.stringContaining('UTF-8'),
      },
    ]);
  });

  test('is refused as UTF-16', async () => {
    const { problems } = await read(name, Buffer.from(`\ufeff${source}`, 'utf16le'));
    expect(problems).toMatchObject([{ code: 'corpus.unreadable', line: 1 }]);
  });

  test.each(['', '\ufeff', ' \n\r\n'])('is refused when there is nothing in it but %j', async (nothing) => {
    const { problems } = await read(name, Buffer.from(nothing));
    expect(problems).toMatchObject([
      { code: 'corpus.unreadable', line: 1, message: expect.stringContaining('empty') },
    ]);
  });
});

describe('faults of our own format are said so that a trainer can mend them', () => {
  const head = 'intent: greet\nlanguage: en\n';
  test.each([
    [`${head}examples:\n  - how much: the bag\n`, 4, 'Example 1: must be text; put it in double quotes.'],
    [`${head}examples:\n  - hi\n  - 12\n`, 5, 'Example 2: must be text; put it in double quotes.'],
    [`${head}examples:\n  - hi\n  -\n`, 5, 'Example 2: must be text; put it in double quotes.'],
    [`${head}examples: []\n`, 3, 'examples: must hold at least one.'],
    [`${head}examples: hi\n`, 3, 'examples: must be a list, one "- text" a line.'],
    ['examples:\n  - hi\n', 1, 'intent: must be a name such as product.price.'],
    ['intent: greet\nlanguage: de\nexamples:\n  - hi\n', 2, 'language: must be one of en, zh, or left out.'],
    [`${head}examples:\n\t- hi\n`, 4, 'Not valid YAML: Tabs are not allowed as indentation.'],
  ])('%j', async (source, line, message) => {
    const { problems } = await read('fault.yml', Buffer.from(source));
    expect(problems).toMatchObject([{ line, message }]);
  });
});
