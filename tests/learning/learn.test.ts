import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type LearnOptions, learn } from '../../learning/commands/learn.ts';
import { learnText } from '../../learning/commands/learn-text.ts';
import { DataError } from '../../learning/csv.ts';
import { seededRandom } from '../../learning/random.ts';
import { csvFolder } from '../support/csv-folder.ts';

const { dir, file } = csvFolder();

const utf16 = (name: string, text: string): string => file(name, Buffer.from(`\ufeff${text}`, 'utf16le'));

/** Customers whose chance to buy rises with visits and is higher in the trade; some cells are empty. */
function customers(rows: number, seed: number, target: (p: number, random: () => number) => string): string {
  const random = seededRandom(seed);
  const lines = Array.from({ length: rows }, () => {
    const visits = Math.floor(random() * 10);
    const kind = random() < 0.5 ? 'trade' : 'private';
    const noise = random().toFixed(3);
    const p = 1 / (1 + Math.exp(-(visits - 6 + (kind === 'trade' ? 2 : 0))));
    const shown = random() < 0.05 ? '' : String(visits);
    return `${shown},${kind},${noise},${target(p, random)}`;
  });
  return `visits,kind,noise,buys\n${lines.join('\n')}\n`;
}
const yesNo = (p: number, random: () => number): string => (random() < p ? 'yes' : 'no');
const spent = (p: number, random: () => number): string => (100 * p + random()).toFixed(2);

const train = file('train.csv', customers(400, 1, yesNo));
const holdOut = file('test.csv', customers(400, 2, yesNo));
const run = (options: Partial<LearnOptions>) =>
  learn({ train, test: holdOut, target: 'buys', clock: () => 0, ...options });

describe('rainmaker learn', () => {
  test('one command: from two files to a tested model, what mattered, and a probability for each row', async () => {
    const predictions = path.join(dir, 'out.csv');
    const report = await run({ predictions });
    expect(report).toMatchObject({
      task: 'classification',
      model: 'auto',
      trainRows: 400,
      testRows: 400,
      rowsWithoutTarget: 0,
    });
    expect(report.auc).toBeGreaterThan(0.85);
    expect(report.brier).toBeLessThan(0.16);
    expect(report.features.map((feature) => feature.feature)).toEqual(['visits', 'kind', 'noise']);
    const [header, ...lines] = readFileSync(predictions, 'utf8').trimEnd().split('\n');
    expect(header).toBe('probability');
    expect(lines).toHaveLength(400);
    expect(lines.map(Number).every((p) => p > 0 && p < 1)).toBe(true);
    expect(learnText(report)).toMatch(/AUC +0\.\d+[\s\S]*visits/);
  });

  test.each(['logistic', 'elastic-net', 'tree', 'forest', 'boosting', 'svm'])('%s alone', async (model) => {
    const report = await run({ model });
    expect(report.candidates.map(({ name, weight }) => [name, weight])).toEqual([[model, 1]]);
    expect(report.auc).toBeGreaterThan(0.8);
    expect(report.expectedCalibrationError).toBeLessThan(0.1);
  });

  test('numbers are estimated: the target may be what was spent', async () => {
    const report = await run({
      train: file('spent.csv', customers(250, 3, spent)),
      test: file('spent.test.csv', customers(200, 4, spent)),
    });
    expect(report.task).toBe('regression');
    expect(report.r2).toBeGreaterThan(0.85);
    expect(report.mae).toBeLessThan(10);
    expect(report.auc).toBeUndefined();
  });

  test('the same seed gives the same report; new rows need no target', async () => {
    const unlabelled = file('new.csv', 'kind,visits,extra\ntrade,9,a\nprivate,0,b\nsomething new,,c\n');
    const predictions = path.join(dir, 'new.out.csv');
    const options = {
      train: file('slim.csv', readFileSync(train, 'utf8').replace(/^((?:[^,]*,){2})[^,]*,/gm, '$1')),
      test: unlabelled,
      predictions,
      model: 'tree',
    };
    const first = await run(options);
    expect(first.auc).toBeUndefined();
    const [, high, low] = readFileSync(predictions, 'utf8').split('\n').map(Number);
    expect(high).toBeGreaterThan(low!);
    expect(await run(options)).toEqual(first);
  });

  test('rows in order of time are judged on later rows only', async () => {
    const report = await run({ order: 'time', model: 'logistic' });
    expect(report.crossValidatedLoss).toBeGreaterThan(0);
    expect(report.auc).toBeGreaterThan(0.85);
  });

  test('rows without a target are left out and counted', async () => {
    const gappy = file(
      'gappy.csv',
      readFileSync(train, 'utf8')
        .replace(/(no|yes)\n$/, '\n')
        .replace('yes\n', '\n'),
    );
    expect((await run({ train: gappy, model: 'logistic' })).rowsWithoutTarget).toBe(2);
  });
});

describe('one file alone', () => {
  test('a share is held out to measure on, by seed; its rows are predicted', async () => {
    const predictions = path.join(dir, 'held.csv');
    const { test: _, ...alone } = { train, test: holdOut, target: 'buys', clock: () => 0 };
    const report = await learn({ ...alone, predictions, model: 'logistic' });
    expect(report).toMatchObject({ trainRows: 280, heldOutRows: 120, testRows: 120 });
    expect(report.auc).toBeGreaterThan(0.8);
    expect(readFileSync(predictions, 'utf8').trimEnd().split('\n')).toHaveLength(121);
    const quarter = await learn({ ...alone, split: 0.25, order: 'time', model: 'logistic' });
    expect(quarter).toMatchObject({ trainRows: 300, heldOutRows: 100 });
  });

  test('with new rows beside it: measured on the held-out rows, predicted by a model of all', async () => {
    const unlabelled = file('fresh.csv', 'visits,kind,noise\n9,trade,0.5\n0,private,0.5\n');
    const predictions = path.join(dir, 'fresh.out.csv');
    const report = await run({ test: unlabelled, split: 0.3, predictions, model: 'logistic' });
    expect(report).toMatchObject({ trainRows: 280, heldOutRows: 120, testRows: 2 });
    expect(report.auc).toBeGreaterThan(0.8);
    const ofAll = path.join(dir, 'all.out.csv');
    await run({ test: unlabelled, predictions: ofAll, model: 'logistic' });
    expect(readFileSync(predictions, 'utf8')).toBe(readFileSync(ofAll, 'utf8'));
  });

  test('rows with a cell missing are filled, or dropped and counted; rows to predict never are', async () => {
    const dropped = await run({ missing: 'drop', model: 'logistic' });
    expect(dropped.rowsDropped).toBeGreaterThan(5);
    expect(dropped.trainRows + dropped.rowsDropped).toBe(400);
    expect(dropped.testRows).toBe(400);
    expect(learnText(dropped)).toMatch(/Left out with a cell missing +\d/);
    expect(await run({ model: 'logistic' })).toMatchObject({ trainRows: 400, rowsDropped: 0 });
  });

  test('the mean squared error of a number is printed', async () => {
    const report = await learn({
      train: file('one.csv', customers(250, 3, spent)),
      target: 'buys',
      model: 'linear',
      clock: () => 0,
    });
    expect(learnText(report)).toMatch(/Mean squared error +\d[\s\S]*R² +0\.\d/);
  });
});

describe('a long file', () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, row) => `${row % 10},${(row * 7) % 13},${row % 10 > 4 ? 'yes' : 'no'}`);
  const long = () => file('long.csv', ['visits,noise,buys', ...rows(3_000)].join('\n'));

  test('is sampled by seed, and the report says so', async () => {
    const ask = { train: long(), target: 'buys', model: 'logistic', most: 1_000, clock: () => 0 };
    const report = await learn(ask);
    expect(report).toMatchObject({ rowsInFile: 3_000, rowsSampled: 1_000, trainRows: 700, heldOutRows: 300 });
    expect(learnText(report)).toMatch(/Sampled +1000 of the 3000 rows/);
    expect(await learn(ask)).toEqual(report);
    expect((await learn({ ...ask, seed: 2 })).crossValidatedLoss).not.toBe(report.crossValidatedLoss);
  });

  test('of rows to predict none is left out, however many there are', async () => {
    const predictions = path.join(dir, 'long.out.csv');
    const test = file('longer.csv', ['visits,noise,buys', ...rows(45_000)].join('\n'));
    const report = await learn({
      train: long(),
      test,
      target: 'buys',
      model: 'logistic',
      most: 1_000,
      predictions,
      clock: () => 0,
    });
    expect(report).toMatchObject({ trainRows: 1_000, testRows: 45_000, heldOutRows: 0 });
    expect(report.auc).toBeGreaterThan(0.99);
    expect(readFileSync(predictions, 'utf8').trimEnd().split('\n')).toHaveLength(45_001);
  });

  test('a fault late in the second file is told before anything is learnt', async () => {
    const test = file('late.csv', ['visits,noise,buys', ...rows(25_000), 'x,1,yes'].join('\n'));
    const clock = () => {
      throw new Error('training began');
    };
    await expect(learn({ train: long(), test, target: 'buys', model: 'logistic', clock })).rejects.toThrow(
      /late\.csv line 25002: "x" in column "visits"/,
    );
  });

  test('predictions that cannot be written are said in words', async () => {
    await expect(
      learn({ train: long(), target: 'buys', model: 'logistic', predictions: dir, clock: () => 0 }),
    ).rejects.toMatchObject({ code: 'file.unwritable' });
  });
});

describe('bad input is refused with a code and the place', () => {
  const failure = async (options: Partial<LearnOptions>): Promise<DataError> => {
    try {
      await run(options);
    } catch (error) {
      if (error instanceof DataError) return error;
      throw error;
    }
    throw new Error('nothing was refused');
  };

  test.each<[string, Partial<LearnOptions>, string, RegExp]>([
    ['no such file', { train: path.join(dir, 'none.csv') }, 'file.unreadable', /none\.csv/],
    ['no such column', { target: 'bought' }, 'column.missing', /"bought"; the file has visits, kind/],
    [
      'no such column among many',
      { train: file('many.csv', Array.from({ length: 40 }, (_, i) => `c${i}`).join(',')), target: 'x' },
      'column.missing',
      /has c0, c1, .*c29 and 10 more$/,
    ],
    ['an empty file', { train: file('empty.csv', '') }, 'csv.empty', /first line/],
    [
      'a short row',
      { train: file('short.csv', 'a,buys\n1,yes\n2\n') },
      'csv.width',
      /short\.csv line 3: 1 cells/,
    ],
    [
      'UTF-16',
      { train: utf16('wide.csv', 'a,buys\n1,yes\n') },
      'csv.syntax',
      /wide\.csv: .* UTF-16; save it as UTF-8/,
    ],
    [
      'another encoding',
      { train: file('latin.csv', Buffer.from([0x61, 0x2c, 0xe9, 0x0a])) },
      'csv.syntax',
      /not in UTF-8/,
    ],
    ['an open quote', { train: file('quote.csv', 'a,buys\n"1,yes\n') }, 'csv.syntax', /line 2/],
    [
      'a constant target',
      { train: file('constant.csv', 'a,buys\n1,yes\n2,yes\n') },
      'target.unusable',
      /only "yes"/,
    ],
    [
      'three labels',
      { train: file('three.csv', 'a,buys\n1,x\n2,y\n3,z\n') },
      'target.unusable',
      /3 different texts, "x", "y", "z"; more than two classes are not told apart/,
    ],
    [
      'a target of dates',
      { train: file('day.csv', 'a,buys\n1,2025-01-01\n2,2025-01-02\n3,2025-01-03\n') },
      'target.unusable',
      /holds dates/,
    ],
    [
      'a target with decimal commas between commas',
      { train: file('commas.csv', 'a,buys\n1,2\n2,"3,5"\n3,"4,5"\n') },
      'target.unusable',
      /line 3: "3,5" in target .* decimal point where commas part/,
    ],
    [
      'a word in a target of numbers',
      { train: file('word.csv', 'a,buys\n1,1\n2,2\n3,unknown\n4,4\n') },
      'target.unusable',
      /word\.csv line 4: "unknown" in target column "buys"/,
    ],
    ['a column to ignore that is not there', { ignore: ['kinds'] }, 'column.missing', /no column "kinds"/],
    [
      'predictions over the rows to predict',
      { predictions: path.join(dir, 'x', '..', 'test.csv') },
      'file.unwritable',
      /test\.csv is a file to read/,
    ],
    ['too few rows', { train: file('few.csv', 'visits,buys\n1,yes\n2,no\n') }, 'data.too-few', /2 rows/],
    [
      'text among numbers',
      { test: file('text.csv', 'visits,kind,noise,buys\n3,trade,x,yes\n') },
      'cell.kind',
      /text\.csv line 2: "x" in column "noise"/,
    ],
    [
      'a label never seen',
      { test: file('label.csv', 'visits,kind,noise,buys\n3,trade,1,maybe\n') },
      'cell.kind',
      /expected "no" or "yes"/,
    ],
    [
      'a column gone',
      { test: file('gone.csv', 'visits,buys\n3,yes\n') },
      'column.missing',
      /gone\.csv: no columns "kind", "noise"; the file has visits, buys/,
    ],
    ['an unknown model', { model: 'oracle' }, 'model.unknown', /use auto, logistic/],
    ['a model of the other kind', { model: 'linear' }, 'model.unknown', /two values/],
  ])('%s', async (_, options, code, message) => {
    const error = await failure(options);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });
});
