import { type Dataset, lossOf } from './learners.ts';
import { type Model, predict } from './model.ts';
import { type Random, range, shuffle } from './random.ts';
import { permuteColumn } from './table.ts';

export interface Importance {
  readonly feature: string;
  /** Mean rise of the loss (log-loss or squared error) when the column's values are shuffled among the rows. */
  readonly lossRise: number;
}

/** Permutation importance (Breiman 2001; Fisher, Rudin and Dominici 2019), highest first. */
export function permutationImportance(
  model: Model,
  data: Dataset,
  repeats: number,
  random: Random,
): Importance[] {
  const { table, target, task } = data;
  const loss = lossOf(task, target, predict(model, table));
  return table.columns
    .map((column, index) => {
      let rise = 0;
      for (let repeat = 0; repeat < repeats; repeat++) {
        const shuffled = permuteColumn(table, index, shuffle(range(table.rows), random));
        rise += (lossOf(task, target, predict(model, shuffled)) - loss) / repeats;
      }
      return { feature: column.name, lossRise: rise };
    })
    .sort((a, b) => b.lossRise - a.lossRise);
}
