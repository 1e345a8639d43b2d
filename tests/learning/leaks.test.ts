import { describe, expect, test } from '@jest/globals';
import { learn } from '../../learning/commands/learn.ts';
import { learnText } from '../../learning/commands/learn-text.ts';
import { seededRandom } from '../../learning/random.ts';
import { csvFolder } from '../support/csv-folder.ts';

const { file } = csvFolder();

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
