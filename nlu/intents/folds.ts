/**
 * Who is held out of training. Chance depends on each row's own text and the seed, never on its neighbours, so that a
 * row more or less in the corpus leaves the others where they were.
 */
import { seededRandom, shuffle } from '../random.ts';
import { addRow, dot, type SparseMatrix } from './linear-svm.ts';
import { type Example, NONE } from './model.ts';

/** Cosine from which two rows of an intent are variants of one: held out together, or each would give the other away. */
const VARIANTS = 0.7;

/** By code unit, so that no locale of the machine has a say. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A number in [0, 1) that the text and the seed decide (FNV-1a, then the seeded generator). */
export function drawOf(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return seededRandom(hash)();
}

/** The fold of each row; every intent is spread over the folds as evenly as it goes. */
export function stratifiedFolds(rows: readonly Example[], folds: number, random: () => number): Uint8Array {
  const result = new Uint8Array(rows.length);
  shuffle([...rows.keys()], random)
    .sort((a, b) => compare(rows[a]!.intent, rows[b]!.intent))
    .forEach((row, index) => {
      result[row] = index % folds;
    });
  return result;
}

/**
 * The same without a generator: rows that have one leader stay in one fold. Rows of an intent stand together; `leaders`
 * names for each the row it stays with, itself if none.
 */
export function foldsOf(
  rows: readonly Example[],
  leaders: Int32Array,
  folds: number,
  seed: number,
): Uint8Array {
  const result = new Uint8Array(rows.length);
  const draws = rows.map(({ text }) => drawOf(text, seed));
  const sizes = new Int32Array(rows.length);
  for (const leader of leaders) sizes[leader]!++;
  for (const [from, to] of rangesOf(rows)) {
    const order = Array.from({ length: to - from }, (_, i) => from + i).sort(
      (a, b) => draws[leaders[a]!]! - draws[leaders[b]!]! || leaders[a]! - leaders[b]! || a - b,
    );
    // An intent made of variants alone is split all the same: something of it must stay to be learned.
    const staysWhole = (row: number) => sizes[leaders[row]!]! <= (to - from) / 2;
    // Where the intent's first fold lies is its own, so that small intents don't all fill the same folds.
    const first = Math.floor(drawOf(rows[from]!.intent, seed) * folds);
    let fold = 0;
    order.forEach((row, i) => {
      if (i === 0 || leaders[order[i - 1]!] !== leaders[row] || !staysWhole(row))
        fold = Math.floor((i * folds) / order.length);
      result[row] = (first + fold) % folds;
    });
  }
  return result;
}

/** Every row by itself. */
export const allRows = (count: number): Int32Array => new Int32Array(count).map((_, row) => row);

/** From where to where the rows of each intent stand. */
function rangesOf(rows: readonly Example[]): [number, number][] {
  const ranges: [number, number][] = [];
  rows.forEach(({ intent }, row) => {
    if (row > 0 && rows[row - 1]!.intent === intent) ranges.at(-1)![1] = row + 1;
    else ranges.push([row, row + 1]);
  });
  return ranges;
}

/** For each row the first of those of its intent that variants link it to (single linkage). */
export function leadersOfVariants(
  rows: readonly Example[],
  matrix: SparseMatrix,
  norms: Float64Array,
): Int32Array {
  const parent = allRows(rows.length);
  const find = (row: number): number => {
    let top = row;
    while (parent[top] !== top) top = parent[top]!;
    parent[row] = top;
    return top;
  };
  const dense = new Float32Array(matrix.width);
  for (const [from, to] of rangesOf(rows)) {
    for (let row = from; row < to; row++) {
      addRow(matrix, row, 1, dense);
      for (let other = row + 1; other < to; other++) {
        if (dot(matrix, other, dense) < VARIANTS * Math.sqrt(norms[row]! * norms[other]!)) continue;
        const [a, b] = [find(row), find(other)];
        parent[Math.max(a, b)] = Math.min(a, b);
      }
      for (let at = matrix.starts[row]!; at < matrix.starts[row + 1]!; at++) dense[matrix.columns[at]!] = 0;
    }
  }
  return parent.map((_, row) => find(row));
}

/** The group of intents that each row belongs to, for leaving whole intents out; `none` rows are in no group. */
export function intentGroups(
  rows: readonly Example[],
  classes: readonly string[],
  groups: number,
  seed: number,
): Uint8Array {
  const names = classes
    .filter((name) => name !== NONE)
    .sort((a, b) => drawOf(a, seed) - drawOf(b, seed) || compare(a, b));
  const groupOf = new Map(names.map((name, index) => [name, index % groups]));
  return Uint8Array.from(rows, (row) => groupOf.get(row.intent) ?? groups);
}
