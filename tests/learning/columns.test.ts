import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type LearnOptions, learn } from '../../learning/commands/learn.ts';
import { seededRandom } from '../../learning/random.ts';
import { csvFolder } from '../support/csv-folder.ts';

const { dir, file } = csvFolder();

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

describe('numbers and dates as programs write them', () => {
  const ROWS = 80;
  /** A column that says the same in any notation, beside one that says nothing, and what depends on it. */
  const learnt = (name: string, separator: string, cell: (row: number) => string) => {
    const quoted = (text: string): string => (text.includes(separator) ? `"${text}"` : text);
    const rows = Array.from({ length: ROWS }, (_, row) =>
      [quoted(cell(row)), row % 7, row < ROWS / 2 ? 'no' : 'yes'].join(separator),
    );
    const train = file(`${name}.csv`, [['said', 'noise', 'buys'].join(separator), ...rows].join('\n'));
    return learn({ train, target: 'buys', model: 'tree', clock: () => 0 });
  };
  const amount = (row: number): number => 800.5 + 31.25 * row;
  const english = (row: number): string => amount(row).toLocaleString('en-GB', { minimumFractionDigits: 2 });
  const german = (row: number): string => amount(row).toLocaleString('de-DE', { minimumFractionDigits: 2 });
  const [YEAR, MONTH, DAY] = [
    (row: number) => 2025 + Math.floor(row / 48),
    (row: number) => 1 + (Math.floor(row / 4) % 12),
    (row: number) => [3, 11, 19, 27][row % 4]!,
  ];
  const two = (value: number): string => String(value).padStart(2, '0');

  test.each<[string, string, (row: number) => string]>([
    ['1,234.50 between commas, quoted', ',', english],
    ['1,234.50 between semicolons', ';', english],
    ['1.234,50 between tabs', '\t', german],
    ['1 234,50 between semicolons', ';', (row) => german(row).replace('.', '\u00a0')],
    ["1'234.50", ',', (row) => english(row).replace(',', "'")],
    ['£1,234.50', ',', (row) => `£${english(row)}`],
    ['-£1,234.50', ',', (row) => `-£${english(ROWS - 1 - row)}`],
    ['1.234,50 €', ';', (row) => `${german(row)} €`],
    ['¥1234.5', ',', (row) => `¥${amount(row)}`],
    ['12.5%', ',', (row) => `${row / 2}%`],
    ['2025/1/3', ',', (row) => `${YEAR(row)}/${MONTH(row)}/${DAY(row)}`],
    ['2025年1月3日', ',', (row) => `${YEAR(row)}年${MONTH(row)}月${DAY(row)}日`],
    ['03.01.2025 09:30', ',', (row) => `${two(DAY(row))}.${two(MONTH(row))}.${YEAR(row)} 09:30`],
    ['3/1/2025', ',', (row) => `${DAY(row)}/${MONTH(row)}/${YEAR(row)}`],
    ['1/27/2025', ',', (row) => `${MONTH(row)}/${DAY(row)}/${YEAR(row)}`],
    [
      'n/a and - for what is missing',
      ',',
      (row) => (row % 20 === 3 ? ['n/a', '-', '?', 'NULL'][Math.floor(row / 20)]! : String(row)),
    ],
  ])('%s', async (name, separator, cell) => {
    const report = await learnt(`notation ${name.replaceAll('/', ' ')}`, separator, cell);
    expect(report.notes).toEqual([]);
    expect(report.auc).toBeGreaterThan(0.95);
  });

  test.each<[string, string, (row: number) => string, RegExp]>([
    [
      'a comma of either kind',
      ';',
      (row) => `${1 + row},250`,
      /comma before the fraction, but commas between thousands .* "1,250" on line 2$/,
    ],
    [
      'a day and a month',
      ',',
      (row) => `${1 + (row % 12)}/${1 + (row % 11)}/2025`,
      /day before the month, but the month before the day .* "1\/1\/2025" on line 2$/,
    ],
  ])('%s, which can be read in two ways, is read in one and noted', async (name, separator, cell, note) => {
    expect((await learnt(name, separator, cell)).notes).toEqual([expect.stringMatching(note)]);
  });

  test('units that differ make categories, and the note names the first', async () => {
    const report = await learnt('units', ',', (row) => (row === 5 ? '$5' : `£${row}`));
    expect(report.notes).toEqual([
      expect.stringMatching(/because of 1 of its 80 cells, the first "\$5" on line 7/),
    ]);
  });

  test('the target may be money; new rows are read as the first were', async () => {
    const money = file(
      'money.csv',
      ['visits,spent', ...Array.from({ length: 60 }, (_, row) => `${row},"£${english(row)}"`)].join('\n'),
    );
    const options = { train: money, target: 'spent', model: 'linear', clock: () => 0 };
    const report = await learn(options);
    expect(report).toMatchObject({ task: 'regression', notes: [] });
    expect(report.r2).toBeGreaterThan(0.999);
    const bare = file('bare.csv', 'visits,spent\n3,900\n');
    await expect(learn({ ...options, test: bare })).rejects.toThrow(
      /bare\.csv line 2: "900" in target column "spent"/,
    );
  });
});

describe('new rows of another kind', () => {
  const shop = (name: string, place: (row: number) => string) =>
    file(
      name,
      [
        'place,visits,buys',
        ...Array.from({ length: 60 }, (_, row) => `${place(row)},${row % 7},${row % 2}`),
      ].join('\n'),
    );
  const notesOf = async (train: string, test: string) =>
    (await learn({ train, test, target: 'buys', model: 'tree', clock: () => 0 })).notes;
  const train = shop('places.csv', (row) => ['Leeds', 'York'][row % 2]!);

  test('are noted where much in them was not learnt, with the first and its line', async () => {
    const moved = shop('moved.csv', (row) => (row < 20 ? 'Leeds' : row < 30 ? '' : 'Paris'));
    expect(await notesOf(train, moved)).toEqual([
      'column "place" holds in 30 of the 60 rows to predict what was not learnt, the first "Paris" on line 32: they are predicted without it',
    ]);
  });

  test('are not where they are like those before, rare texts among them', async () => {
    expect(
      await notesOf(
        train,
        shop('few.csv', (row) => (row === 9 ? 'Paris' : 'York')),
      ),
    ).toEqual([]);
    const many = shop('many-places.csv', (row) => (row % 3 === 0 ? `village ${row}` : 'York'));
    expect(
      await notesOf(
        many,
        shop('more-places.csv', (row) => (row % 3 === 0 ? `hamlet ${row}` : 'York')),
      ),
    ).toEqual([]);
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
      'trying constant,',
      'training what',
      'predicting, and',
    ]);
  });
});
