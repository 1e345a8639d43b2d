import { describe, expect, test } from '@jest/globals';
import { rowsToLearnFrom } from '../../learning/commands/csv-file.ts';
import { CsvReader, parseCsv } from '../../learning/csv.ts';
import { seededRandom } from '../../learning/random.ts';
import { stratifiedFolds, timeOrderedFolds, trainTestSplit } from '../../learning/split.ts';

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

test('a wide file is learnt from by fewer rows, so that it fits into memory', () => {
  expect([2, 400, 4_000, 50_000_000].map(rowsToLearnFrom)).toEqual([100_000, 100_000, 10_000, 1]);
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
