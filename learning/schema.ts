import { type CsvFile, DataError } from './csv.ts';
import {
  FORM_WORDS,
  isDate,
  isMissing,
  type Notation,
  nearestNotationOf,
  notationOf,
  numberIn,
  secondNotationOf,
} from './notation.ts';
import type { Column, Table } from './table.ts';

/** How a column of text cells is read; made from training data, used for all data after. */
export type ColumnSchema =
  | { readonly kind: 'number'; readonly name: string; readonly notation: Notation }
  | { readonly kind: 'category'; readonly name: string; readonly levels: readonly string[] };

// More levels than trees can tell apart, or rarer ones than can teach anything, count as unknown.
const MOST_LEVELS = 200;
const LEAST_OF_A_LEVEL = 5;
const NAMES_SHOWN = 30;

const INFINITE = /^[+-]?inf(inity)?$/i;

/**
 * A column is of numbers where every cell that is not missing is one, or every one a date, else of categories. Throws
 * `DataError` at an infinite number among numbers, which would make categories of them.
 */
export function inferSchema(file: CsvFile, names: readonly string[]): ColumnSchema[] {
  return names.map((name) => {
    const cells = cellsOf(file, name);
    const isInfinite = (cell: string): boolean => INFINITE.test(cell.trim());
    const infinite = cells.findIndex(isInfinite);
    const finite = infinite < 0 ? cells : cells.filter((cell) => !isInfinite(cell));
    const notation = notationOf(finite, file.separator);
    if (infinite >= 0 && notation) {
      const reason = `"${cells[infinite]}" in column "${name}" is no finite number; leave the cell empty`;
      throw new DataError('cell.kind', reason, file.rows[infinite]!.line);
    }
    if (notation) return { kind: 'number', name, notation };
    const counts = new Map<string, number>();
    for (const cell of cells)
      if (!isMissing(cell)) counts.set(cell.trim(), (counts.get(cell.trim()) ?? 0) + 1);
    const levels = [...counts]
      .filter(([, count]) => count >= LEAST_OF_A_LEVEL)
      .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
      .slice(0, MOST_LEVELS)
      .map(([level]) => level);
    return { kind: 'category', name, levels };
  });
}

/**
 * What a user might not expect of how columns are read: one of numbers that can be read in two ways, one of numbers but for
 * some cells, which make categories of all, one of texts that are all too rare to learn from, and one that never changes.
 */
export function schemaNotes(file: CsvFile, schema: readonly ColumnSchema[]): string[] {
  return schema.flatMap((column) => {
    const cells = cellsOf(file, column.name);
    if (cells.every((cell) => cell === cells[0]))
      return [`column "${column.name}" is of no use: it is the same in all rows`];
    if (column.kind === 'number') {
      const second = secondNotationOf(cells, file.separator, column.notation);
      if (!second) return [];
      const [taken, other] = [FORM_WORDS[column.notation.form], FORM_WORDS[second.form]];
      const row = cells.findIndex((cell) => !isMissing(cell));
      return [
        `column "${column.name}" is read with ${taken}, but ${other} would fit all its cells too, such as "${cells[row]}" on line ${file.rows[row]!.line}`,
      ];
    }
    const known = cells.filter((cell) => !isMissing(cell)).length;
    const { others } = nearestNotationOf(cells);
    if (others.length === 0) {
      const comma = cells.findIndex((cell) => cell.includes(','));
      return [
        `column "${column.name}" is read as categories: where commas part the cells a number has a point, not a comma as "${cells[comma]}" on line ${file.rows[comma]!.line}`,
      ];
    }
    if (2 * others.length < known) {
      const first = `"${cells[others[0]!]!.slice(0, 40)}" on line ${file.rows[others[0]!]!.line}`;
      return [
        `column "${column.name}" is read as categories because of ${others.length} of its ${known} cells, the first ${first}: empty them or write them as the others, and it is one of numbers`,
      ];
    }
    if (column.levels.length > 0) return [];
    return [`column "${column.name}" is of no use: no text in it stands ${LEAST_OF_A_LEVEL} times`];
  });
}

/** Throws `DataError` that names the columns which the file lacks, and those it has. */
export function checkColumns({ header }: CsvFile, names: readonly string[]): void {
  const missing = names.filter((name) => !header.includes(name));
  if (missing.length === 0) return;
  const lacking = missing.map((name) => `"${name.slice(0, 40)}"`);
  throw new DataError(
    'column.missing',
    `no column${missing.length > 1 ? 's' : ''} ${listed(lacking)}; the file has ${listed(header.map((name) => name.slice(0, 40)))}`,
  );
}

const listed = (names: readonly string[]): string =>
  `${names.slice(0, NAMES_SHOWN).join(', ')}${names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : ''}`;

/** The cells of one column; throws `DataError` where the file has none of that name. */
export function cellsOf(file: CsvFile, name: string): string[] {
  checkColumns(file, [name]);
  const index = file.header.indexOf(name);
  return file.rows.map((row) => row.cells[index]!);
}

/** Reads a file by a schema; columns it does not name are ignored. Throws `DataError` at text among numbers. */
export function tableOf(file: CsvFile, schema: readonly ColumnSchema[]): Table {
  checkColumns(
    file,
    schema.map(({ name }) => name),
  );
  const columns = schema.map((column): Column => {
    const cells = cellsOf(file, column.name);
    if (column.kind === 'category') {
      const codeOf = new Map(column.levels.map((level, code) => [level, code]));
      return { ...column, codes: Int32Array.from(cells, (cell) => codeOf.get(cell.trim()) ?? -1) };
    }
    const values = Float64Array.from(cells, (cell, index) => {
      const value = numberIn(cell, column.notation);
      if (value !== undefined) return value;
      const held = isDate(column.notation) ? 'dates' : 'numbers';
      throw new DataError(
        'cell.kind',
        `"${cell.slice(0, 40)}" in column "${column.name}", which held ${held} in training`,
        file.rows[index]!.line,
      );
    });
    return { kind: column.kind, name: column.name, values };
  });
  return { rows: file.rows.length, columns };
}
