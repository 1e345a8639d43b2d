import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CorpusError } from '../../../nlu/corpus/corpus.ts';
import * as jsonl from '../../../nlu/corpus/jsonl.ts';
import { loadOrTrain } from '../../../nlu/intents/load-or-train.ts';
import { serialiseModel } from '../../../nlu/intents/model-file.ts';
import { shopExamples } from './examples.ts';

describe('at start', () => {
  let folder: string;
  const said: string[] = [];
  const log = {
    info: (message: string) => said.push(message),
    warn: (message: string) => said.push(`warning: ${message}`),
  };
  const start = () =>
    loadOrTrain({ corpusDir: path.join(folder, 'corpus.jsonl'), modelDir: path.join(folder, 'models'), log });

  beforeEach(async () => {
    said.length = 0;
    folder = await mkdtemp(path.join(tmpdir(), 'rainmaker-model-'));
    await writeFile(path.join(folder, 'corpus.jsonl'), jsonl.format(shopExamples()));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('the model is trained once and read from its file the next time', async () => {
    const trained = await start();
    expect(said.join()).toMatch(/^Trained /);
    said.length = 0;
    expect(serialiseModel(await start(), '').equals(serialiseModel(trained, ''))).toBe(true);
    expect(said).toEqual([]);
  });

  test('a changed corpus is trained anew', async () => {
    await start();
    said.length = 0;
    await writeFile(path.join(folder, 'corpus.jsonl'), jsonl.format(shopExamples({ none: false })));
    await start();
    expect(said).toHaveLength(1);
  });

  test('a damaged model file is reported and trained anew', async () => {
    const trained = await start();
    const file = path.join(folder, 'models/intents.model');
    const bytes = await readFile(file);
    bytes[bytes.length >> 1]! ^= 255;
    await writeFile(file, bytes);
    said.length = 0;
    expect(serialiseModel(await start(), '').equals(serialiseModel(trained, ''))).toBe(true);
    expect(said[0]).toMatch(/warning: The model file .* checksum/);
  });

  test('a faulty corpus is refused with its line', async () => {
    await writeFile(path.join(folder, 'corpus.jsonl'), '{"text":"hi","intent":"greet"}\n{"text":3}\n');
    await expect(start()).rejects.toThrow(CorpusError);
    await expect(start()).rejects.toThrow(/corpus\.jsonl:2: text/);
  });
});
