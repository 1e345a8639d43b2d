import { type Dataset, rowsOf } from './learners.ts';
import { type Random, range, sample } from './random.ts';
import { midRanks } from './ranks.ts';
import type { Column } from './table.ts';

/** A column that alone tells the target nearly entirely. */
export interface Leak {
  readonly column: string;
  /** Share of the variance of the target's ranks that it tells, up to 1. */
  readonly share: number;
}

const LEAST_SHARE = 0.95;
/** So many tell a leak as well as all, and a table of thousands of columns is looked through in a second. */
const ROWS = 2000;

/**
 * Columns that know the target: copies of it, or what became known with it. Each row's rank in order of the target is
 * guessed from the other rows with the same value in the column, or where there are none from those of the two nearest
 * values, so that neither the form of the dependence nor the unit matters. The surest first.
 */
export function leaksIn(data: Dataset, random: Random): Leak[] {
  const { table, target } =
    data.table.rows > ROWS ? rowsOf(data, sample(data.table.rows, ROWS, random).sort()) : data;
  const ranks = midRanks(target);
  return table.columns
    .map((column) => ({ column: column.name, share: shareTold(valuesOf(column), ranks) }))
    .filter(({ share }) => share >= LEAST_SHARE)
    .sort((a, b) => b.share - a.share);
}

const valuesOf = (column: Column): Float64Array | Int32Array =>
  column.kind === 'number' ? column.values : column.codes;

interface Group {
  readonly rows: readonly number[];
  readonly sum: number;
}

/** Rows of the same value, in ascending order of value; those without one last. */
function groupsOf(values: Float64Array | Int32Array, summed: Float64Array): Group[] {
  const order = Array.from(range(values.length)).sort((a, b) => compare(values[a]!, values[b]!));
  const groups: { rows: number[]; sum: number }[] = [];
  for (const row of order) {
    const last = groups.at(-1);
    if (last && compare(values[last.rows[0]!]!, values[row]!) === 0) {
      last.rows.push(row);
      last.sum += summed[row]!;
    } else groups.push({ rows: [row], sum: summed[row]! });
  }
  return groups;
}

const compare = (a: number, b: number): number => {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a - b;
};

function shareTold(values: Float64Array | Int32Array, ranks: Float64Array): number {
  const groups = groupsOf(values, ranks);
  if (groups.length < 2) return 0;
  const mean = (ranks.length + 1) / 2;
  let error = 0;
  let variance = 0;
  for (const [index, { rows, sum }] of groups.entries()) {
    const near = [groups[index - 1], groups[index + 1]].flatMap((group) =>
      group ? [group.sum / group.rows.length] : [],
    );
    const nearest = near.reduce((total, value) => total + value, 0) / near.length;
    for (const row of rows) {
      const guess = rows.length > 1 ? (sum - ranks[row]!) / (rows.length - 1) : nearest;
      error += (ranks[row]! - guess) ** 2;
      variance += (ranks[row]! - mean) ** 2;
    }
  }
  return 1 - error / variance;
}
