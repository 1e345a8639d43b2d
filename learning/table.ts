/** Columns of numbers or categories with missing values, as all learners of this room take them. */

export interface NumberColumn {
  readonly kind: 'number';
  readonly name: string;
  /** NaN is missing. */
  readonly values: Float64Array;
}

export interface CategoryColumn {
  readonly kind: 'category';
  readonly name: string;
  readonly levels: readonly string[];
  /** Index into `levels`; -1 is missing or a level unknown at training. */
  readonly codes: Int32Array;
}

export type Column = NumberColumn | CategoryColumn;

export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** Labels 0 and 1 to give a probability, or numbers to estimate. */
export type Task = 'classification' | 'regression';

/** The rows with those numbers, in that order, repeats allowed. */
export function takeRows(table: Table, rows: Int32Array): Table {
  return {
    rows: rows.length,
    columns: table.columns.map((column) =>
      column.kind === 'number'
        ? { ...column, values: take(column.values, rows) }
        : { ...column, codes: take(column.codes, rows) },
    ),
  };
}

export function take<Values extends Float64Array | Int32Array>(values: Values, rows: Int32Array): Values {
  const taken = new (values.constructor as new (length: number) => Values)(rows.length);
  for (let index = 0; index < rows.length; index++) taken[index] = values[rows[index]!]!;
  return taken;
}

/** The same table with the values of one column moved among its rows: row i gets the value of `order[i]`. */
export function permuteColumn(table: Table, index: number, order: Int32Array): Table {
  const permuted = takeRows({ rows: table.rows, columns: [table.columns[index]!] }, order).columns[0]!;
  return { rows: table.rows, columns: table.columns.map((column, at) => (at === index ? permuted : column)) };
}

/** Tables of the same columns, one below the other; at least one. */
export function joinedTables(tables: readonly Table[]): Table {
  const [first] = tables;
  return {
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    columns: first!.columns.map((column, index): Column => {
      const parts = tables.map(({ columns }) => columns[index]!);
      return column.kind === 'number'
        ? {
            ...column,
            values: concatenated(parts.flatMap((part) => (part.kind === 'number' ? [part.values] : []))),
          }
        : {
            ...column,
            codes: Int32Array.from(
              parts.flatMap((part) => (part.kind === 'category' ? [...part.codes] : [])),
            ),
          };
    }),
  };
}

export function concatenated(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
