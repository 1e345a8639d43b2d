import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { convertCommand } from '../../nlu/commands/convert.ts';
import { crossValidateCommand } from '../../nlu/commands/cross-validate.ts';
import { evaluateCommand } from '../../nlu/commands/evaluate.ts';
import { explainCommand } from '../../nlu/commands/explain.ts';
import { predictCommand } from '../../nlu/commands/predict.ts';
import { validateCommand } from '../../nlu/commands/validate.ts';
import * as jsonl from '../../nlu/corpus/jsonl.ts';
import { classify } from '../../nlu/intents/classify.ts';
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

  test('names the intents of the test that nothing was trained on, and what they may be a slip of', async () => {
    await writeFile(
      at('slips.jsonl'),
      jsonl.format([
        { text: 'how much', intent: 'Price' },
        { text: 'tell me a joke', intent: 'None' },
        { text: 'fly me to the moon', intent: 'travel' },
      ]),
    );
    const lines: string[] = [];
    await evaluateCommand({ train: at('train.jsonl'), test: at('slips.jsonl') }, (line) => lines.push(line));
    expect(lines.filter((line) => line.startsWith('No training row'))).toEqual([
      'No training row has the intent "Price" of 1 test row; did you mean "price"?',
      'No training row has the intent "None" of 1 test row; did you mean "none"?',
      'No training row has the intent "travel" of 1 test row; out of scope is "none".',
    ]);
  });

  test('a wrong key on every line is told of the first lines alone', async () => {
    const wrong = rows.map(({ text, intent }) => ({ text, label: intent }));
    await writeFile(at('wrong.jsonl'), jsonl.formatRows(wrong));
    await expect(
      evaluateCommand({ train: at('wrong.jsonl'), test: at('test.jsonl') }, () => {}),
    ).rejects.toThrow(new RegExp(`wrong\\.jsonl:20: .*\nand ${rows.length - 20} more\\.$`));
  });

  test('a missing file is an error that names it', async () => {
    await expect(
      evaluateCommand({ train: at('nowhere.jsonl'), test: at('test.jsonl') }, () => {}),
    ).rejects.toThrow(/nowhere\.jsonl:1: There is no such file/);
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

describe('nlu cross-validate', () => {
  test('prints intents with intervals and writes a page that escapes what people wrote', async () => {
    const hostile = { text: 'how much is <script>alert(1)</script>', intent: 'greet' };
    await writeFile(at('all.jsonl'), jsonl.format([...rows, hostile]));
    const lines: string[] = [];
    const done: number[] = [];
    const result = await crossValidateCommand(
      {
        corpus: at('all.jsonl'),
        folds: 3,
        report: at('report.html'),
        onProgress: (share) => done.push(share),
      },
      (line) => lines.push(line),
    );
    expect(done.at(-1)).toBe(1);
    expect(result.metrics.inScopeAccuracy).toBeGreaterThan(0.8);
    for (const { f1, f1Interval } of result.intents) {
      expect(f1Interval[0]).toBeLessThanOrEqual(f1);
      expect(f1Interval[1]).toBeGreaterThanOrEqual(f1);
    }
    expect(result.learningCurve.at(-1)!.examples).toBeGreaterThan(result.learningCurve[0]!.examples);
    expect(lines[0]).toMatch(/^intent +precision/);
    const page = await readFile(at('report.html'), 'utf8');
    expect(page).toContain('Reliability');
    expect(page).not.toContain('<script>');
  });

  test('a page that can not be written is said before any training', async () => {
    const done: number[] = [];
    await expect(
      crossValidateCommand(
        {
          corpus: at('train.jsonl'),
          report: at('missing/report.html'),
          onProgress: (share) => done.push(share),
        },
        () => {},
      ),
    ).rejects.toThrow(/can't be written/);
    expect(done).toEqual([]);
  });

  test('folds out of range are refused', async () => {
    await expect(crossValidateCommand({ corpus: at('train.jsonl'), folds: 1 }, () => {})).rejects.toThrow(
      RangeError,
    );
  });
});

describe('nlu validate', () => {
  test('finds contradictions, repetitions, thin intents, wrong languages and likely wrong labels', async () => {
    const doubtful = [
      { text: 'where is my order', intent: 'refund' },
      { text: 'my order is where', intent: 'price' },
      { text: 'hello there', intent: 'greet' },
      { text: 'open on sunday', intent: 'hours' },
      { text: '你好啊朋友', intent: 'greet', language: 'en' },
      { text: 'please track the parcel that i ordered', intent: 'greet' },
    ];
    await writeFile(at('doubt.jsonl'), jsonl.format([...shopExamples(), ...doubtful]));
    const { doubts, problems } = await validateCommand({ corpus: at('doubt.jsonl'), fewest: 5 }, () => {});
    expect(problems).toEqual([]);
    expect(new Set(doubts.map((doubt) => doubt.code))).toEqual(
      new Set([
        'corpus.contradiction',
        'corpus.near-duplicate',
        'corpus.duplicate',
        'corpus.few-examples',
        'corpus.language',
        'corpus.mislabelled',
      ]),
    );
    const line = shopExamples().length + 1;
    expect(doubts).toContainEqual(expect.objectContaining({ code: 'corpus.contradiction', line }));
  });

  test('numbers and signs alone are not like other numbers', async () => {
    const numbers = [
      { text: '100%', intent: 'greet' },
      { text: '666', intent: 'price' },
    ];
    await writeFile(at('numbers.jsonl'), jsonl.format(numbers));
    const { doubts } = await validateCommand(
      { corpus: at('numbers.jsonl'), fewest: 1, crossValidate: false },
      () => {},
    );
    expect(doubts).toEqual([]);
  });

  test('a text without a sign is no contradiction of another', async () => {
    const blank = ['a', 'b'].map((intent) => ({ text: '  ', intent }));
    await writeFile(at('blank.jsonl'), jsonl.format([...shopExamples(), ...blank]));
    const { doubts } = await validateCommand(
      { corpus: at('blank.jsonl'), fewest: 1, crossValidate: false },
      () => {},
    );
    expect(doubts.map(({ code }) => code)).toEqual(['corpus.blank', 'corpus.blank']);
  });

  test.each([
    ['one intent', [{ text: 'hello', intent: 'greet' }], /at least two intents besides "none"; there are 1/],
    [
      'one besides none',
      [
        { text: 'hello', intent: 'greet' },
        { text: 'sing a song', intent: 'none' },
      ],
      /at least two intents besides "none"; there are 1/,
    ],
  ])('too few to hold any out, %s, are a problem beside the doubts', async (_, few, message) => {
    await writeFile(at('few.jsonl'), jsonl.format(few));
    const lines: string[] = [];
    const { problems } = await validateCommand({ corpus: at('few.jsonl') }, (line) => lines.push(line));
    expect(problems).toMatchObject([{ code: 'corpus.too-few', message: expect.stringMatching(message) }]);
    expect(lines).toContain(
      `${at('few.jsonl')}:1: greet has 1 example; write at least 10, as different as people are.`,
    );
  });

  test('faulty files are problems, each with its line', async () => {
    await writeFile(at('bad.jsonl'), '{"text":"a","intent":"b"}\n{\n');
    const { problems } = await validateCommand({ corpus: at('bad.jsonl') }, () => {});
    expect(problems).toMatchObject([{ line: 2 }]);
  });
});

describe('nlu explain', () => {
  test('names the words that spoke for the winner, and those no example has', () => {
    const lines: string[] = [];
    const { winner, unknown, unknownShare } = explainCommand(
      trainIntents(shopExamples()),
      'how much is a zeppelin',
      (line) => lines.push(line),
    );
    expect(winner.intent).toBe('price');
    expect(winner.reasons.map((reason) => reason.piece)).toContain('"how much"');
    expect(unknown).toEqual(['zeppelin']);
    expect(unknownShare).toBeGreaterThan(0.2);
    expect(lines.join('\n')).toMatch(/In no example: \d+\.\d % of its pieces by weight: zeppelin/);
  });

  test('accounts for the whole score, and says the verdict that classify gives', () => {
    const model = trainIntents([
      ...shopExamples(),
      ...['tell me a joke', 'who won the match', 'sing a song'].map((text) => ({ text, intent: 'none' })),
    ]);
    const lines: string[] = [];
    const explained = explainCommand(model, 'how much is a joke', (line) => lines.push(line));
    for (const { score, start, reasons, others } of [explained.winner, explained.runnerUp, explained.none!]) {
      expect(start + reasons.reduce((sum, { amount }) => sum + amount, 0) + others).toBeCloseTo(score, 5);
      expect(reasons.every(({ amount }) => Math.abs(amount) >= 0.0005)).toBe(true);
    }
    const { intents, inScope } = classify(model, 'how much is a joke');
    expect([explained.winner.intent, explained.confidence]).toEqual([
      intents[0]!.name,
      intents[0]!.confidence,
    ]);
    expect(explained.inScope).toBe(inScope);
    expect(lines.at(-1)).toMatch(
      inScope ? /^price, .* sure; from .* on in scope, so in scope\.$/ : /so out of scope\.$/,
    );
  });
});

describe('nlu convert', () => {
  test.each(['out.csv', 'out.json', 'folder', 'out.jsonl', 'nlu.yml'])(
    'writes %s, which reads back the same',
    async (name) => {
      await writeFile(at('in.jsonl'), jsonl.format(shopExamples()));
      await convertCommand({ input: at('in.jsonl'), output: at(name) }, () => {});
      await convertCommand({ input: at(name), output: at('back.jsonl') }, () => {});
      const sorted = (all: object[]) => all.map((row) => JSON.stringify(row)).sort();
      expect(sorted(await readRows('back.jsonl'))).toEqual(sorted(shopExamples()));
    },
  );
});
