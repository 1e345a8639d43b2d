import { type Dataset, lossOf } from './learners.ts';
import { type Model, predict, relianceOn } from './model.ts';
import { type Random, range, shuffle } from './random.ts';
import { permuteColumn } from './table.ts';

export interface Importance {
  readonly feature: string;
  /** Mean rise of the loss (log-loss or squared error) when the column's values are shuffled among the rows. */
  readonly lossRise: number;
}

/** Of more columns only so many are shuffled, those that the model leans on most: each takes a prediction of all rows. */
const MOST_SHUFFLED = 50;

/** Permutation importance (Breiman 2001; Fisher, Rudin and Dominici 2019), highest first. */
export function permutationImportance(
  model: Model,
  data: Dataset,
  repeats: number,
  random: Random,
): Importance[] {
  const { table, target, task } = data;
  const loss = lossOf(task, target, predict(model, table));
  const reliance = table.columns.length > MOST_SHUFFLED ? relianceOn(model, table.columns.length) : undefined;
  const shuffled = [...table.columns.keys()]
    .sort((a, b) => (reliance ? reliance[b]! - reliance[a]! : 0))
    .slice(0, MOST_SHUFFLED);
  return shuffled
    .map((index) => {
      let rise = 0;
      for (let repeat = 0; repeat < repeats; repeat++) {
        const permuted = permuteColumn(table, index, shuffle(range(table.rows), random));
        rise += (lossOf(task, target, predict(model, permuted)) - loss) / repeats;
      }
      return { feature: table.columns[index]!.name, lossRise: rise };
    })
    .sort((a, b) => b.lossRise - a.lossRise);
}
