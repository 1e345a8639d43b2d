import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { evaluateCommand } from '../../nlu/commands/evaluate.ts';
import { predictCommand } from '../../nlu/commands/predict.ts';
import * as jsonl from '../../nlu/corpus/jsonl.ts';
import { trainIntents } from '../../nlu/intents/train.ts';
import { shopExamples, shuffled } from './intents/examples.ts';

let folder: string;
const at = (name: string) => path.join(folder, name);
const readRows = async (name: string) =>
  (await readFile(at(name), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const rows = shuffled(shopExamples(), 3);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rainmaker-nlu-'));
  await writeFile(at('train.jsonl'), jsonl.format(rows.slice(0, 100)));
  await writeFile(at('test.jsonl'), jsonl.format(rows.slice(100)));
});
afterAll(() => rm(folder, { recursive: true }));

describe('nlu evaluate', () => {
  test('prints metrics and writes one prediction a row', async () => {
    const lines: string[] = [];
    const metrics = await evaluateCommand(
      { train: at('train.jsonl'), test: at('test.jsonl'), predictions: at('out.jsonl') },
      (line) => lines.push(line),
    );
    expect(metrics.inScopeAccuracy).toBeGreaterThan(0.8);
    expect(metrics.trainSeconds).toBeGreaterThan(0);
    expect(lines.join('\n')).toMatch(/in-scope accuracy +\d+\.\d %/);
    const predictions = await readRows('out.jsonl');
    expect(predictions).toHaveLength(rows.length - 100);
    expect(predictions[0]).toEqual({
      text: rows[100]!.text,
      intent: rows[100]!.intent,
      predicted: expect.any(String),
      confidence: expect.any(Number),
      inScope: expect.any(Boolean),
    });
  });

  test('a missing file is an error that names it', async () => {
    await expect(
      evaluateCommand({ train: at('nowhere.jsonl'), test: at('test.jsonl') }, () => {}),
    ).rejects.toThrow(/nowhere\.jsonl:1: Can't be read/);
  });
});

describe('nlu predict', () => {
  const model = trainIntents(shopExamples());

  test('keeps the columns of each row', async () => {
    await writeFile(at('in.jsonl'), '{"id":7,"text":"how much is it"}\n{"text":""}\n');
    const result = await predictCommand(model, { input: at('in.jsonl'), output: at('out.jsonl') }, () => {});
    expect(result.rows).toBe(2);
    expect((await readRows('out.jsonl'))[0]).toMatchObject({ id: 7, predicted: 'price' });
  });

  test('a faulty row is an error with its line', async () => {
    await writeFile(at('in.jsonl'), '{"text":"hi"}\n{"words":"hi"}\n');
    await expect(
      predictCommand(model, { input: at('in.jsonl'), output: at('out.jsonl') }, () => {}),
    ).rejects.toThrow(/in\.jsonl:2: text/);
  });
});
