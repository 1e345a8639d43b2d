import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { type LearnOptions, learn } from '../../learning/commands/learn.ts';
import { learnText } from '../../learning/commands/learn-text.ts';
import { CsvReader, DataError, parseCsv } from '../../learning/csv.ts';
import { seededRandom } from '../../learning/random.ts';
import { stratifiedFolds, timeOrderedFolds, trainTestSplit } from '../../learning/split.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'learn-'));
afterAll(() => rmSync(dir, { recursive: true }));

const file = (name: string, text: string | Buffer): string => {
  const at = path.join(dir, name);
  writeFileSync(at, text);
  return at;
};

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

describe('numbers with a decimal comma', () => {
  const text = (comma: boolean) =>
    [
      'weight;price;note;spent',
      ...Array.from({ length: 60 }, (_, row) => {
        const cells = [row / 4, 1000 + row * 50.25, 0, 3 * row + 0.5];
        cells[2] = row % 3;
        const said = cells.map((value) => (comma ? String(value).replace('.', ',') : String(value)));
        if (comma && row === 40) said[1] = '3.010,00';
        return said.join(';');
      }),
    ].join('\n');
  const learnt = (name: string, comma: boolean, options: Partial<LearnOptions> = {}) =>
    learn({ train: file(name, text(comma)), target: 'spent', model: 'linear', clock: () => 0, ...options });

  test('are read where a whole column is such and the comma does not part cells', async () => {
    const report = await learnt('comma.csv', true);
    expect(report.task).toBe('regression');
    expect(report).toEqual(await learnt('point.csv', false));
  });

  test('in the second file are read as in the first, and others refused', async () => {
    const fresh = (name: string, price: string) => file(name, `weight;price;note\n2,5;${price};1\n`);
    const predictions = path.join(dir, 'comma.out.csv');
    const ahead = { split: 0.3, predictions };
    await learnt('comma2.csv', true, { ...ahead, test: fresh('fresh-comma.csv', '1.502,50') });
    const [, said] = readFileSync(predictions, 'utf8').split('\n').map(Number);
    expect(said).toBeCloseTo(30.5, 1);
    await expect(
      learnt('comma3.csv', true, { ...ahead, test: fresh('fresh-point.csv', '1502.5') }),
    ).rejects.toThrow(/fresh-point\.csv line 2: "1502\.5" in column "price"/);
  });

  test('between commas are none: "1,5" in quotes is a category', async () => {
    const rows = Array.from({ length: 40 }, (_, row) => `"${row % 4},5",${row % 2}`);
    const report = await learn({
      train: file('quoted.csv', ['size,buys', ...rows].join('\n')),
      target: 'buys',
      model: 'tree',
      clock: () => 0,
    });
    expect(report.task).toBe('classification');
    expect(report.notes).toEqual([
      expect.stringMatching(/^column "size" .* not a comma as "0,5" on line 2$/),
    ]);
  });
});

describe('a column that knows the target', () => {
  const PHASES = ['signed', 'delivered', 'sold', 'lost', 'lapsed'];
  const deals = (
    rows: number,
    known: (won: boolean, amount: number, random: () => number) => string | number,
  ) => {
    const random = seededRandom(9);
    const lines = Array.from({ length: rows }, () => {
      const amount = Math.round(random() * 1000) / 10;
      const won = random() < amount / 120;
      return [random().toFixed(3), known(won, amount, random), amount, won ? 'won' : 'lost'].join(',');
    });
    return ['noise,known,amount,outcome', ...lines].join('\n');
  };
  const leaksOf = async (name: string, text: string, target: string, ignore: readonly string[] = []) => {
    const report = await learn({ train: file(name, text), target, ignore, model: 'tree', clock: () => 0 });
    expect(learnText(report).includes('Warning')).toBe(report.leaks.length > 0);
    return report.leaks.map(({ column }) => column);
  };

  test.each<[string, string, Parameters<typeof deals>[1]]>([
    ['a copy', 'outcome', (won) => (won ? 'won' : 'lost')],
    [
      'a phase of several that only the won reach',
      'outcome',
      (won, _, random) => PHASES[Math.floor(random() * (won ? 3 : 2)) + (won ? 0 : 3)]!,
    ],
    ['an invoice that only the won get', 'outcome', (won, amount) => (won ? 100 + amount : 0)],
    [
      'a code among others that only the won have',
      'outcome',
      (won, _, random) => (won ? 2 : random() < 0.5 ? 1 : 3),
    ],
    ['a cell that only the won have filled', 'outcome', (won, amount) => (won ? amount : '')],
    ['a copy but for a few', 'outcome', (won, _, random) => (won === random() < 0.995 ? 1 : 0)],
    ['the same number with tax', 'amount', (_, amount) => (amount * 1.2).toFixed(2)],
    ['its square, the other way round', 'amount', (_, amount) => -(amount ** 2)],
  ])('%s is named', async (name, target, known) => {
    const text = deals(200, known);
    const others = target === 'amount' ? ['outcome'] : ['amount'];
    expect(await leaksOf(`leak ${name}.csv`, text, target, others)).toEqual(['known']);
    expect(await leaksOf(`leak ${name}.csv`, text, target, [...others, 'known'])).toEqual([]);
  });

  test('what only says much is none', async () => {
    const much = deals(200, (won, _, random) => (won === random() < 0.93 ? 1 : 0));
    expect(await leaksOf('much.csv', much, 'outcome')).toEqual([]);
    const near = deals(200, (_, amount, random) => amount + 30 * random());
    expect(await leaksOf('near.csv', near, 'amount')).toEqual([]);
  });

  test('of many some are shown, and the rest counted', async () => {
    const copies = 8;
    const header = Array.from({ length: copies }, (_, index) => `copy${index}`).join(',');
    const rows = Array.from({ length: 40 }, (_, row) => `${`${row % 2},`.repeat(copies)}${row % 2}`);
    const train = file('copies.csv', [`${header},buys`, ...rows].join('\n'));
    const report = await learn({ train, target: 'buys', model: 'tree', clock: () => 0 });
    expect(report.leaks).toHaveLength(copies);
    expect(learnText(report)).toMatch(/"copy4" alone[^\n]*\nWarning +so do 3 more columns/);
  });
});

describe('how columns are read', () => {
  test('a column without a name is called by its number, one that never changes is noted', async () => {
    const rows = Array.from({ length: 60 }, (_, row) => `${row % 7}|5|${row % 2}|`);
    const train = file('bars.csv', ['|size|buys|', ...rows].join('\n'));
    const report = await learn({ train, target: 'buys', model: 'tree', clock: () => 0 });
    expect(report.features.map(({ feature }) => feature).sort()).toEqual(['column 1', 'column 4', 'size']);
    expect(report.notes).toEqual([
      'column "size" is of no use: it is the same in all rows',
      'column "column 4" is of no use: it is the same in all rows',
    ]);
  });

  test('whole numbers of which there are few are estimated, and the report says so', async () => {
    const rows = Array.from({ length: 60 }, (_, row) => `${row % 7},${row % 3}`);
    const train = file('stars.csv', ['size,stars', ...rows].join('\n'));
    const report = await learn({ train, target: 'stars', model: 'tree', clock: () => 0 });
    expect(report.task).toBe('regression');
    expect(report.notes).toEqual([expect.stringMatching(/^target column "stars" holds 3 whole numbers/)]);
  });

  const learnt = (name: string, header: string, cell: (row: number) => string) => {
    const rows = Array.from({ length: 60 }, (_, row) => `${cell(row)};${row % 2}`);
    const train = file(name, [`${header};buys`, ...rows].join('\n'));
    return learn({ train, target: 'buys', model: 'tree', clock: () => 0 });
  };

  test('a column of numbers written in two ways is one of categories, and the report names the first line', async () => {
    const report = await learnt('mixed.csv', 'price', (row) =>
      row === 7 || row === 9 ? '1,5' : `${row}.25`,
    );
    expect(report.notes).toEqual([
      expect.stringMatching(/^column "price" .* 2 of its 60 cells, the first "1,5" on line 9:/),
    ]);
  });

  test('a column of texts that never repeat is of no use, and the report says so', async () => {
    const report = await learnt('names.csv', 'name', (row) => `customer ${row}`);
    expect(report.notes).toEqual(['column "name" is of no use: no text in it stands 5 times']);
  });

  test('dates are numbers of days: what changed at one is learnt', async () => {
    const rows = Array.from({ length: 120 }, (_, row) => {
      const day = new Date(Date.UTC(2026, 0, 1 + row)).toISOString().slice(0, 10);
      return `${row % 3 === 0 ? `${day} 08:30` : day},${row % 7},${row < 60 ? 'no' : 'yes'}`;
    });
    const report = await learn({
      train: file('dates.csv', ['day,noise,buys', ...rows].join('\n')),
      target: 'buys',
      model: 'tree',
      clock: () => 0,
    });
    expect(report.notes).toEqual([]);
    expect(report.auc).toBe(1);
  });

  test('a day that no month has makes no date of a column', async () => {
    const report = await learnt('days.csv', 'day', (row) => (row === 4 ? '2026-02-31' : '2026-02-01'));
    expect(report.notes).toEqual([
      expect.stringMatching(/^column "day" .* 1 of its 60 cells, the first "2026-02-31"/),
    ]);
  });

  test('of very many columns those that the model leans on are shuffled, and what mattered is among them', async () => {
    const random = seededRandom(5);
    const names = Array.from({ length: 80 }, (_, index) => `x${index}`);
    const rows = Array.from({ length: 150 }, () => {
      const cells = names.map(() => random() - 0.5);
      return [...cells.map((cell) => cell.toFixed(3)), cells[60]! + 0.1 * random() > 0 ? 1 : 0].join(',');
    });
    const stages: string[] = [];
    const report = await learn({
      train: file('many-columns.csv', [`${names.join(',')},buys`, ...rows].join('\n')),
      target: 'buys',
      clock: () => 0,
      onStage: (stage) => stages.push(stage),
    });
    expect(report.features).toHaveLength(50);
    expect(report.features[0]!.feature).toBe('x60');
    expect(stages.map((stage) => stage.split(' ').slice(0, 2).join(' '))).toEqual([
      `reading ${path.join(dir, 'many-columns.csv')}`,
      'trying logistic,',
      'trying forest,',
      'trying boosting,',
      'training what',
      'predicting, and',
    ]);
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

describe('CSV', () => {
  test('quotes, separators, line ends, byte order mark and empty lines', () => {
    const { header, rows } = parseCsv('\ufeffname; note\r\n"a;b";"say ""hi"""\r\n\r\n"two\nlines";x');
    expect(header).toEqual(['name', 'note']);
    expect(rows).toEqual([
      { line: 2, cells: ['a;b', 'say "hi"'] },
      { line: 4, cells: ['two\nlines', 'x'] },
    ]);
  });

  test('in pieces of any size the same rows, and faults on the same lines', () => {
    const text = '\ufeffname;note\r\n"a;b";"say ""hi"""\r\n\r\n"two\r\nlines";x\n7" pipe;\n"";""\nlast;y';
    const { rows } = parseCsv(text);
    expect(rows).toHaveLength(5);
    const inPieces = (whole: string, size: number) => {
      const reader = new CsvReader();
      const found = [];
      for (let at = 0; at < whole.length; at += size)
        found.push(...reader.rows(whole.slice(at, at + size), false));
      return [...found, ...reader.rows('', true)];
    };
    for (let size = 1; size <= text.length; size++) expect(inPieces(text, size)).toEqual(rows);
    for (const broken of ['a;b\n"1;2\n3;4', 'a;b\n1;2\n3\n', 'a;b\n"1"x;2\n']) {
      const whole = (() => {
        try {
          return parseCsv(broken);
        } catch (error) {
          return (error as Error).message;
        }
      })();
      expect(whole).toEqual(expect.stringMatching(/line [23]/));
      for (let size = 1; size <= broken.length; size++)
        expect(() => inPieces(broken, size)).toThrow(whole as string);
    }
  });
});

describe('splits', () => {
  test('a hold-out has its share, by seed, and leaves no row out', () => {
    const { train: kept, test: held } = trainTestSplit(1000, 0.3, seededRandom(1));
    expect(held).toHaveLength(300);
    expect(new Set([...kept, ...held]).size).toBe(1000);
    expect(trainTestSplit(1000, 0.3, seededRandom(1)).test).toEqual(held);
    expect(trainTestSplit(1000, 0.3, seededRandom(2)).test).not.toEqual(held);
  });

  test('neighbouring seeds draw unrelated rows', () => {
    // Half of the rows are marked; the share of marked rows drawn must vary as chance does, not with the seed.
    const shares = Array.from({ length: 200 }, (_, seed) => {
      const { test: held } = trainTestSplit(2000, 0.3, seededRandom(seed));
      return held.filter((row) => row < 1000).length / held.length - 0.5;
    });
    const product = (lag: number): number =>
      shares.slice(lag).reduce((sum, share, index) => sum + share * shares[index]!, 0);
    expect(Math.abs(product(1) / product(0))).toBeLessThan(0.2);
  });

  test('stratified folds cover all rows once and keep the rate of labels', () => {
    const labels = Float64Array.from({ length: 100 }, (_, row) => (row < 20 ? 1 : 0));
    const folds = stratifiedFolds(labels, 5, seededRandom(1));
    expect(folds.flatMap(({ test: held }) => [...held]).sort((a, b) => a - b)).toEqual([...labels.keys()]);
    for (const { test: held } of folds) expect(held.filter((row) => labels[row] === 1)).toHaveLength(4);
  });

  test('folds in order of time never learn from the future', () => {
    for (const { train: kept, test: held } of timeOrderedFolds(100, 4)) {
      expect(Math.max(...kept)).toBeLessThan(Math.min(...held));
    }
    expect(timeOrderedFolds(100, 4).map(({ test: held }) => held.length)).toEqual([20, 20, 20, 20]);
  });
});
