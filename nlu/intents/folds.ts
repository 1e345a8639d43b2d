/**
 * Who is held out of training. Chance depends on each row's own text and the seed, never on its neighbours, so that a
 * row more or less in the corpus leaves the others where they were.
 */
import { seededRandom, shuffle } from '../random.ts';
import { type Example, NONE } from './model.ts';

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

/** The same without a generator; rows of an intent stand together. */
export function foldsOf(rows: readonly Example[], folds: number, seed: number): Uint8Array {
  const result = new Uint8Array(rows.length);
  const draws = rows.map(({ text }) => drawOf(text, seed));
  for (const [from, to] of rangesOf(rows)) {
    const order = Array.from({ length: to - from }, (_, i) => from + i).sort(
      (a, b) => draws[a]! - draws[b]! || a - b,
    );
    // Where the intent's first fold lies is its own, so that small intents don't all fill the same folds.
    const first = Math.floor(drawOf(rows[from]!.intent, seed) * folds);
    order.forEach((row, i) => {
      result[row] = (first + Math.floor((i * folds) / order.length)) % folds;
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
