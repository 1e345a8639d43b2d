import type { CategoryColumn, Column, NumberColumn, Table } from '../table.ts';
import type { Matrix } from './matrix.ts';

/**
 * How columns become features of variance 1: a number is one feature of mean 0, missing ones at the mean, with
 * a second that says "missing" where training had any; a category is one feature a level, 0 where another is
 * there. Those stay mostly zero, which the solvers use; the constant of a model takes up their means.
 */
export interface Encoding {
  readonly columns: readonly ColumnEncoding[];
  /** Name of each feature, in their order. */
  readonly features: readonly string[];
}

type ColumnEncoding =
  | {
      readonly kind: 'number';
      readonly mean: number;
      readonly scale: number;
      /** Value of the feature "missing"; undefined where there is none. */
      readonly missing: number | undefined;
    }
  | { readonly kind: 'category'; readonly scales: Float64Array };

export function fitEncoding(table: Table): Encoding {
  return {
    columns: table.columns.map((column) =>
      column.kind === 'number' ? fitNumbers(column) : fitCategories(column, table.rows),
    ),
    features: table.columns.flatMap(featureNames),
  };
}

function featureNames(column: Column): string[] {
  if (column.kind === 'category') return column.levels.map((level) => `${column.name} = ${level}`);
  return column.values.some(Number.isNaN) ? [column.name, `${column.name} is missing`] : [column.name];
}

/** One over a standard deviation; 0 for a constant, which then has no effect. */
const inverse = (variance: number): number => (variance > 0 ? 1 / Math.sqrt(variance) : 0);

function fitNumbers({ values }: NumberColumn): ColumnEncoding {
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    // Welford's recurrence: exact also where the mean is large against the spread.
    count++;
    const apart = value - mean;
    mean += apart / count;
    squares += apart * (value - mean);
  }
  const share = 1 - count / values.length;
  return {
    kind: 'number',
    mean,
    scale: inverse(squares / Math.max(1, count)),
    missing: share > 0 ? inverse(share * (1 - share)) : undefined,
  };
}

function fitCategories({ levels, codes }: CategoryColumn, rows: number): ColumnEncoding {
  const scales = new Float64Array(levels.length);
  for (let row = 0; row < rows; row++) {
    const code = codes[row]!;
    if (code >= 0) scales[code] = scales[code]! + 1 / rows;
  }
  for (let level = 0; level < scales.length; level++)
    scales[level] = inverse(scales[level]! * (1 - scales[level]!));
  return { kind: 'category', scales };
}

/** Rows by features. */
export function encode(encoding: Encoding, table: Table): Matrix {
  const columns = encoding.features.length;
  const data = new Float64Array(table.rows * columns);
  let feature = 0;
  for (const [index, how] of encoding.columns.entries()) {
    const column = table.columns[index]!;
    if (how.kind === 'number' && column.kind === 'number') {
      for (let row = 0; row < table.rows; row++) {
        const value = column.values[row]!;
        if (!Number.isNaN(value)) data[row * columns + feature] = (value - how.mean) * how.scale;
        else if (how.missing !== undefined) data[row * columns + feature + 1] = how.missing;
      }
      feature += how.missing === undefined ? 1 : 2;
    } else if (how.kind === 'category' && column.kind === 'category') {
      for (let row = 0; row < table.rows; row++) {
        const code = column.codes[row]!;
        if (code >= 0) data[row * columns + feature + code] = how.scales[code]!;
      }
      feature += how.scales.length;
    } else {
      throw new TypeError(`column ${column.name} is not of the kind it was at training`);
    }
  }
  return { rows: table.rows, columns, data };
}
