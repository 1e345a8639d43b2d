import { linkSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { learn } from '../../learning/commands/learn.ts';
import { learnText } from '../../learning/commands/learn-text.ts';
import { predictAll } from '../../learning/commands/predict-batches.ts';
import { type Dataset, LEARNERS } from '../../learning/learners.ts';
import { seededRandom } from '../../learning/random.ts';
import { csvFolder } from '../support/csv-folder.ts';

const { dir, file } = csvFolder();

/** Columns that tell nothing of the target. */
function noise(rows: number, seed: number, target: (random: () => number) => string): string {
  const random = seededRandom(seed);
  const lines = Array.from({ length: rows }, () => `${random()},${random()},${target(random)}`);
  return `a,b,y\n${lines.join('\n')}\n`;
}
const meanOf = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

describe('where there is nothing to learn', () => {
  test('few rows of noise: the mean is predicted, and that is said', async () => {
    const train = file(
      'noise.csv',
      noise(50, 2, (random) => String(random())),
    );
    const report = await learn({ train, test: train, target: 'y', clock: () => 0 });
    expect(report.candidates.find(({ name }) => name === 'constant')).toMatchObject({ weight: 1 });
    expect(report.r2).toBeCloseTo(0, 12);
    expect(learnText(report)).toContain('no column was found to tell more of the target than its mean');
  });

  test('over twenty draws of 60 rows the loss is hardly above that of the mean', async () => {
    const excess: number[] = [];
    for (let seed = 1; seed <= 20; seed++) {
      const label = (random: () => number): string => (random() < 0.4 ? '1' : '0');
      const report = await learn({
        train: file(`train${seed}.csv`, noise(60, seed, label)),
        test: file(`test${seed}.csv`, noise(400, 100 + seed, label)),
        target: 'y',
        clock: () => 0,
      });
      excess.push(report.logLoss! - 0.673);
    }
    expect(meanOf(excess)).toBeLessThan(0.04);
  }, 60_000);

  test('a column of numbers too large to square is refused at its line', async () => {
    const train = file(
      'large.csv',
      noise(50, 5, (random) => `${random()}e300`),
    );
    await expect(learn({ train, target: 'y', clock: () => 0 })).rejects.toMatchObject({
      code: 'target.unusable',
      message: expect.stringMatching(/large\.csv line 2: .* is beyond 1e\+100/),
    });
  });
});

describe('the file of predictions', () => {
  const data: Dataset = {
    table: { rows: 3, columns: [{ name: 'a', kind: 'number', values: Float64Array.of(1, 2, 3) }] },
    target: Float64Array.of(1, 2, 3),
    task: 'regression',
  };
  const model = LEARNERS.constant.train(data, {}, seededRandom(1));
  const predicting = { final: model, model, column: 'prediction', seed: 1 };

  test('is never half there: what fails midway leaves the old one as it was', async () => {
    const output = path.join(dir, 'kept.csv');
    writeFileSync(output, 'prediction\n7\n');
    const batches = function* () {
      yield data;
      throw new Error('interrupted');
    };
    await expect(predictAll(batches(), { ...predicting, output })).rejects.toThrow('interrupted');
    expect(readFileSync(output, 'utf8')).toBe('prediction\n7\n');
    expect(readdirSync(dir).filter((name) => name.endsWith('.part'))).toEqual([]);
    await predictAll([data], { ...predicting, output });
    expect(readFileSync(output, 'utf8')).toBe('prediction\n2\n2\n2\n');
  });

  test('a link leads to its file, which stays linked', async () => {
    const target = file('real.csv', '');
    const output = path.join(dir, 'link.csv');
    symlinkSync(target, output);
    await predictAll([data], { ...predicting, output });
    expect(readFileSync(target, 'utf8')).toBe('prediction\n2\n2\n2\n');
  });

  test.each([
    ['a symbolic link', symlinkSync],
    ['another name', linkSync],
  ])('is not written over the rows under %s', async (name, link) => {
    const text = noise(50, 6, (random) => String(random()));
    const train = file(`rows ${name}.csv`, text);
    const predictions = path.join(dir, `same ${name}.csv`);
    link(train, predictions);
    await expect(learn({ train, target: 'y', predictions, clock: () => 0 })).rejects.toMatchObject({
      code: 'file.unwritable',
    });
    expect(readFileSync(train, 'utf8')).toBe(text);
  });
});
